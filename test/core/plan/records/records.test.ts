// Every record parses with hostile words in it, says what is known and nothing else, and all of them agree.
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { licenceTexts } from '../../../../scripts/licences.mjs';
import type { FileDraft } from '../../../../core/plan/plan.ts';
import { modelCardHeader, planRecords } from '../../../../core/plan/records/index.ts';
import type { ProjectSpec } from '../../../../core/spec/spec.ts';
import { parseYaml } from '../../../../core/yaml.ts';
import { others, parts, record, spec, title, description } from './example.ts';

const texts = new Map([...(await licenceTexts())].map(([id, text]) => [`licences/${id}.txt`, text]));
const plan = (changes: Partial<ProjectSpec> = {}): ReadonlyMap<string, FileDraft> =>
  new Map(planRecords({ ...spec, ...changes }, parts, others, texts).map((draft) => [draft.path, draft]));
const textOf = (path: string, changes: Partial<ProjectSpec> = {}): string => plan(changes).get(path)?.text ?? '';

interface Node {
  readonly [key: string]: unknown;
}
const json = (path: string, changes: Partial<ProjectSpec> = {}): Node => JSON.parse(textOf(path, changes));
const yaml = (path: string, changes: Partial<ProjectSpec> = {}): Node => parseYaml(textOf(path, changes)) as Node;
const entity = (id: string, changes: Partial<ProjectSpec> = {}): Node | undefined =>
  (json('ro-crate-metadata.json', changes)['@graph'] as Node[]).find((node) => node['@id'] === id);

const bare: Partial<ProjectSpec> = {
  authors: [{ kind: 'entity', name: 'The X contributors', email: null }],
  repository: null,
  datasets: [{ ...record, doi: null, recordUrl: null, licence: null, creators: [], publisher: null, publicationDate: null, version: null, files: [] }],
};

describe('the files', () => {
  it('are all there, none empty, .fair-ai.yml last', () => {
    const paths = [...plan().keys()];
    expect(paths).toEqual([
      'CITATION.cff', 'codemeta.json', 'data/manifest.json', 'data/croissant.json', 'models/fair4ml.jsonld', 'configs/baseline.yaml', 'configs/smoke.yaml', 'configs/schema.json',
      'references/data-dictionary.csv', 'references/bibliography.bib', 'references/options.json', 'references/published.json', 'LICENSE', 'REUSE.toml',
      'LICENSES/CC0-1.0.txt', 'LICENSES/MIT.txt', 'ro-crate-metadata.json', '.fair-ai.yml',
    ]); // prettier-ignore
    for (const { text } of plan().values()) expect(text.trim()).not.toBe('');
  });

  it('hold no placeholder, with everything known and with next to nothing known', () => {
    for (const changes of [{}, bare]) {
      for (const { path, text } of plan(changes).values()) {
        if (path.startsWith('LICENSES/CC0')) continue; // a legal text
        expect(text).not.toMatch(/XXXX|<year>|copyright holders>|undefined|TODO|\[yyyy\]/);
        const emptied = /: (null|""|''|\[\]),?$/m; // null says "not known" in the manifest, and only there
        if (path !== 'data/manifest.json') expect(text).not.toMatch(emptied);
      }
    }
  });
});

