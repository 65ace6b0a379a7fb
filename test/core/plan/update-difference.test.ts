import { describe, expect, it } from '@jest/globals';
import type { Gone } from '../../../core/archives/gone.ts';
import { compareDataset, isWithdrawn, unlocked, type Again } from '../../../core/plan/update-difference.ts';
import type { DatasetFile, DatasetRecord } from '../../../core/spec/dataset.ts';
import { recordOf } from '../spec/records.ts';

const MOMENT = '2026-11-24T12:00:00.000Z';
const file = (path: string, over: Partial<DatasetFile> = {}): DatasetFile => ({ path, size: 10, checksum: `md5:${'a'.repeat(32)}`, urls: [`https://zenodo.org/1/${path}`], selected: true, availability: 'online', unsafe: false, ...over });
const old = recordOf({ doi: '10.5072/zenodo.1', conceptDoi: '10.5072/zenodo.0', version: '1.0', files: [file('a.csv'), file('b.csv', { selected: false })], resolvedAt: '2025-01-01T00:00:00.000Z', notes: ['Kept.'] });
const found = (over: Partial<DatasetRecord> = {}, more: Partial<Extract<Again, { kind: 'found' }>> = {}): Again => ({ kind: 'found', record: { ...old, resolvedAt: MOMENT, ...over }, newer: null, chosen: false, ...more });
const compare = (again: Again, before = old) => compareDataset(before, again, MOMENT);
const changes = (again: Again, before = old) => Object.fromEntries(compare(again, before).difference.files.map(({ path, change }) => [path, change]));

describe('nothing changed', () => {
  it.each<[string, Partial<DatasetRecord>]>([
    ['the moment', {}], ['what was read', { sources: [{ url: 'https://zenodo.org/1', sha256: 'f'.repeat(64) }] }], ['the words of the program', { notes: ['Other words.'], citation: 'Other words.' }],
  ])('when only %s did: the old record stays as it is', (_, over) => {
    const { record, difference } = compare(found(over));
    expect(record).toBe(old);
    expect(difference).toMatchObject({ kind: 'unchanged', changed: false, version: null, metadata: [], files: [] });
  });

  it('when the folder is on another computer', () => expect(compare({ kind: 'left' })).toMatchObject({ record: old, difference: { kind: 'left', changed: false } }));
});

describe('a dataset that changed', () => {
  it('has another version: old and new DOI', () => {
    const { difference, record } = compare(found({ doi: '10.5072/zenodo.2', version: '2.0', files: [file('a.csv', { urls: ['https://zenodo.org/2/a.csv'] }), file('c.csv')] }));
    expect(difference).toMatchObject({ kind: 'version', changed: true, version: { from: { doi: '10.5072/zenodo.1', version: '1.0' }, to: { doi: '10.5072/zenodo.2', version: '2.0' } } });
    expect(difference.files.map(({ path, change }) => [path, change])).toEqual([['a.csv', 'address'], ['c.csv', 'added'], ['b.csv', 'removed']]);
    expect(record.files.map(({ path }) => path)).toEqual(['a.csv', 'c.csv']);
    expect(unlocked([difference], [record])).toEqual(['b.csv']);
  });

  it.each<[keyof DatasetRecord, Partial<DatasetRecord>]>([
    ['title', { title: 'Another' }], ['licence', { licence: { spdx: 'MIT', name: 'MIT', url: null, source: 'x' } }], ['creators', { creators: [{ name: 'Doe, J', given: null, family: null, orcid: null, affiliation: null }] }], ['isLatest', { isLatest: false }],
  ])('has another %s: both values', (field, over) => {
    expect(compare(found(over)).difference).toMatchObject({ kind: 'changed', metadata: [{ field, from: old[field], to: over[field] }], files: [] });
  });

  it('has other bytes: both sizes, both checksums, and no entry in the lock', () => {
    const { difference, record } = compare(found({ files: [file('a.csv', { size: 11, checksum: null }), file('b.csv')] }));
    expect(difference.files).toEqual([{ path: 'a.csv', change: 'changed', selected: true, size: { from: 10, to: 11 }, checksum: { from: old.files[0]?.checksum, to: null }, availability: null }]);
    expect(unlocked([difference], [record])).toEqual(['a.csv']);
  });

  it.each<[string, string | null, string[]]>([['its entry stays', file('').checksum, []], ['without a checksum nobody knows', null, ['a.csv']]])('has an address that moved: %s', (_, checksum, loose) => {
    const before = { ...old, files: [file('a.csv', { checksum }), file('b.csv')] };
    const { difference, record } = compare(found({ files: [file('a.csv', { checksum, urls: ['https://x.org/a'] }), file('b.csv')] }), before);
    expect(difference.files).toMatchObject([{ path: 'a.csv', change: 'address' }]);
    expect(unlocked([difference], [record])).toEqual(loose);
  });

  it('keeps the selection by path; new files follow the rule, and --files chooses anew', () => {
    const files = [file('a.csv', { selected: false, size: 1 }), file('b.csv', { selected: true }), file('c.csv', { selected: false })];
    expect(compare(found({ files })).record.files.map(({ selected }) => selected)).toEqual([true, false, false]);
    expect(changes(found({ files: files.slice(0, 2).map((one) => ({ ...one, size: 10 })) }, { chosen: true }))).toEqual({ 'a.csv': 'selection', 'b.csv': 'selection' });
  });

  it('was made offline and is known now', () => {
    const unresolved = recordOf({ requested: old.requested, status: 'unresolved', doi: old.doi, title: '10.5072/zenodo.1' });
    expect(compare(found(), unresolved)).toMatchObject({ difference: { kind: 'resolved', changed: true, files: [{ change: 'added' }, { change: 'added' }] } });
  });
});

