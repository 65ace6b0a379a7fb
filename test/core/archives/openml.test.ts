import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const told = (name: string): unknown => at(fixture('openml.json'), name);
const api = 'https://www.openml.org/api/v1/json/data';
const table = (more: Table = {}): Table => ({ [`${api}/42`]: told('description'), [`${api}/features/42`]: told('features'), ...more });
const changed = (changes: object): unknown => ({ data_set_description: { ...Object(at(told('description'), 'data_set_description')), ...changes } });

it('the ARFF with its md5, the Parquet without it; columns, target, licence', () => {
  const { record } = resolve('https://www.openml.org/d/42', table());
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    status: 'resolved', archive: 'openml', doi: null, title: 'swings', version: '2', licence: { spdx: 'CC-BY-4.0' }, publicationDate: '2020-05-06', keywords: ['physics', 'study_1'], recordUrl: 'https://www.openml.org/d/42',
    creators: [{ name: 'A. Swing' }, { name: 'B. Tock' }, { name: 'C. Bell' }],
    files: [
      { path: 'swings.arff', size: null, checksum: 'md5:0123456789abcdef0123456789abcdef', urls: ['https://api.openml.org/data/v1/download/42/swings.arff'], selected: true },
      { path: 'dataset_42.pq', checksum: null, urls: ['https://data.openml.org/datasets/0000/0042/dataset_42.pq'], selected: false },
    ],
    variables: [
      { name: 'run', type: 'numeric', unit: null, description: 'number of the row' }, { name: 'material', type: 'nominal', unit: null, description: 'left out by OpenML' }, { name: 'period in s', type: 'numeric', unit: null, description: 'target' },
    ],
  });
  expect(record.notes).toEqual(['OpenML\'s own target is "period in s": --target \'period in s\'', expect.stringContaining("--files '*.pq'"), expect.stringContaining('1 file without a checksum')]);
});

it.each([404, 412, 500, 0])('columns that are not described (%s) leave the rest as it is', code => {
  const { record } = resolve('https://openml.org/d/42', table({ [`${api}/features/42`]: status(code) }));
  expect([record.status, record.variables, record.sources.length]).toEqual(['resolved', [], 1]);
});

it.each([
  ['https://www.openml.org/search?type=data&sort=runs&status=active&id=42'], ['openml.org/d/42'], ['https://www.openml.org/api/v1/json/data/42'], ['https://api.openml.org/api/v1/data/42'], ['https://www.openml.org/data/42'],
])('%s is dataset 42', address => expect(resolve(address, table()).record.title).toBe('swings'));

it.each(['https://www.openml.org/search?type=task&id=42', 'https://www.openml.org/t/42'])('%s is no dataset', address => expect(() => resolve(address, { [`HEAD ${address}`]: status(404) })).toThrow('There is no file at'));

it('a target with a quote, several targets, a deactivated dataset, one word for a list', () => {
  const notes = (changes: object): string => resolve('openml.org/d/42', table({ [`${api}/42`]: changed(changes) })).record.notes.join('\n');
  expect(notes({ default_target_attribute: "it's" })).toContain("--target 'it'\\''s'");
  expect(notes({ default_target_attribute: 'a,b' })).toMatch(/--target a\n.*--target b/);
  expect(notes({ status: 'deactivated' })).toContain('has marked this dataset as "deactivated"');
  expect(notes({ licence: 'Public' })).toContain('matches none that SPDX knows');
  expect(resolve('openml.org/d/42', table({ [`${api}/42`]: changed({ creator: 'One Alone', parquet_url: null }) })).record).toMatchObject({ creators: [{ name: 'One Alone' }, { name: 'C. Bell' }], files: [{ path: 'swings.arff' }] });
});

describe('refusals say what to do', () => {
  const error = (code: string): unknown => ({ error: { code, message: 'words' } });
  it.each([
    [status(412, error('111')), 'UserError', 'OpenML has no dataset 42', 'Check the number'], [status(412, error('112')), 'UserError', 'only with a login', 'folder as --dataset'], [status(412, '<html>'), 'UserError', 'no dataset 42', 'Check'], [status(404), 'UserError', 'no dataset 42', 'Check'],
    [status(410), 'UserError', 'has removed dataset 42', 'another dataset'], [status(403), 'UserError', 'status 403', '--dataset'], [status(429), 'NetworkError', 'too many requests', '--offline'], [status(503), 'NetworkError', 'out of order', '--offline'], ['<html>', 'NetworkError', 'broken JSON', '--offline'],
  ])('%#', (answer, name, message, remedy) => {
    expect(() => resolve('openml.org/d/42', table({ [`${api}/42`]: typeof answer === 'string' ? status(200, '{"half') : answer }))).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message), remedy: expect.stringContaining(remedy) }));
  });
  it('a name that climbs', () => expect(resolve('openml.org/d/42', table({ [`${api}/42`]: changed({ url: 'https://a.org/x/..%2fy' }) })).record.notes.join()).toContain('leave data/'));
});
