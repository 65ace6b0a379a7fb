import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../core/catalogue/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { DatasetFile, DatasetRecord } from '../../../core/spec/dataset.ts';
import { chooseFit, chooseRecipe, modelsFor, tasksFor } from '../../../core/spec/recipe.ts';
import { recordOf } from './records.ts';

const file = (path: string, more: Partial<DatasetFile> = {}): DatasetFile => ({ path, size: 1, checksum: null, urls: [], selected: true, availability: 'online', unsafe: false, ...more });
const cdms = catalogue.datasets.find(({ key }) => key === 'cdms');
const checksum = cdms?.checksums[0] ?? '';
const doi = cdms?.dois[0] ?? '';

describe('the recipe', () => {
  it.each<[string, Partial<DatasetRecord>, string]>([
    ['by key', { key: 'zmumu' }, 'zmumu'],
    ['by DOI, in any case', { doi: doi.toLowerCase(), files: [file('a.bin')] }, 'cdms'],
    ['by concept DOI', { conceptDoi: doi }, 'cdms'],
    ['by checksum', { files: [file('renamed.csv', { checksum })] }, 'cdms'],
    ['by format', { files: [file('a.ROOT')] }, 'root'],
    ['by the format of most files', { files: [file('a.root'), file('b.csv.gz'), file('c.tsv')] }, 'table'],
    ...['csv.xz:table', 'csv.zst:table', 'jsonl.gz:jsonl', 'ndjson:jsonl', 'arff:arff', 'pq:parquet', 'hdf5:hdf5', 'npy:npz', 'npz:npz', 'pkl.bz2:pickle']
      .map((pair): [string, Partial<DatasetRecord>, string] => [`by the ending ${pair}`, { files: [file(`a.${pair.split(':')[0]}`)] }, pair.split(':')[1] ?? '']),
    ...['csv.zip:table', 'root.gz:root', 'root.tar.gz:root', 'parquet.tgz:parquet', 'H5.ZIP:hdf5', 'npy.xz:npz']
      .map((pair): [string, Partial<DatasetRecord>, string] => [`by the ending in an archive's name ${pair}`, { files: [file('README.md'), file(`a.${pair.split(':')[0]}`)] }, pair.split(':')[1] ?? '']),
    ['by selected files only', { files: [file('a.csv', { selected: false }), file('b.root')] }, 'root'],
  ])('%s', (_, record, key) => expect(chooseRecipe(recordOf(record), undefined, catalogue)).toEqual({ value: catalogue.datasets.find((one) => one.key === key), note: null }));

  it('is a guess, and says so, while no file is known', () => {
    const { value, note } = chooseRecipe(recordOf({ status: 'unresolved', files: [] }), undefined, catalogue);
    expect(value.key).toBe('table');
    expect(note).toMatch(/--recipe/);
  });

  it.each<[string, Partial<DatasetRecord>, string | undefined, RegExp]>([
    ['nothing is selected', { files: [file('a.csv', { selected: false })] }, undefined, /No file of .* is selected/],
    ['the chosen one cannot read the files', { files: [file('a.csv')] }, 'root', /reads root/],
    ['there is no such recipe', {}, 'tabel', /did you mean table/],
  ])('is refused: %s', (_, record, recipe, message) => {
    expect(() => chooseRecipe(recordOf(record), recipe, catalogue)).toThrow(UserError);
    expect(() => chooseRecipe(recordOf(record), recipe, catalogue)).toThrow(message);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no format fits', ['a.pdf', 'measured.rds', 'noending'], /^No recipe of this version reads \.pdf, \.rds, noending\. .*for you to write/],
    ['archives say nothing of what is inside', ['README.md', 'data.zip', 'more.tar.gz'], /are archives \(\.zip, (?:\.tar)?\.gz\).*--recipe table/],
    ['a compressed file that no recipe reads', ['data.gz'], /archives/],
  ])('leaves the reader to the person, and says so, where %s', (_, names, words) => {
    const { value, note } = chooseRecipe(recordOf({ files: names.map((name) => file(name)) }), undefined, catalogue);
    expect(value.key).toBe('own');
    expect(note).toMatch(words);
    expect(note).not.toMatch(/parquet|jsonl/); // no list of recipes that do not read them
  });

  it.each([['x.root', 'root'], ['x.csv', 'table']])('a text beside %s is about it', (name, key) => {
    expect(chooseRecipe(recordOf({ files: [file('README.txt'), file('notes.txt'), file(name)] }), undefined, catalogue).value.key).toBe(key);
  });

  it('chosen by a person reads archives, whatever they are called', () => {
    for (const name of ['data.zip', 'data.tar.xz', 'data.tgz', 'data.gz']) expect(chooseRecipe(recordOf({ files: [file(name)] }), 'root', catalogue).value.key).toBe('root');
  });

  it('chosen by a person reads what has its extension', () => expect(chooseRecipe(recordOf({ files: [file('x.csv')] }), 'cdms', catalogue).value.key).toBe('cdms'));
});

describe('task, model and framework', () => {
  it('default to the dataset and the model', () => {
    if (!cdms) throw new Error('no cdms');
    expect(chooseFit(cdms, {}, catalogue)).toMatchObject({ task: 'regression', model: { key: 'linear' }, framework: 'scikit-learn' });
    expect(chooseFit(cdms, { framework: 'pytorch' }, catalogue)).toMatchObject({ model: { key: 'mlp' }, framework: 'pytorch' });
    expect(chooseFit(cdms, { model: 'mlp' }, catalogue).framework).toBe('pytorch');
  });

  it('offer only what fits: every offer can be chosen', () => {
    for (const entry of catalogue.datasets)
      for (const task of tasksFor(entry, {}, catalogue))
        for (const model of modelsFor(entry, { task }, catalogue))
          for (const framework of model.frameworks) expect(chooseFit(entry, { task, model: model.key, framework }, catalogue)).toEqual({ task, model, framework });
  });

  it.each([
    [{ model: 'linear', framework: 'pytorch' }, /model linear with framework pytorch does not fit/],
    [{ task: 'classification' }, /task classification does not fit/],
    [{ model: 'linaer' }, /did you mean linear/],
    [{ framework: 'pytroch' }, /did you mean pytorch/],
  ])('refuse %j', (wish, message) => {
    if (!cdms) throw new Error('no cdms');
    expect(() => chooseFit(cdms, wish, catalogue)).toThrow(message);
    expect(() => chooseFit(cdms, wish, catalogue)).toThrow(UserError);
  });
});