describe('agreement', () => {
  const cff = yaml('CITATION.cff');
  const codemeta = json('codemeta.json');
  const root = entity('./') ?? {};

  it.each([
    ['CITATION.cff', cff['title'], cff['abstract'], cff['version'], cff['date-released']],
    ['codemeta.json', codemeta['name'], codemeta['description'], codemeta['version'], codemeta['datePublished']],
    ['ro-crate-metadata.json', root['name'], root['description'], root['version'], root['datePublished']],
  ])('%s has the title, the description, the version and the date, letter by letter', (_, ...found) => {
    expect(found).toEqual([title, description, '0.1.0', '2026-01-02']);
  });

  it('names the same authors everywhere', () => {
    const names = ["Jürgen O'Neil-Müller", 'The #1 Collaboration'];
    const inCff = (cff['authors'] as Node[]).map((author) => author['name'] ?? `${author['given-names']} ${author['family-names']}`);
    const inCrate = (root['author'] as Node[]).map((author) => entity(String(author['@id']))?.['name']);
    const inModel = (json('models/fair4ml.jsonld')['author'] as Node[]).map((author) => author['name']);
    expect([inCff, (codemeta['author'] as Node[]).map((author) => author['name']), inCrate, inModel]).toEqual([names, names, names, names]);
    expect(textOf('LICENSE')).toContain(`Copyright (c) 2026 ${names.join(', ')}`);
    expect(textOf('REUSE.toml')).toContain(`2026 ${names.join(', ')}`);
  });

  it('gives the ORCID as an address in all three', () => {
    const orcid = 'https://orcid.org/0000-0002-1694-233X';
    expect([(cff['authors'] as Node[])[0]?.['orcid'], (codemeta['author'] as Node[])[0]?.['@id'], (root['author'] as Node[])[0]?.['@id']]).toEqual([orcid, orcid, orcid]);
  });

  it.each([
    ['MIT', 'mit'],
    ['GPL-3.0-or-later', 'gpl-3.0'],
    ['EUPL-1.2', 'eupl-1.2'],
    ['ODbL-1.0', 'odbl'],
    ['CC0-1.0', 'cc0-1.0'],
  ])('has one licence, %s, in every spelling', (licence, onTheHub) => {
    const url = `https://spdx.org/licenses/${licence}`;
    expect(yaml('CITATION.cff', { licence })['license']).toBe(licence);
    expect(json('codemeta.json', { licence })['license']).toBe(url);
    expect(entity('./', { licence })?.['license']).toEqual({ '@id': url });
    expect(json('models/fair4ml.jsonld', { licence })['license']).toBe(url);
    expect(parseYaml(modelCardHeader({ ...spec, licence }, parts).replace(/^---\n|---\n$/g, ''))).toMatchObject({ license: onTheHub });
    const texts = [...plan({ licence }).keys()].filter((path) => path.startsWith('LICENSES/')).sort();
    expect(texts).toEqual([...new Set([`LICENSES/${licence}.txt`, 'LICENSES/CC0-1.0.txt'])].sort());
  });
});

describe('what is not known', () => {
  it('is left out', () => {
    const cff = yaml('CITATION.cff', bare);
    expect(Object.keys(cff)).not.toEqual(expect.arrayContaining(['doi']));
    expect(cff['references']).toBeUndefined();
    const { identifier, codeRepository } = json('codemeta.json', bare);
    expect([identifier, codeRepository]).toEqual([undefined, undefined]);
    expect(entity('#author-1', bare)).toEqual({ '@id': '#author-1', '@type': 'Organization', name: 'The X contributors' });
    const croissant = json('data/croissant.json', bare);
    for (const key of ['license', 'creator', 'datePublished', 'distribution', 'recordSet', 'url']) expect(croissant).not.toHaveProperty(key);
    expect(modelCardHeader(spec, parts)).not.toMatch(/^(datasets|model-index):/m);
  });

  it('makes no reference of a dataset whose authors nobody names, and takes the publisher if there is one', () => {
    const [first] = bare.datasets ?? [];
    if (first === undefined) throw new Error('no dataset');
    expect(yaml('CITATION.cff', { datasets: [{ ...first, publisher: 'Zenodo' }] })['references']).toMatchObject([{ authors: [{ name: 'Zenodo' }] }]);
  });

  it('gives the address of a licence that CFF does not list', () => {
    const licence = { spdx: 'CDLA-Permissive-2.0', name: 'x', url: null, source: 'a test' };
    const [reference] = yaml('CITATION.cff', { datasets: [{ ...record, licence }] })['references'] as Node[];
    expect(reference).toMatchObject({ 'license-url': 'https://spdx.org/licenses/CDLA-Permissive-2.0' });
    expect(reference).not.toHaveProperty('license');
  });
});

