import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checksumNotes, checksumOf, composed, distinctPaths, isUnsafe, nameKey, pathProblem, storable, unstorable } from '../../../core/archives/files.ts';
import type { DatasetFile } from '../../../core/spec/dataset.ts';

const file = (name: string, more: Partial<DatasetFile> = {}): DatasetFile =>
  ({ path: name, size: 1, checksum: 'md5:0', urls: ['https://a.org/x'], selected: true, availability: 'online', unsafe: false, ...more });

describe('paths from the network', () => {
  it.each(['a.csv', 'train/events.root', 'Open Letter V4.pdf', '(a)+[b]{c}!.csv', '粒子/μ.csv', '.hidden', '...a', 'a..b', 'nullable.csv', 'con-trol.csv', 'com10'])('takes %s', name => {
    expect(pathProblem(name)).toBeNull();
  });

  it.each([
    ['../../evil.sh', 'leave'], ['/evil.sh', 'leave'], ['a/../../b', 'leave'], ['..', 'leave'], ['C:\\evil', 'leave'], ['c:evil', 'leave'], ['\\\\host\\share', 'leave'],
    ['evil\u0000.sh', 'control'], ['evil\n.sh', 'control'], ['a\u202egpj.exe', 'invisible'], ['\ud800', 'invisible'], ['a\\b', 'backslash'], ['', 'name'], ['a//b', 'empty'], ['a/', 'empty'], ['./a', 'empty'],
    ['CON', 'device'], ['data/nul.csv', 'device'], ['Lpt1', 'device'], ['con .txt', 'device'], ['x/'.repeat(500) + 'y', 'long for a path'], ['com¹.txt', 'device'], ['a.', 'dot'], ['a /b', 'dot'], ['x'.repeat(256), 'long'], ['é'.repeat(128), 'long'],
  ])('refuses %j', (name, why) => {
    expect(pathProblem(name)).toContain(why);
  });

  const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', 'b.csv', ' ', '~', 'C:', '\\', '\u0000', 'nul'), fc.string({ unit: 'binary', maxLength: 5 }));
  it('whatever is taken stays under the folder, on both kinds of systems', () => {
    fc.assert(fc.property(fc.array(part, { maxLength: 5 }).map(parts => parts.join('/')), name => {
      if (pathProblem(name) !== null) return;
      for (const system of [path.posix, path.win32]) {
        const base = system === path.win32 ? 'D:\\project\\data\\raw' : '/project/data/raw';
        expect(system.resolve(base, name).startsWith(base + system.sep)).toBe(true);
      }
    }), { numRuns: 3000 });
  });

  it('are composed', () => expect(composed('e\u0301.csv')).toBe('\u00e9.csv'));

  it.each([
    [['A.csv', 'a.csv'], 'one file'], [['a', 'a'], 'one file'], [['É.csv', 'é.csv'], 'one file'], [['e\u0301', '\u00c9'], 'one file'], [['STRASSE.csv', 'straße.csv'], 'one file'], [['ﬁt.csv', 'FIT.csv'], 'one file'], [['ΣΑΣ', 'σας'], 'one file'],
    [['a/b', 'a'], 'folder'], [['A', 'a/b/c'], 'is a file'], [['a', 'CON'], 'device'],
  ])('%j: the first is taken, the other named', (names, why) => {
    const { files, notes } = storable(names.map(name => file(name)));
    expect(files.map(({ path }) => path)).toEqual(names.slice(0, 1));
    expect(notes).toEqual([expect.stringMatching(new RegExp(`^1 file left out.*${JSON.stringify(names[1])} .*${why}`))]);
  });

  it('names that differ stay apart: the dotless i is no i', () => {
    expect(unstorable(['kıl.csv', 'kil.csv', 'a/b', 'A/c', 'a.b', 'a']).size).toBe(1); // 'a' is the folder of a/b
    expect(nameKey('İ')).toBe(nameKey('i̇'));
  });

  it('what is left out is named, five of many', () => {
    const { files, notes } = storable(Array.from({ length: 9 }, (_, i) => file(i === 0 ? 'a' : `evil\u0000${i}`)));
    expect(files).toHaveLength(1);
    expect(notes[0]).toMatch(/^8 files left out.*"evil\\u00005" holds control characters; and 3 more\.$/);
  });

  it('are taken by the hundred thousand', () => expect(storable(Array.from({ length: 100_000 }, (_, i) => file(`deep/er/part-${i}.bin`))).files).toHaveLength(100_000));
});

it.each(['a.pkl', 'a.PICKLE', 'a.pkl.bz2', 'x/a.joblib', 'a.pt', 'a.pth', 'a.pkl.gz'])('%s may run code', name => expect(isUnsafe(name)).toBe(true));
it.each(['a.csv', 'pkl', 'a.pkl.txt', 'a.root', 'a.ptx'])('%s runs no code', name => expect(isUnsafe(name)).toBe(false));

it.each([
  ['md5:0123456789ABCDEF0123456789abcdef', 'md5', 'md5:0123456789abcdef0123456789abcdef'], ['0123456789abcdef0123456789abcdef', 'md5', 'md5:0123456789abcdef0123456789abcdef'],
  ['SHA-1:0123456789ABCDEF0123456789abcdef01234567', 'md5', 'sha1:0123456789abcdef0123456789abcdef01234567'], ['sha-256:abc', 'md5', null], ['adler32:abc', 'adler32', 'adler32:00000abc'], ['DEADBEEF', 'adler32', 'adler32:deadbeef'], ['md5:123', 'md5', null], ['nothing', 'md5', null], [null, 'md5', null],
] as const)('checksum %s', (text, bare, expected) => expect(checksumOf(text, bare)).toBe(expected));

it('names that occur twice are set apart by the files\' numbers', () => {
  expect(distinctPaths([{ path: 'a/x', id: '1' }, { path: 'A/X', id: '2' }, { path: 'b/x', id: '3' }, { path: 'e\u0301', id: '4' }, { path: '\u00e9', id: '5' }])).toEqual(['a/x', '2/A/X', 'b/x', 'e\u0301', '5/\u00e9']);
});

it('says how many files have no checksum', () => {
  expect(checksumNotes([file('a')])).toEqual([]);
  expect(checksumNotes([file('a', { checksum: null }), file('b', { checksum: null })])).toEqual([expect.stringContaining('2 files without a checksum')]);
});
