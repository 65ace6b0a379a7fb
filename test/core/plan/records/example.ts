// A project with hostile words, written by hand, and the catalogue entries it chose.
import type { DatasetRecord } from '../../../../core/spec/dataset.ts';
import type { ProjectSpec } from '../../../../core/spec/spec.ts';
import type { Parts } from '../../../../core/plan/records/work.ts';
import type { FileDraft } from '../../../../core/plan/plan.ts';

export const title = `O'Neil & "Söhne": $(id) <b> #1`;
export const description = 'Positions with `backticks`,\na second line: ${{ secrets.X }} and 100% of "quotes" \\ # no comment';

export const record: DatasetRecord = {
  requested: '10.5072/zenodo.1000001',
  key: null,
  status: 'resolved',
  archive: 'zenodo',
  doi: '10.5072/zenodo.1000001',
  conceptDoi: '10.5072/zenodo.1000000',
  title: 'Table: "yes" & {no} #2',
  description: 'A table.\n- of pulses: [timing]',
  creators: [
    { name: "O'Hara, Zoë", given: 'Zoë', family: "O'Hara", orcid: '0000-0002-1825-0097', affiliation: 'Uni "X"' },
    { name: 'The CDMS Collaboration', given: null, family: null, orcid: null, affiliation: null },
  ],
  licence: { spdx: 'CC-BY-4.0', name: 'Creative Commons Attribution 4.0 International', url: 'https://creativecommons.org/licenses/by/4.0/', source: 'zenodo record' },
  version: '1.10',
  isLatest: true,
  publisher: 'Zenodo',
  publicationDate: '2024-05-06',
  keywords: ['dark matter', 'no'],
  recordUrl: 'https://zenodo.org/records/1000001',
  access: null,
  citation: null,
  files: [
    { path: 'a b/pulses.csv', size: 12, checksum: 'md5:0dcaffb20f0c58ce9a76c530b7431249', urls: ['https://zenodo.org/api/records/1000001/files/pulses.csv/content'], selected: true, availability: 'online', unsafe: false },
    { path: 'old.csv', size: 12, checksum: 'adler32:0a0b0c0d', urls: ['https://zenodo.org/old.csv'], selected: true, availability: 'online', unsafe: false },
    { path: 'left.csv', size: 12, checksum: 'md5:a7b1c9e4b6a4f6f9f3b6c7c3f0d0e1a3', urls: ['https://zenodo.org/left.csv'], selected: false, availability: 'online', unsafe: false },
  ],
  variables: [],
  notes: [],
  resolvedAt: '2026-01-02T03:04:05Z',
  sources: [],
};

export const spec: ProjectSpec = {
  title,
  slug: 'oneil-soehne',
  package: 'oneil_soehne',
  description,
  authors: [
    { kind: 'person', given: 'Jürgen', family: "O'Neil-Müller", email: 'j@example.org', orcid: '0000-0002-1694-233X', affiliation: 'Universität: "Ö" & Co' },
    { kind: 'entity', name: 'The #1 Collaboration', email: null },
  ],
  initials: 'jo',
  licence: 'MIT',
  datasets: [record],
  recipe: 'cdms',
  target: 'y',
  options: { seed: 3 },
  task: 'regression',
  model: 'linear',
  framework: 'scikit-learn',
  codeDoi: null,
  repository: 'https://github.com/oneil/soehne',
  docker: true,
  ci: 'github',
  conda: true,
  notebooks: true,
  docs: true,
  git: true,
  today: '2026-01-02',
  tool: { name: 'create-fair-ai', version: '0.1.0' },
  answers: { title, description, authors: ["O'Neil-Müller, Jürgen <j@example.org>", 'The #1 Collaboration'], license: 'MIT', datasets: ['10.5072/zenodo.1000001'] },
};

export const parts: Parts = {
  dataset: {
    key: 'cdms',
    title: 'Pulses',
    summary: 'the pulses',
    generic: false,
    inputs: ['table'],
    tasks: ['regression'],
    formats: ['csv'],
    dois: [],
    checksums: [],
    files: '*.csv',
    target: 'y',
    options: { seed: { kind: 'integer', words: 'of the splits', default: 0 }, target: { kind: 'column', words: 'the column to predict', default: null } },
    default_model: 'linear',
    configs: { linear: { baseline: { fit_on: ['train', 'val'], model: { alpha: 2 } }, smoke: { train: { epochs: 1 } } } },
    dependencies: ['uproot>=5.3'],
    features: [
      { name: 'start', type: 'number', unit: 's', description: 'Begin, "rise" of\nthe pulse', role: 'input' },
      { name: 'n', type: 'integer', unit: null, description: 'Count', role: 'ignored' },
      { name: 'y', type: 'number', unit: 'mm', description: 'Position', role: 'target' },
    ],
    bibliography: ['@misc{paper,\n  title = {Paper},\n}'],
    published: [{ model: 'linear', metric: 'rmse', split: 'test', value: 2, digits: 1, unit: 'mm', source: 'a paper' }],
    record: null,
    card: '',
  },
  model: {
    key: 'linear',
    title: 'Linear model',
    summary: 'a linear model',
    inputs: ['table'],
    tasks: ['regression'],
    frameworks: ['scikit-learn'],
    settings: { alpha: { type: 'number', minimum: 0 } },
    baseline: { model: { alpha: 1, bias: true } },
    smoke: {},
    dependencies: [],
    bibliography: [],
    card: '',
  },
  framework: {
    key: 'scikit-learn',
    title: 'scikit-learn',
    dependencies: ['numpy>=1.26', 'scikit-learn>=1.5', 'skops>=0.10'],
    conda: ['scikit-learn'],
    library: 'sklearn',
    settings: { epochs: { type: 'integer', minimum: 1 } },
    baseline: { seeds: [0], train: { verbose: false, epochs: 100 } },
    smoke: { seeds: [0], train: { verbose: true } },
  },
  task: { key: 'regression', title: 'Regression', pipeline: 'tabular-regression', metrics: ['rmse', 'r2'] },
  tools: [],
  settings: { name: { type: 'string' }, framework: { type: 'string' }, seeds: { type: 'array' }, fit_on: { type: 'array' } },
};

export const others: readonly FileDraft[] = [
  { path: 'README.md', text: '# A project\n', owner: 'seeded', why: 'every repository has it' },
  { path: 'src/oneil_soehne/data.py', text: '"""Reads the raw files."""\n', owner: 'managed', why: 'part of the package' },
  { path: '.gitignore', text: 'data/raw/\n', owner: 'shared', why: 'every repository has it' },
];
