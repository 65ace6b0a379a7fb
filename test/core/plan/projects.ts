// Specs for the planner's tests: every project that the catalogue can make, and words that break what is not quoted.
import fs from 'node:fs';
import path from 'node:path';
import { catalogue } from '../../../core/catalogue/table.ts';
import type { TemplateSet } from '../../../core/plan/plan.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import type { Ci, ProjectSpec } from '../../../core/spec/spec.ts';

export { catalogue };

const root = path.resolve(import.meta.dirname, '..', '..', '..', 'templates');

/** All of templates/, and a stand-in for the two licence texts, which the build makes. */
export const templates: TemplateSet = new Map([
  ...fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/__pycache__|_cache/.test(entry.parentPath))
    .map((entry): [string, string] => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file).split(path.sep).join('/'), fs.readFileSync(file, 'utf8')];
    }),
  ['licences/MIT.txt', 'MIT License\n\nCopyright (c) <year> <copyright holders>\n\nPermission is hereby granted.\n'],
  ['licences/CC0-1.0.txt', 'Creative Commons Legal Code\n'],
]);

export const hostile = {
  title: `O'Neil & "Söhne": $(id) <b> #1`,
  description: 'Uses `make` | a pipe,\nnewlines, ${{ secrets.TOKEN }}, <%= it.title %>, {{ x }}, <!-- results:start -->, $(id) and \\ at the end\\',
} as const;

/** A record as an archive may write it: no licence, a pickle, a file on tape. */
export const stranger: DatasetRecord = {
  requested: '10.5072/x', key: null, status: 'resolved', archive: 'zenodo', doi: '10.5072/x<y>', conceptDoi: '10.5072/z', title: '# Events | of `2026` <script>', description: 'Line one\nline two {{ x }}',
  creators: [{ name: 'Doe, Jane', given: 'Jane', family: 'Doe', orcid: '0000-0002-1825-0097', affiliation: null }, { name: 'The <X> Collaboration', given: null, family: null, orcid: null, affiliation: null }],
  licence: null, version: '1.0_b', isLatest: false, publisher: 'Zenodo', publicationDate: '2026-01-02', keywords: ['a|b'], recordUrl: 'https://zenodo.example/records/1', access: null, citation: null,
  files: Array.from({ length: 23 }, (_, n) => ({
    path: `a_${n}|b.csv`, size: n === 3 ? null : 10 ** n, checksum: n === 4 ? null : 'md5:d41d8cd98f00b204e9800998ecf8427e', urls: ['https://zenodo.example/a'], selected: n < 2, availability: n === 1 ? 'tape' as const : 'online' as const, unsafe: n === 0,
  })),
  variables: [{ name: 'x|y', type: null, unit: 'GeV/c$^2$', description: 'a\nb' }], notes: ['A newer version exists: <b>2.0</b>.'], resolvedAt: '2026-11-24T00:00:00Z', sources: [],
}; // prettier-ignore

export function specOf(over: Partial<ProjectSpec> = {}): ProjectSpec {
  const recipe = over.recipe ?? 'cdms';
  const entry = catalogue.datasets.find(({ key }) => key === recipe);
  return {
    title: 'My jets', slug: 'my-jets', package: 'my_jets', description: 'A linear model trained on jets', initials: 'jom', licence: 'MIT',
    authors: [{ kind: 'person', given: 'Jürgen', family: "O'Neil-Müller", email: 'j@example.org', orcid: '0000-0002-1825-0097', affiliation: null }],
    datasets: [entry?.record ?? stranger], recipe, target: entry?.target ?? 'x', options: {}, task: entry?.tasks[0] ?? 'regression', model: 'linear', framework: 'scikit-learn',
    codeDoi: null, repository: null, docker: true, ci: 'github', conda: true, notebooks: true, docs: true, git: true,
    today: '2026-11-24', tool: { name: 'create-fair-ai', version: '0.1.0' }, answers: {}, ...over,
  }; // prettier-ignore
}

const cis: readonly Ci[] = ['github', 'gitlab', 'none'];

/** Every dataset × task × model × framework that fits, with the options going round so that each value meets many of them. */
export function everyProject(): readonly ProjectSpec[] {
  const specs: ProjectSpec[] = [];
  for (const dataset of catalogue.datasets)
    for (const task of dataset.tasks)
      for (const model of catalogue.models.filter(({ inputs, tasks }) => dataset.inputs.some((form) => inputs.includes(form)) && tasks.includes(task)))
        for (const framework of model.frameworks) {
          const n = specs.length;
          const words = n % 2 === 0 ? hostile : {};
          const places = n % 4 < 2 ? { repository: 'https://github.com/o/r', codeDoi: '10.5281/zenodo.1' } : {};
          specs.push(specOf({ recipe: dataset.key, task, model: model.key, framework, docker: n % 3 !== 0, conda: n % 5 !== 0, docs: n % 7 !== 0, notebooks: n % 4 !== 1, ci: cis[n % 3] ?? 'none', ...words, ...places }));
        }
  return specs;
}

/** All values of the options on one project. */
export function everyOption(): readonly ProjectSpec[] {
  const flags = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((n) => ({ docker: (n & 1) > 0, conda: (n & 2) > 0, docs: (n & 4) > 0, notebooks: (n & 8) > 0 }));
  return flags.flatMap((one) => cis.map((ci) => specOf({ ...one, ci })));
}

export const named = (spec: ProjectSpec): string => `${spec.recipe} ${spec.task} ${spec.model} ${spec.framework} ${spec.ci}${spec.docker ? ' docker' : ''}${spec.conda ? ' conda' : ''}${spec.docs ? ' docs' : ''}${spec.notebooks ? ' notebooks' : ''}`;
