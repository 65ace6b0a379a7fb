import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import { entry, fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const told = (name: string): unknown => at(fixture('kaggle.json'), name);
const api = 'https://www.kaggle.com/api/v1/datasets';
const DOI = '10.34740/KAGGLE/DSV/123';
const list = (version: string): string => `${api}/list/ada/swings?pageSize=200${version}`;
const table = (version = '', more: Table = {}): Table => ({
  [`${api}/view/ada/swings`]: told('view'), [list(version)]: told('first'), [`${list('&datasetVersionNumber=3')}&pageToken=a%20b`]: told('second'), [`${list('&datasetVersionNumber=2')}&pageToken=a%20b`]: told('second'), ...more,
});
const card = { data: { id: DOI, attributes: { doi: DOI, titles: [{ title: 'Swings' }], creators: [{ name: 'Data, Cite' }], publicationYear: 2024, url: 'https://www.kaggle.com/dsv/123' } } };
/** Where the short address has led. */
const led = (url: string, code = 200): Table => ({ 'https://www.kaggle.com/dsv/123': { ...status(code, '<html>', { 'content-type': 'text/html' }), url } });
const byDoi = (more: Table): Table => ({ ...handle(DOI, 'https://www.kaggle.com/dsv/123'), [`https://api.datacite.org/dois/${DOI}`]: card, ...more });

it('a DOI through its redirect: owner, name and version are kept, in the addresses of the files, too', () => {
  const { record } = resolve(DOI, byDoi({ ...table('&datasetVersionNumber=2'), ...led('https://www.kaggle.com/datasets/ada/swings/versions/2') }));
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    status: 'resolved', archive: 'kaggle', doi: DOI, title: 'Pendulum swings', description: 'Angles & times.', version: '2', isLatest: false, licence: { spdx: 'CC-BY-4.0' }, creators: [{ name: 'Data, Cite' }], publicationDate: '2024', keywords: ['physics'],
    recordUrl: 'https://www.kaggle.com/datasets/ada/swings/versions/2', access: null,
    files: [
      { path: 'swings.csv', size: 200, checksum: null, availability: 'unknown', urls: [`${api}/download/ada/swings/swings.csv?datasetVersionNumber=2`] },
      { path: 'runs/run 1#.csv', size: 100, checksum: null, urls: [`${api}/download/ada/swings/runs%2Frun%201%23.csv?datasetVersionNumber=2`] },
    ],
  });
  expect(record.notes).toEqual(['This is version 2; the newest is 3.', expect.stringMatching(/may ask for a login.*KAGGLE_API_TOKEN/), expect.stringContaining('2 files without a checksum')]);
});

it.each([['https://www.kaggle.com/datasets/ada/swings', '', true], ['kaggle.com/datasets/ada/swings/data?select=swings.csv', '', true], ['https://www.kaggle.com/datasets/ada/swings/versions/2', '&datasetVersionNumber=2', false]])('%s', (address, version, newest) => {
  const { record } = resolve(address, table(version));
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({ doi: null, version: newest ? '3' : '2', isLatest: newest, creators: [{ name: 'Ada Swing' }], publicationDate: newest ? '2024-02-03' : null });
  expect(record.files).toHaveLength(2);
});

it('a deleted version, which answers 200', () => {
  const deleted = led('https://www.kaggle.com/deleted-dataset-version/123');
  for (const [text, answers] of [[DOI, byDoi(deleted)], ['https://www.kaggle.com/dsv/123', deleted]] as const)
    expect(() => resolve(text, answers)).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining('dsv/123 was deleted'), remedy: expect.stringContaining('another version') }));
});

