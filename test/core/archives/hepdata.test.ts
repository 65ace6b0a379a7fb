import { expect, it } from '@jest/globals';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const DOI = '10.17182/hepdata.4711.v2';
const record = 'https://www.hepdata.net/record';
const table = (doi: string, landing: string, asked: string, answer: unknown = fixture('hepdata.json')): Table =>
  ({ ...handle(doi, landing), [`https://api.datacite.org/dois/${doi}`]: status(404), [asked]: answer });
const whole = (answer?: unknown): Table => table(DOI, `${record}/ins123456?version=2`, `${record}/4711?version=2&format=json`, answer);

it('lists every table in three formats and the submission; csv is fetched', () => {
  const { files } = resolve(DOI, whole()).record;
  expect(files.map(({ path, selected }) => `${path}${selected ? ' *' : ''}`)).toEqual([
    'Table_1.csv *', 'Table_1.root', 'Table_1.yaml', '50_of_τ_T_2.csv *', '50_of_τ_T_2.root', '50_of_τ_T_2.yaml', 'Table_1_3.csv *', 'Table_1_3.root', 'Table_1_3.yaml', 'HEPData-ins123456-v2-yaml.tar.gz',
  ]);
  expect(files[0]).toEqual({ path: 'Table_1.csv', size: null, checksum: null, urls: ['https://www.hepdata.net/download/table/ins123456/Table%201/2/csv'], selected: true, availability: 'online', unsafe: false });
  expect(files[3]?.urls).toEqual(['https://www.hepdata.net/download/table/ins123456/..%2F50%25%20of%5C%20%CF%84%2FT%20%232/2/csv']);
  expect(files.at(-1)?.urls).toEqual(['https://www.hepdata.net/download/submission/ins123456/2/yaml']);
});

it('says what the record is, and that the licence is the site\'s', () => {
  const found = resolve(DOI, whole()).record;
  expect(found).toMatchObject({
    status: 'resolved', archive: 'hepdata', doi: DOI, conceptDoi: '10.17182/hepdata.4711', title: 'Swings of a pendulum', description: 'Periods of a pendulum, measured.', version: '2', isLatest: false, publisher: 'HEPData',
    recordUrl: `${record}/ins123456?version=2`, creators: [{ name: 'CLOCK Collaboration', family: null }], licence: { spdx: 'CC0-1.0', source: 'terms of the site; the record states none' },
    variables: [{ name: 'LENGTH [M]', unit: 'M', type: null, description: null }, { name: 'Period', unit: null }],
  });
  expect(found.notes).toEqual([
    expect.stringContaining('csv is fetched'), 'HEPData makes the files on request: it states no sizes, and a later download may differ in its bytes.', 'The tables belong to the paper https://doi.org/10.1234/swings.', expect.stringContaining('10 files without a checksum'),
  ]);
});

it('the DOI of one table is that table alone', () => {
  const one = resolve(`${DOI}/t1`, table(`${DOI}/t1`, `${record}/99?version=2`, `${record}/4711?version=2&format=json`)).record;
  expect(one).toMatchObject({ doi: `${DOI}/t1`, title: 'Table 1 of "Swings of a pendulum"', files: [{ path: 'Table_1.csv' }, { path: 'Table_1.root' }, { path: 'Table_1.yaml' }] });
  const resource = resolve(`${DOI}/r1`, table(`${DOI}/r1`, `${record}/resource/5`, `${record}/4711?version=2&format=json`)).record;
  expect(resource).toMatchObject({ status: 'metadata-only', notes: [expect.stringContaining('is no table of the record'), expect.anything()] });
});

it('an address will do, with a version or without', () => {
  const datacite = { [`https://api.datacite.org/dois/${DOI}`]: status(404) };
  expect(resolve(`${record}/ins123456`, { ...datacite, [`${record}/ins123456?format=json`]: fixture('hepdata.json') }).record.doi).toBe(DOI);
  expect(resolve(`${record}/ins123456?version=2`, { ...datacite, [`${record}/ins123456?version=2&format=json`]: fixture('hepdata.json') }).record.doi).toBe(DOI);
});

it.each([[404, 'UserError', 'has no record'], [500, 'NetworkError', 'HEPData is out of order']])('status %s', (code, name, message) => {
  expect(() => resolve(DOI, { ...whole(status(code)), 'https://doi.org/ra/10.17182/hepdata.4711.v2': [] })).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
});

it('the address of one table\'s file selects it', () => {
  const datacite = { [`https://api.datacite.org/dois/${DOI}`]: status(404) };
  const { files, notes } = resolve('https://www.hepdata.net/download/table/ins123456/Table 1/2/csv', { ...datacite, [`${record}/ins123456?version=2&format=json`]: fixture('hepdata.json') }).record;
  expect(files.filter(({ selected }) => selected).map(({ path }) => path)).toEqual(['Table_1.csv']);
  expect(notes).toContainEqual(expect.stringContaining('The address names "Table_1.csv"'));
});