describe('CITATION.cff', () => {
  it('keeps versions and dates as strings for YAML 1.1 readers and ends with the place for results', () => {
    expect(textOf('CITATION.cff')).toMatch(/^date-released: ["']2026-01-02["']$/m);
    expect(textOf('CITATION.cff')).toMatch(/version: ["']1\.10["']$/m);
    expect(textOf('CITATION.cff')).toMatch(/\n# results:start\n# results:end\n$/);
    expect(yaml('CITATION.cff')['keywords']).toContain('no');
  });
});

describe('data/croissant.json', () => {
  const croissant = json('data/croissant.json');
  it('describes the files that make data fetches and whose checksum it may give', () => {
    expect(croissant['distribution']).toMatchObject([{ '@id': 'a_b/pulses.csv', contentUrl: 'raw/a b/pulses.csv', md5: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });
  it('says how many files are missing, and nothing when none is', () => {
    const note = /\n\nNot listed here: 1 of 2 files, for which the archive gives neither MD5 nor SHA-256; make data adds them with the SHA-256 that it measures\.$/;
    expect(croissant['description']).toMatch(note);
    const files = record.files.filter(({ path }) => path !== 'old.csv');
    expect(json('data/croissant.json', { datasets: [{ ...record, files }] })['description']).toBe(record.description);
  });
  it.each([
    ['t.csv', 'text/csv'],
    ['t.CSV.gz', ['application/gzip', 'text/csv']],
    ['t.parquet', 'application/x-parquet'],
    ['t.jsonl', 'application/jsonlines'],
    ['t.gz', 'application/gzip'],
    ['t.root', 'application/x-root'],
  ])('calls %s as mlcroissant does', (path, expected) => {
    const files = record.files.slice(0, 1).map((file) => ({ ...file, path }));
    expect(json('data/croissant.json', { datasets: [{ ...record, files }] })['distribution']).toMatchObject([{ encodingFormat: expected }]);
  });
  it('has a field for each column, from that file', () => {
    const [set] = croissant['recordSet'] as Node[];
    expect((set?.['field'] as Node[]).map((field) => [field['name'], field['dataType'], field['source']])).toEqual(
      [['start', 'sc:Float'], ['n', 'sc:Integer'], ['y', 'sc:Float']].map(([name, type]) => [name, type, { fileObject: { '@id': 'a_b/pulses.csv' }, extract: { column: name } }]),
    ); // prettier-ignore
  });
  it('says what is measured in files that mlcroissant cannot read', () => {
    const files = record.files.map((file) => ({ ...file, path: file.path.replace('.csv', '.root') }));
    const { recordSet, variableMeasured } = json('data/croissant.json', { datasets: [{ ...record, files }] });
    expect(recordSet).toBeUndefined();
    expect(variableMeasured).toMatchObject([{ name: 'start', unitText: 's' }, { name: 'n' }, { name: 'y', unitText: 'mm' }]);
  });
});

describe('configs', () => {
  it('merges framework, model and dataset key by key, and smoke on top', () => {
    expect(yaml('configs/baseline.yaml')).toEqual({
      name: 'linear', framework: 'scikit-learn', seeds: [0], fit_on: ['train', 'val'], model: { alpha: 2, bias: true }, train: { verbose: false, epochs: 100 },
    }); // prettier-ignore
    expect(yaml('configs/smoke.yaml')).toMatchObject({ model: { alpha: 2, bias: true }, train: { verbose: true, epochs: 1 } });
  });
});

describe('data/manifest.json', () => {
  it('holds the records as they were resolved, and of the options those that are set', () => {
    expect(json('data/manifest.json')).toEqual({ format: 'fair-ai/manifest@1', recipe: { key: 'cdms', options: { target: 'y', seed: 3 } }, datasets: [record] });
  });
});

describe('references/options.json', () => {
  it('says what the recipe takes', () => expect(json('references/options.json')).toMatchObject({ format: 'fair-ai/options@1', recipe: 'cdms', options: { seed: { kind: 'integer', default: 0 } } }));
});

describe('references', () => {
  const dictionary = (changes: Partial<ProjectSpec>, features = parts.dataset.features): string =>
    planRecords({ ...spec, ...changes }, { ...parts, dataset: { ...parts.dataset, features } }, others, texts).find(({ path }) => path.endsWith('dictionary.csv'))?.text ?? '';
  it('is a CSV with a row for each column, line breaks and quotes inside', () => {
    expect(dictionary({})).toBe('name,role,type,unit,description\nstart,input,number,s,"Begin, ""rise"" of\nthe pulse"\nn,ignored,integer,,Count\ny,target,number,mm,Position\n');
  });
  it('has the variables of the archive where the catalogue knows none, with their types and units', () => {
    const variables = [
      { name: 'pt', type: 'Float_t', unit: 'GeV', description: ' p"t\r\nof the jet' },
      { name: 'y', type: null, unit: null, description: null },
    ];
    expect(dictionary({ datasets: [{ ...record, variables }] }, [])).toBe('name,role,type,unit,description\npt,,Float_t,GeV,"p""t\nof the jet"\ny,target,,,\n');
  });
  it('has its head alone where nobody has documented the columns: make data finds them', () => {
    expect(dictionary({}, [])).toBe('name,role,type,unit,description\n');
  });
  it('escapes what BibTeX would read, and does not repeat a DOI that the catalogue cites', () => {
    expect(textOf('references/bibliography.bib')).toContain('title = {{Table: "yes" \\& \\{no\\} \\#2}},');
    const cited = { ...parts, dataset: { ...parts.dataset, bibliography: [`@misc{x, doi = {${record.doi}}}`] } };
    expect(planRecords(spec, cited, others, texts).find(({ path }) => path.endsWith('.bib'))?.text).not.toContain('dataset-1');
  });
});

describe('ro-crate-metadata.json', () => {
  it('lists what a reader opens, each with its own first words', () => {
    const parts = (entity('./')?.['hasPart'] as Node[]).map((part) => part['@id']);
    expect(parts).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'data/manifest.json', 'src/oneil_soehne/data.py']));
    expect(parts).not.toEqual(expect.arrayContaining(['.gitignore']));
    expect(entity('src/oneil_soehne/data.py')?.['description']).toBe('Reads the raw files.');
  });
  it('refers to nothing that is not in it', () => {
    const graph = json('ro-crate-metadata.json')['@graph'] as Node[];
    const ids = new Set(graph.map((node) => node['@id']));
    expect(ids.size).toBe(graph.length);
    const values = graph.flatMap((node) => Object.values(node).flat());
    const refs = values.filter((value): value is Node => typeof value === 'object' && value !== null && '@id' in value).map((value) => value['@id']);
    expect(refs.length).toBeGreaterThan(10);
    expect(refs.filter((id) => !ids.has(id))).toEqual(['https://w3id.org/ro/crate/1.2']);
  });
});

describe('.fair-ai.yml', () => {
  it('has the answers and, for every other file, its owner and the id that git gives it', () => {
    const { answers, files } = yaml('.fair-ai.yml') as { answers: unknown; files: Record<string, Node> };
    expect(answers).toEqual(spec.answers);
    const written = [...others, ...plan().values()].filter(({ path }) => path !== '.fair-ai.yml');
    expect(Object.keys(files)).toEqual(written.map(({ path }) => path).sort());
    const citation = plan().get('CITATION.cff');
    const git = execFileSync('git', ['hash-object', '--stdin'], { input: citation?.text ?? '' }).toString().trim();
    expect(files['CITATION.cff']).toEqual({ owner: 'shared', blob: git });
  });
});