describe('a page that leads nowhere a program can see', () => {
  it.each([200, 403, 404, 429])('status %s: a DOI has its metadata, and says what to do', code => {
    const { record } = resolve(DOI, byDoi(led('https://www.kaggle.com/dsv/123', code)));
    expect(complaints(record)).toEqual([]);
    expect(record).toMatchObject({ status: 'metadata-only', archive: 'kaggle', title: 'Swings', creators: [{ name: 'Data, Cite' }], access: 'At Kaggle, perhaps with a login: https://www.kaggle.com/dsv/123', files: [], notes: [expect.stringContaining('Open it in a browser'), expect.anything()] });
  });
  it('the dataset of the catalogue keeps the record that is shipped, with its checksums', () => {
    const { record } = resolve('https://www.kaggle.com/datasets/ada/swings', table());
    const shipped: DatasetRecord = { ...record, doi: DOI, files: record.files.map(file => ({ ...file, checksum: `sha256:${'a'.repeat(64)}` })) };
    const datasets = [entry('clock', { dois: [DOI], record: shipped })];
    for (const answers of [led('https://www.kaggle.com/dsv/123', 404), { ...led('https://www.kaggle.com/datasets/ada/swings/versions/2'), ...table('&datasetVersionNumber=2') }])
      expect(resolve(DOI, byDoi(answers), { datasets }).record).toMatchObject({ key: 'clock', status: 'resolved', files: [{ checksum: `sha256:${'a'.repeat(64)}` }, {}] });
    expect(resolve('kaggle.com/dsv/123', byDoi(led('https://www.kaggle.com/dsv/123', 404)), { datasets }).record).toMatchObject({ key: 'clock', status: 'resolved', files: [{ path: 'swings.csv' }, {}] });
    expect(resolve('kaggle.com/dsv/123', { ...led('https://www.kaggle.com/datasets/ada/swings/versions/2'), ...table('&datasetVersionNumber=2') }, { datasets }).record.key).toBe('clock');
  });
  it('the address alone is as good as the DOI that follows from it', () => {
    const { record } = resolve('https://www.kaggle.com/dsv/123', byDoi(led('https://www.kaggle.com/dsv/123', 404)));
    expect(record).toMatchObject({ status: 'metadata-only', doi: DOI, title: 'Swings', creators: [{ name: 'Data, Cite' }] });
  });
  it.each([[404, 'UserError', 'has no dataset dsv/123'], [403, 'UserError', 'only with a login'], [429, 'NetworkError', 'too many requests'], [200, 'UserError', 'leads to no dataset that a program can see']])('an address whose DOI is not registered is refused: %s', (code, name, message) => {
    expect(() => resolve('https://www.kaggle.com/dsv/123', { ...led('https://www.kaggle.com/dsv/123', code), [`https://api.datacite.org/dois/${DOI}`]: status(404) })).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message), remedy: expect.stringMatching(/./) }));
  });
  it('a redirect to another host is not believed', () => expect(() => resolve('https://www.kaggle.com/dsv/123', { ...led('https://evil.example/datasets/ada/swings'), [`https://api.datacite.org/dois/${DOI}`]: status(404) })).toThrow('leads to no dataset'));
});

it.each([401, 403, 404])('files that are not listed (%s): the page, an access statement, and the token to set', code => {
  const { record } = resolve('https://www.kaggle.com/datasets/ada/swings', table('', { [list('')]: status(code) }));
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({ status: 'metadata-only', files: [], access: 'At Kaggle, with a login: https://www.kaggle.com/datasets/ada/swings/versions/3', notes: [expect.stringMatching(`status ${code}.*KAGGLE_API_TOKEN.*--dataset`)] });
});

describe('refusals say what to do', () => {
  it.each([[404, 'UserError', 'Kaggle has no dataset ada/swings', 'Check owner and name'], [403, 'UserError', 'only with a login', 'KAGGLE_API_TOKEN'], [401, 'UserError', 'status 401', 'KAGGLE_API_TOKEN'], [410, 'UserError', 'removed', 'another dataset'], [429, 'NetworkError', 'too many requests', '--offline']])('%s', (code, name, message, remedy) => {
    expect(() => resolve('kaggle.com/datasets/ada/swings', table('', { [`${api}/view/ada/swings`]: status(code) }))).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) }));
  });
  it('a list that fails in the middle', () => expect(() => resolve('kaggle.com/datasets/ada/swings', table('', { [`${list('&datasetVersionNumber=3')}&pageToken=a%20b`]: status(429) }))).toThrow('too many requests'));
  it('a list that is out of order', () => expect(() => resolve('kaggle.com/datasets/ada/swings', table('', { [list('')]: status(502) }))).toThrow('out of order'));
  it('a path that climbs', () => expect(resolve('kaggle.com/datasets/ada/swings', table('', { [list('')]: { datasetFiles: [{ name: '../x' }] } })).record.notes.join()).toContain('leave data/'));
  it('a competition is no dataset', () => expect(() => resolve('https://www.kaggle.com/c/trackml', { 'HEAD https://www.kaggle.com/c/trackml': status(404) })).toThrow('There is no file at'));
});
