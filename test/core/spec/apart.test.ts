// The files of several datasets never share a path, and a second look moves nothing.
import { describe, expect, it } from '@jest/globals';
import { apart } from '../../../core/spec/apart.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import { record } from '../plan/records/example.ts';

const of = (...paths: string[]): DatasetRecord => ({
  ...record,
  files: paths.map((path) => ({ path, size: 1, checksum: null, urls: [], selected: true, availability: 'online', unsafe: false })),
});
const pathsOf = (records: readonly DatasetRecord[]): readonly string[] => records.flatMap(({ files }) => files.map(({ path }) => path));

describe('apart', () => {
  it('leaves the first dataset where it is and gives each other one a folder', () => {
    expect(pathsOf(apart([of('t.csv'), of('t.csv', 'a/T.csv'), of('t.csv')]))).toEqual(['t.csv', 'dataset-2/t.csv', 'dataset-2/a/T.csv', 'dataset-3/t.csv']);
  });
  it('moves nothing a second time', () => {
    const once = apart([of('t.csv'), of('t.csv'), of()]);
    expect(apart(once)).toEqual(once);
  });
  it.each([['Dataset-2/t.csv'], ['dataset-2']])('keeps clear of %s in the first one', (path) => {
    expect(pathsOf(apart([of(path), of('t.csv')]))).toEqual([path, 'dataset-2_/t.csv']);
  });
  it('takes no record for none', () => expect(apart([])).toEqual([]));
});
