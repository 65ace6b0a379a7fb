// Local tables of text are looked into, up to 1 MiB each; a flag that does not fit them is refused at once, and of everything else nothing is said but that it is not checked yet.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../core/catalogue/table.ts';
import type { Options } from '../../../core/spec/recipe-options.ts';
import type { Seen } from '../../../core/look/preview.ts';
import { checkColumns } from '../../../core/spec/columns.ts';
import { previewed } from '../../../generators/_shell/preview.ts';
import { recordOf } from '../../core/spec/records.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preview-'));
const fileOf = (name: string, bytes: string | Uint8Array) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
  return { path: name, size: 1, checksum: null, urls: [pathToFileURL(file).href], selected: true, availability: 'online' as const, unsafe: false };
};
const entry = (key: string) => catalogue.datasets.find((one) => one.key === key) ?? null;
const see = (files: Readonly<Record<string, string | Uint8Array>>, options: Options = {}, task?: string, recipe = 'table'): Seen => {
  const seen = previewed(recordOf({ requested: Object.keys(files)[0] ?? 'x', files: Object.entries(files).map(([name, bytes]) => fileOf(name, bytes)) }), entry(recipe), options);
  if (seen.preview !== null) checkColumns(seen.preview, options, task);
  return seen;
};

const birds = 'Art;Gewicht (g);Datum\nMeise;11,5;2024-03-01\nSpatz;30,1;2024-03-02\nMeise;;2024-03-03\n';

describe('a local table of text', () => {
  it('has columns, and what was seen is said', () => {
    const { preview, notes } = see({ 'x.csv': birds });
    expect(preview?.columns.map(({ name, kind, unit, missing }) => [name, kind, unit, missing])).toEqual([['Art', 'words', null, 0], ['Gewicht (g)', 'numbers', 'g', 1], ['Datum', 'times', null, 0]]);
    expect(notes).toEqual(['x.csv: 3 columns, semicolons between cells, decimal comma, utf-8, units of 1 column. All 3 rows were looked at for the checks; `make data` decides from all bytes how it is read.']);
  });
  it.each<[string, Options, string | undefined, RegExp]>([
    ['a name that is none', { target: 'Gewich' }, undefined, /^--target "Gewich" is no column of x\.csv \(did you mean Gewicht \(g\)\?\)\.$/],
    ['a group', { group: 'Jahr' }, undefined, /^--group "Jahr" is no column/],
    ['a column to drop', { drop: ['Art', 'Atr'] }, undefined, /^--drop "Atr" is no column of x\.csv \(did you mean Art\?\)/],
    ['a weight of words', { weight: 'Art' }, undefined, /^--weight "Art": weights are numbers, and it holds "Meise"/],
    ['a weight that is missing', { weight: 'Gewicht (g)' }, undefined, /missing in 1 row\.$/],
    ['an order', { split: 'Tag' }, undefined, /^--option split="Tag" is no column/],
    ['regression on words', { target: 'Art' }, 'regression', /^--target "Art": a regression needs numbers, and it holds words: "Meise"\.$/],
  ])('refuses %s', (_, options, task, message) => expect(() => see({ 'x.csv': birds }, options, task)).toThrow(message));
  it('refuses a target that is the same everywhere, and none that may yet change below the first MiB', () => {
    expect(() => see({ 'x.csv': 'a,y\n1,2\n2,2.0\n3,\n' }, { target: 'y' })).toThrow('--target "y": it is "2" in every row that has one, so that nothing can be learnt of it.');
    const long = `a,y\n${'1.5,2\n'.repeat(200_000)}`;
    expect(see({ 'x.csv': long }, { target: 'y' }).notes[0]).toMatch(/The first MiB was looked at/);
  });
  it('refuses classes without end', () => expect(() => see({ 'x.csv': `a,y\n${Array.from({ length: 102 }, (_, i) => `1,${i}.5`).join('\n')}\n` }, { target: 'y' }, 'classification')).toThrow(/more than 100 different values/));
  it('takes numbers of any spelling', () => {
    for (const cell of ['1.234,5', '−3', '<0,05', 'NA', '1e-3']) expect(see({ 'x.csv': `a;y\n1;2,5\n2;${cell}\n3;7,25\n` }, { target: 'y' }, 'regression').preview?.columns[1]?.kind).toBe('numbers');
  });
  it('takes a name without its unit', () => expect(see({ 'x.csv': birds }, { target: 'Gewicht', drop: ['Art'] }, 'regression').preview?.rows).toBe(3));
  it('takes what an option makes of it', () => expect(see({ 'x.csv': 'a,y\n1,2\n2,bad\n3,4\n' }, { target: 'y', missing: ['bad'] }, 'regression').preview?.columns[1]?.missing).toBe(1));
  it('is one with others of the same columns, whatever their order', () => {
    expect(see({ 'x.csv': 'a,y\n1,2\n3,4\n', 'z.csv': 'y;a\n2,5;1\n3,5;5\n' }, { target: 'y' }).preview?.rows).toBe(4);
    expect(see({ 'x.csv': 'a,y\n1,2\n3,4\n', 'z.csv': 'b,y\n1,2\n3,4\n' }).notes).toEqual(['The 2 files do not have the same columns; not checked further: `make data` decides.']);
  });
});

describe('what is not sure', () => {
  const ragged = 'a,y\n1,2\n3\n4,5,6\n7,8\n';
  it('is left to make data, and a word that stands nowhere is refused all the same', () => {
    expect(see({ 'x.csv': ragged }, { target: 'y' }).notes).toEqual(['x.csv: its columns are not checked yet, for line 3 has 1 cell where others have 2; `make data` decides.']);
    expect(() => see({ 'x.csv': ragged }, { target: 'why' })).toThrow(/--target "why": no column of x\.csv, for the word stands nowhere in the first MiB\./);
  });
  it('names the option for a comma that can be two things', () => expect(see({ 'x.csv': 'a;y\n1;1,234\n2;2,345\n' }, { target: 'y' }, 'regression').notes[1]).toBe("Column \"y\": '1,234' does not say whether it has a decimal or a thousands sign: --option decimal=, or decimal=. says it."));
});

describe('what is not looked into', () => {
  it.each([
    ['a typed file', { 'x.parquet': 'PAR1' }, 'parquet', 'x.parquet: not checked yet, for this program looks into local tables of text alone; `make data` lists the columns.'],
    ['a spreadsheet', { 'x.xlsx': 'PK' }, 'table', 'x.xlsx: not checked yet, for spreadsheets and compressed tables are opened by `make data` alone; `make data` lists the columns.'],
    ['a compressed table', { 'x.csv.gz': '\u001f\u008b' }, 'table', 'x.csv.gz: not checked yet, for spreadsheets and compressed tables are opened by `make data` alone; `make data` lists the columns.'],
    ['folders that are columns', { 'year=2020/x.csv': 'a,y\n1,2\n' }, 'table', 'year=2020/x.csv: not checked yet, for names of folders become columns; `make data` lists the columns.'],
  ])('%s', (_, files, recipe, note) => expect(see(files as Readonly<Record<string, string>>, { target: 'year' }, 'regression', recipe)).toEqual({ preview: null, notes: [note] }));
  it('and a dataset of the catalogue needs no check', () => expect(previewed(recordOf({}), entry('cdms'), {})).toEqual({ preview: null, notes: [] }));
});