describe('what is gone', () => {
  const gone: Gone = { status: 410, date: '2024-01-01', reason: 'retracted', said: 'Zenodo record 1 was removed' };

  it('a record: what is known stays, once', () => {
    const { record, difference } = compare({ kind: 'gone', gone });
    expect(difference).toMatchObject({ kind: 'withdrawn', changed: true, withdrawn: gone, files: [{ change: 'withdrawn', availability: { from: 'online', to: 'withdrawn' } }, { change: 'withdrawn' }] });
    expect(record).toMatchObject({ title: old.title, status: 'resolved', files: [{ availability: 'withdrawn', selected: true, checksum: old.files[0]?.checksum }, { availability: 'withdrawn' }] });
    expect(record.notes).toEqual(['Kept.', expect.stringMatching(/410, removed on 2024-01-01; reason: retracted/)]);
    expect(isWithdrawn(record)).toBe(true);
    expect(unlocked([difference], [record])).toEqual([]);
    expect(compare({ kind: 'gone', gone }, record)).toMatchObject({ record, difference: { kind: 'withdrawn', changed: false } });
    const back = compare(found(), record);
    expect(back.difference).toMatchObject({ kind: 'changed', files: [{ availability: { from: 'withdrawn', to: 'online' } }, {}] });
    expect(isWithdrawn(back.record)).toBe(false);
  });

  it('a record without files', () => expect(compare({ kind: 'gone', gone }, { ...old, status: 'metadata-only', files: [] })).toMatchObject({ difference: { changed: true }, record: { files: [] } }));

  it('a file of the same version: kept as withdrawn', () => {
    const { record, difference } = compare(found({ files: [file('b.csv')] }));
    expect(difference.files).toMatchObject([{ path: 'a.csv', change: 'withdrawn', selected: true }]);
    expect(isWithdrawn(record)).toBe(true);
    expect(compare(found({ files: [file('b.csv')] }), record).difference).toMatchObject({ changed: false });
  });

  it.each<[string, Partial<DatasetRecord>, object]>([
    ['a list that is no longer given', { files: [], status: 'metadata-only' }, { status: 'resolved', files: [{ availability: 'unknown' }, {}] }],
    ['files that are closed now', { files: [], status: 'metadata-only', access: 'Restricted' }, { status: 'resolved', files: [{ availability: 'restricted' }, {}] }],
    ['a folder of this computer', { files: [file('b.csv')], archive: 'local' }, { files: [{ path: 'b.csv' }] }],
    ['a record that came with the program', { files: [file('b.csv')], resolvedAt: '2025-06-01T00:00:00.000Z' }, { files: [{ path: 'b.csv' }] }],
  ])('%s is not called withdrawn', (_, over, expected) => {
    const { record } = compare(found(over));
    expect(record).toMatchObject(expected);
    expect(isWithdrawn(record)).toBe(false);
  });
});
