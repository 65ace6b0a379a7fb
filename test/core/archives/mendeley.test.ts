import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const told = (name: string): unknown => at(fixture('mendeley.json'), name);
const api = 'https://data.mendeley.com/public-api/datasets/abc123def4';
const files = (folder: string, version: number, start = 0): string => `${api}/files?folder_id=${folder}&version=${version}&$start=${start}&$limit=1000`;
const table = (version: number, more: Table = {}): Table => ({
  [api]: told('newest'), [`${api}/folders/${version}`]: told('folders'), [files('root', version)]: told('root'), [files('d-1', version)]: told('runs'), [files('d-2', version)]: told('day'),
  'https://api.datacite.org/dois/10.17632/abc123def4.3': status(404), 'https://api.datacite.org/dois/10.17632/abc123def4.2': status(404), ...more,
});
const old = { [`${api}/snapshot/2`]: { ...Object(told('newest')), doi: { id: '10.17632/abc123def4.2' }, version: 2, name: 'Swings, as they were' } };

it.each(['10.17632/abc123def4.3', '10.17632/ABC123DEF4.3', 'https://data.mendeley.com/datasets/abc123def4', 'data.mendeley.com/datasets/abc123def4/3'])('%s: the files of every folder', text => {
  const { record } = resolve(text, { ...table(3), ...(text.startsWith('10') ? { ...handle(text, 'https://data.mendeley.com/datasets/abc123def4/3'), [`https://api.datacite.org/dois/${text}`]: status(404) } : {}) });
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    status: 'resolved', archive: 'mendeley', doi: '10.17632/abc123def4.3', conceptDoi: '10.17632/abc123def4', title: 'Pendulum swings', version: '3', isLatest: true, licence: { spdx: 'CC-BY-4.0' }, publicationDate: '2024-05-06', keywords: ['Physics'],
    creators: [{ name: 'Swing, Ada', given: 'Ada', family: 'Swing', orcid: '0000-0002-1825-0097' }, { name: 'Tock, Berta' }], recordUrl: 'https://data.mendeley.com/datasets/abc123def4/3',
  });
  expect(record.files.map(({ path, size, checksum, urls, unsafe }) => [path, size, checksum, urls[0]?.split('/').at(-2), unsafe])).toEqual([
    ['swings.csv', 120, `sha256:${'a'.repeat(64)}`, 'f1', false], ['runs/day 1/swings.csv', 9, `sha256:${'b'.repeat(64)}`, 'f3', false], ['runs/fit.pkl', 7, null, 'f2', true],
  ]);
  expect(record.notes).toEqual([expect.stringContaining('1 file without a checksum')]);
});

it('an older version has its own words, and says which is the newest', () => {
  const { record } = resolve('https://data.mendeley.com/datasets/abc123def4/2', table(2, old));
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({ doi: '10.17632/abc123def4.2', version: '2', isLatest: false, title: 'Swings, as they were', notes: ['This is version 2; the newest is 3.', expect.anything()] });
});

it('no folders; a folder of more than a thousand files; folders that contain each other', () => {
  expect(resolve('data.mendeley.com/datasets/abc123def4', table(3, { [`${api}/folders/3`]: status(404) })).record.files.map(({ path }) => path)).toEqual(['swings.csv']);
  const many = Array.from({ length: 1000 }, (_, i) => ({ filename: `${i}.csv`, size: 1, content_details: { download_url: 'https://data.mendeley.com/x' } }));
  expect(resolve('data.mendeley.com/datasets/abc123def4', table(3, { [files('root', 3)]: many, [files('root', 3, 1000)]: told('root') })).record.files).toHaveLength(1003);
  const circle = [{ id: 'd-1', name: 'a', parent_id: 'd-2' }, { id: 'd-2', name: 'b', parent_id: 'd-1' }];
  expect(resolve('data.mendeley.com/datasets/abc123def4', table(3, { [`${api}/folders/3`]: circle })).record.files).toHaveLength(3);
});

describe('refusals say what to do', () => {
  it.each([
    [api, 404, 'UserError', 'Mendeley Data has no dataset abc123def4', 'Check the address'], [api, 403, 'UserError', 'status 403', '--dataset'], [api, 401, 'UserError', 'status 401', '--dataset'], [api, 410, 'UserError', 'has removed', 'another dataset'], [api, 429, 'NetworkError', 'too many requests', '--offline'],
    [`${api}/snapshot/2`, 404, 'UserError', 'has no version 2 of dataset abc123def4', 'Check the address'], [`${api}/folders/2`, 500, 'NetworkError', 'out of order', '--offline'], [files('d-1', 2), 403, 'NetworkError', 'refused the request', '--offline'],
  ])('%s %s', (url, code, name, message, remedy) => {
    expect(() => resolve('data.mendeley.com/datasets/abc123def4/2', table(2, { ...old, [url]: status(code) }))).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) }));
  });
  it('a path that climbs', () => expect(resolve('data.mendeley.com/datasets/abc123def4', table(3, { [`${api}/folders/3`]: [{ id: 'd-1', name: '..' }] })).record.notes.join()).toContain('leave data/'));
  it('a DOI that leads to no dataset', () => {
    const doi = '10.17632/abc-1';
    expect(() => resolve(doi, { ...handle(doi, 'https://data.mendeley.com/research-data/'), [`https://api.datacite.org/dois/${doi}`]: status(404) })).toThrow('to no dataset there');
  });
});
