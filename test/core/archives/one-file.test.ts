import { expect, it } from '@jest/globals';
import { emptyDraft, type Draft } from '../../../core/archives/archive.ts';
import { selecting } from '../../../core/archives/one-file.ts';
import type { DatasetFile } from '../../../core/spec/dataset.ts';

const file = (path: string, url: string): DatasetFile => ({ path, size: 1, checksum: null, urls: [url], selected: true, availability: 'online', unsafe: false });
const zenodo = 'https://zenodo.org/records/77';
const record = (): Draft => ({
  ...emptyDraft, recordUrl: zenodo, files: [file('a b.csv', 'https://zenodo.org/api/records/77/files/a%20b.csv/content'), file('deep/b.csv', 'https://zenodo.org/api/records/77/files/deep/b.csv/content'), file('b.csv', 'https://elsewhere.org/9')],
});
const chosen = (draft: Draft): readonly string[] => draft.files.filter(({ selected }) => selected).map(({ path }) => path);

it.each([
  [`${zenodo}/files/a%20b.csv?download=1`, ['a b.csv']], [`${zenodo}/files/deep/b.csv`, ['deep/b.csv']], ['https://zenodo.org/api/records/77/files/b.csv/content', ['b.csv']],
  [`${zenodo}/preview/b.csv`, ['b.csv']], ['https://elsewhere.org/9#here', ['b.csv']], [zenodo, ['a b.csv', 'deep/b.csv', 'b.csv']], [`${zenodo}/`, ['a b.csv', 'deep/b.csv', 'b.csv']],
])('%s selects %j', (address, paths) => {
  const found = selecting(record(), address);
  expect(chosen(found)).toEqual(paths);
  expect(found.notes).toHaveLength(paths.length === 1 ? 1 : 0);
});

it('a file that the record does not have is refused, with those that it has', () => {
  expect(() => selecting(record(), `${zenodo}/files/c.csv`)).toThrow(expect.objectContaining({ message: `${zenodo} has no file "c.csv"`, remedy: expect.stringContaining('It has a b.csv, deep/b.csv, b.csv') }));
});

it('what an archive has selected itself stays so', () => {
  const one: Draft = { ...record(), files: record().files.map((each, i) => ({ ...each, selected: i === 0 })) };
  expect(chosen(selecting(one, `${zenodo}/files/b.csv`))).toEqual(['a b.csv']);
});
