import { describe, expect, it } from '@jest/globals';
import { formatRecord } from '../../../core/archives/card.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import { fixture, handle, resolve, status } from './answering.ts';

const { record } = resolve('10.7483/OPENDATA.TEST.ABCD', {
  ...handle('10.7483/OPENDATA.TEST.ABCD', 'http://opendata.cern.ch/record/77'), 'https://api.datacite.org/dois/10.7483/OPENDATA.TEST.ABCD': status(404), 'https://opendata.cern.ch/api/records/77': fixture('cern.json'),
});

it('says what there is, what is missing, and what to know', () => {
  expect(formatRecord({ ...record, notes: ['Mind the gap.'], citation: null })).toBe(`Toy tracks

DOI           10.7483/OPENDATA.TEST.ABCD
creators      Toy collaboration
published     2020, CERN Open Data Portal
licence       none stated
page          https://opendata.cern.ch/record/77
variables     1 described
files         3 files, 36 B
available     2 online, 1 on tape

  plain.root         11 B  adler32:00000abc
  train/events.root  12 B  adler32:00000001
  test/events.root   13 B  adler32:deadbeef  (on tape)

missing: licence, version

note: Mind the gap.
`);
});

it('shortens creators after five and files after ten', () => {
  const creator = (name: string) => ({ name, given: null, family: null, orcid: null, affiliation: null });
  const [file] = record.files;
  const card = formatRecord({
    ...record, creators: 'ABCDEFGH'.split('').map(creator), version: '2', isLatest: false, licence: { spdx: 'MIT', name: 'MIT License', url: null, source: 'cern record' },
    files: Array.from({ length: 13 }, (_, i) => ({ ...Object(file), path: `f${i}${i > 9 ? '.csv' : ''}`, size: i === 0 ? null : 1000, checksum: null, selected: i < 2, unsafe: i === 1 })),
  });
  expect(card).toContain('creators      A; B; C; D; E and 3 more\n');
  expect(card).toContain('licence       MIT License, found in: cern record\n');
  expect(card).toContain('version       2, not the newest\n');
  expect(card).toContain('files         13 files, at least 12.0 kB; `make data` fetches 2 files, at least\n              1.0 kB\n');
  expect(card).toContain('  f1        1.0 kB  no checksum  (pickle: loading it may run code)\n');
  expect(card).toContain('  … and 3 more: 3 .csv\n');
  expect(card).not.toContain('f10');
  expect(card).toContain('checksum of 13 files');
});

it('of an unresolved one says so', () => {
  const card = formatRecord(resolve('10.5281/zenodo.9', {}, { offline: true }).record);
  expect(card).toContain('status        unresolved: nothing was looked up\n');
  expect(card).not.toContain('none stated');
});

it('is coloured by the hand that prints it', () => expect(formatRecord(record, (style, text) => `<${style}>${text}`)).toMatch(/^<bold>Toy tracks\n/));

describe('at 80 columns', () => {
  const [file] = record.files;
  const files = (paths: readonly string[], more: Partial<DatasetRecord['files'][number]> = {}): DatasetRecord['files'] => paths.map(path => ({ ...Object(file), path, ...more }));
  const lines = (card: string): readonly string[] => card.split('\n');

  it('words are wrapped, addresses stay whole, ORCIDs are shown', () => {
    const creators = [{ name: 'Swing, Ada', given: 'Ada', family: 'Swing', orcid: '0000-0002-1825-0097', affiliation: null }];
    const card = formatRecord({ ...record, title: 'On swings '.repeat(20).trim(), creators, notes: [`${'word '.repeat(30)}https://example.org/${'a'.repeat(90)}`] });
    expect(card).toContain('creators      Swing, Ada (0000-0002-1825-0097)\n');
    expect(lines(card).filter(line => line.length > 80)).toEqual([`      https://example.org/${'a'.repeat(90)}`]);
    expect(lines(card)[1]).toMatch(/^On swings/);
  });

  it('files fit: the middle of a long path and the end of a long checksum give way', () => {
    const card = formatRecord({ ...record, notes: [], files: files([`${'folder/'.repeat(12)}events.root`, 'b.root'], { checksum: `sha256:${'ab'.repeat(32)}`, availability: 'restricted' }) });
    expect(lines(card).every(line => line.length <= 80)).toBe(true);
    expect(card).toMatch(/^ {2}(?:folder\/)+f?o?l?d?e?r?…[a-z/]*\/events\.root {2}11 B {2}sha256:/m);
    expect(card).toMatch(/b\.root +11 B {2}sha256:abab[ab]*… {2}\(restricted\)/);
  });

  it('a long list is short: what is fetched first, and the endings of the rest', () => {
    const many = [...files(Array.from({ length: 90 }, (_, i) => `a${i}.h5`), { selected: false }), ...files(['z.root', 'y.csv.gz', 'x.txt', 'w'], { selected: false }), ...files(['chosen.h5'])];
    const card = formatRecord({ ...record, notes: [], files: many });
    expect(card).toMatch(/\n {2}chosen\.h5 .*\n {2}a0\.h5 .*not selected/);
    expect(card).toContain('  … and 85 more: 81 .h5, 1 .root, 1 .csv.gz …\n');
    expect(lines(formatRecord({ ...record, notes: [], files: files(Array.from({ length: 11 }, (_, i) => `a${i}.h5`)) })).filter(line => line.startsWith('  a'))).toHaveLength(11);
  });
});
