import { expect, it } from '@jest/globals';
import { formatRecord } from '../../../core/archives/card.ts';
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

  plain.root         11 B  adler32:00000abc
  train/events.root  12 B  adler32:00000001
  test/events.root   13 B  adler32:deadbeef  (tape)

missing: licence, version

note: Mind the gap.
`);
});

it('shortens creators after five and files after ten', () => {
  const creator = (name: string) => ({ name, given: null, family: null, orcid: null, affiliation: null });
  const [file] = record.files;
  const card = formatRecord({
    ...record, creators: 'ABCDEFGH'.split('').map(creator), version: '2', isLatest: false, licence: { spdx: 'MIT', name: 'MIT License', url: null, source: 'cern record' },
    files: Array.from({ length: 13 }, (_, i) => ({ ...Object(file), path: `f${i}`, size: i === 0 ? null : 1000, checksum: null, selected: i < 2, unsafe: i === 1 })),
  });
  expect(card).toContain('creators      A; B; C; D; E and 3 more\n');
  expect(card).toContain('licence       MIT License, found in: cern record\n');
  expect(card).toContain('version       2, not the newest\n');
  expect(card).toContain('files         13 files, at least 12.0 kB; `make data` fetches 2 files, at least 1.0 kB\n');
  expect(card).toContain('  f1        1.0 kB  no checksum  (pickle: loading it may run code)\n');
  expect(card).toContain('  … and 3 more\n');
  expect(card).not.toContain('f10');
  expect(card).toContain('checksum of 13 files');
});

it('of an unresolved one says so', () => {
  const card = formatRecord(resolve('10.5281/zenodo.9', {}, { offline: true }).record);
  expect(card).toContain('status        unresolved: nothing was looked up\n');
  expect(card).not.toContain('none stated');
});

it('is coloured by the hand that prints it', () => expect(formatRecord(record, (style, text) => `<${style}>${text}`)).toMatch(/^<bold>Toy tracks\n/));
