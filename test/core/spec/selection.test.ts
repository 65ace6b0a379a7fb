import { describe, expect, it } from '@jest/globals';
import { matcher, narrowTo, selectFiles } from '../../../core/spec/selection.ts';
import type { DatasetFile, DatasetRecord } from '../../../core/spec/dataset.ts';
import { emptyDraft } from '../../../core/archives/archive.ts';
import { recordOf } from './records.ts';

describe('--files', () => {
  it.each([
    ['*.csv', 'a.csv', true], ['*.csv', 'x/y/a.csv', true], ['*.csv', 'a.CSV', false], ['*.csv', 'a.csv.gz', false], ['train/*', 'train/x/a.csv', true], ['train/*', 'test/a.csv', false],
    ['train*', 'train/a.csv', true], ['a?.csv', 'a1.csv', true], ['a?.csv', 'a.csv', false], ['[ab].csv', 'b.csv', true], ['[!ab].csv', 'b.csv', false], ['[^ab].csv', 'c.csv', true],
    ['run[0-9].root', 'run7.root', true], ['[]]', ']', true], ['[', '[', true], ['[a', '[a', true], ['*.{csv,json}', 'a.json', true], ['*.{csv,json}', 'a.txt', false], ['{a,{b,c}}.x', 'c.x', true],
    ['{a,b', '{a,b', true], ['a.c', 'abc', false], ['a+(b)|c$^', 'a+(b)|c$^', true], ['**/a.csv', 'x/a.csv', true], ['(a) b.csv', '(a) b.csv', true], ['[a-c]x', 'bx', true], ['[\\d]', 'd', true], ['[\\d]', '7', false],
    ['*HZZ*', 'uproot-HZZ.root', true], ['µ*', 'µ1', true], ['?', '😀', true],
  ])('%s against %s: %s', (glob, path, expected) => expect(matcher(glob)(path)).toBe(expected));

  it('refuses what is no pattern', () => expect(() => matcher('[z-a]')).toThrow('no pattern'));
});

const file = (path: string, size: number | null = 10, selected = true): DatasetFile =>
  ({ path, size, checksum: null, urls: ['https://a.org'], selected, availability: 'online', unsafe: false });
const record = (files: readonly DatasetFile[]): DatasetRecord =>
  ({ ...emptyDraft, requested: 'x', key: null, citation: null, resolvedAt: null, status: 'resolved', title: 'x', files });
const selected = ({ files }: DatasetRecord): readonly string[] => files.filter(one => one.selected).map(({ path }) => path);

describe('what make data fetches', () => {
  it('is everything, without a word, when it is small', () => {
    const small = record([file('a.csv'), file('b.json')]);
    expect(selectFiles(small, null, '*.csv')).toEqual(small);
  });

  it('is what the glob says', () => {
    const chosen = selectFiles(record([file('a.csv'), file('b.json')]), '*.json', '*.csv');
    expect(selected(chosen)).toEqual(['b.json']);
    expect(chosen.notes).toEqual([]);
  });

  it('is the catalogue\'s choice above 5 GB, and says so', () => {
    const chosen = selectFiles(record([file('a.h5', 3e9), file('b.root', 3e9)]), null, '*.h5');
    expect(selected(chosen)).toEqual(['a.h5']);
    expect(chosen.notes).toEqual(["2 files, 6.0 GB in all: '*.h5' selects 1 file, 3.0 GB; choose others with --files."]);
  });

  it('is everything above 5 GB if the catalogue is silent or matches nothing, and says so', () => {
    for (const glob of [null, '*.zip']) {
      const chosen = selectFiles(record([file('a.h5', 6e9)]), null, glob);
      expect(selected(chosen)).toEqual(['a.h5']);
      expect(chosen.notes).toEqual([expect.stringContaining('1 file, 6.0 GB: choose')]);
    }
  });

  it('is a first portion of a large dataset that the catalogue does not know: one format, the first file of each folder', () => {
    const names = ['train', 'test'].flatMap(folder => ['h5', 'root'].flatMap(format => [10, 2, 9].map(i => `${folder}/part_${i}.${format}`)));
    const many = record([file('README.txt'), ...names.map(path => file(path, 1.4e9))]);
    const chosen = selectFiles(many, null, null, ['root', 'h5']);
    expect(selected(chosen)).toEqual(['train/part_2.h5', 'test/part_2.h5']);
    expect(chosen.notes).toEqual(['13 files, 16.8 GB in all: the first .h5 file of each folder is selected for a start, 2.8 GB; choose others with --files.']);
    expect(selected(selectFiles(many, null, null, ['root']))).toEqual(['train/part_2.root', 'test/part_2.root']);
    expect(selected(selectFiles(record([file('a.csv.gz', 4e9), file('b.csv.gz', 4e9), file('c.pdf', 1)]), null, null, ['csv.gz']))).toEqual(['a.csv.gz']);
  });

  it('never is nothing: the remedy lists up to ten files', () => {
    const many = record(Array.from({ length: 12 }, (_, i) => file(`${i}.csv`)));
    expect(() => selectFiles(many, '*.root', null)).toThrow("matches none of the 12 files");
    try {
      selectFiles(many, '*.root', null);
    } catch (error) {
      expect(error).toMatchObject({ name: 'UserError', remedy: expect.stringMatching(/0\.csv, .*9\.csv and 2 more$/) });
    }
  });

  it('waits, if there is no list of files', () => expect(selectFiles(record([]), '*.csv', null).files).toEqual([]));
});

describe('narrowTo', () => {
  const record = recordOf({ files: ['uproot-HZZ.root', 'uproot-Zmumu.root'].map((path) => ({ path, size: 1, checksum: null, urls: [], selected: true, availability: 'online' as const, unsafe: false })) });
  const selected = (glob: string | null) => narrowTo(record, glob).files.filter((file) => file.selected).map(({ path }) => path);
  it.each([
    [null, ['uproot-HZZ.root', 'uproot-Zmumu.root']],
    ['*Zmumu*', ['uproot-Zmumu.root']],
    ['*.csv', ['uproot-HZZ.root', 'uproot-Zmumu.root']],
  ])('%s', (glob, paths) => expect(selected(glob)).toEqual(paths));
  it('says so', () => expect(narrowTo(record, '*Zmumu*').notes.join()).toMatch(/1 other file/));
});
