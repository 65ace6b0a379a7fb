// What an archive says of a dataset now against what the manifest says: the record to keep, and the difference in words for people and machines.
import type { Gone } from '../archives/gone.ts';
import type { DatasetFile, DatasetRecord } from '../spec/dataset.ts';
import { sameDoi } from '../spec/identifiers.ts';

/** What came of looking a dataset up again. */
export type Again =
  | { readonly kind: 'found'; readonly record: DatasetRecord; readonly newer: Release | null; readonly chosen: boolean } // chosen: --files says anew which are fetched
  | { readonly kind: 'gone'; readonly gone: Gone }
  | { readonly kind: 'left' }; // a folder of another computer

export interface Release {
  readonly doi: string | null;
  readonly version: string | null;
}

export interface Pair<T> {
  readonly from: T;
  readonly to: T;
}

export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'withdrawn' | 'changed' | 'selection' | 'address';
  readonly selected: boolean;
  readonly size: Pair<number | null> | null; // null: the same
  readonly checksum: Pair<string | null> | null;
  readonly availability: Pair<string | null> | null;
}

export interface Difference {
  readonly requested: string;
  readonly before: string;
  readonly title: string;
  readonly kind: 'unchanged' | 'changed' | 'version' | 'resolved' | 'withdrawn' | 'left';
  readonly changed: boolean;
  readonly version: Pair<Release> | null;
  readonly newer: Release | null;
  readonly withdrawn: Gone | null;
  readonly metadata: readonly ({ readonly field: string } & Pair<unknown>)[];
  readonly files: readonly FileDifference[];
}

export interface Compared {
  readonly record: DatasetRecord; // what the manifest shall say
  readonly difference: Difference;
}

/** `notes`, `citation`, `sources` and `resolvedAt` follow from the others, or from the moment: alone they are no change. */
const fields = ['key', 'status', 'archive', 'conceptDoi', 'title', 'description', 'creators', 'licence', 'isLatest', 'publisher', 'publicationDate', 'keywords', 'recordUrl', 'access', 'variables'] as const;
const releaseOf = ({ doi, version }: DatasetRecord): Release => ({ doi, version });
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const pair = <T>(from: T, to: T): Pair<T> | null => (same(from, to) ? null : { from, to });

/** `moment`: when this run looked things up; a record that is older came with the program, and its archive was not asked. */
export function compareDataset(old: DatasetRecord, again: Again, moment: string): Compared {
  const plain = { requested: old.requested, before: old.requested, title: old.title, version: null, newer: null, withdrawn: null, metadata: [], files: [] };
  if (again.kind === 'left') return { record: old, difference: { ...plain, kind: 'left', changed: false } };
  if (again.kind === 'gone') {
    const record = withdrawn(old, again.gone);
    const files = filesBetween(old.files, record.files);
    return { record, difference: { ...plain, kind: 'withdrawn', changed: !same(old, record), withdrawn: again.gone, files } };
  }
  const record = kept(old, again.record, again.chosen, again.record.resolvedAt === moment);
  const version = pair(releaseOf(old), releaseOf(record));
  const back = old.notes.some(isWithdrawal);
  const metadata = [...fields, ...(back ? ['notes' as const] : [])].flatMap((field) => (same(old[field], record[field]) ? [] : [{ field, from: old[field], to: record[field] }]));
  const files = filesBetween(old.files, record.files);
  const changed = version !== null || metadata.length > 0 || files.length > 0 || record.requested !== old.requested;
  const kind = !changed ? 'unchanged' : old.status === 'unresolved' ? 'resolved' : sameRelease(old, record) ? 'changed' : 'version';
  return {
    record: changed ? record : old,
    difference: { ...plain, requested: record.requested, title: record.title, kind, changed, version, newer: again.newer, metadata, files },
  };
}

/** The same version: what is missing in it now was taken away. */
const sameRelease = (a: DatasetRecord, b: DatasetRecord): boolean => (a.doi === null && b.doi === null ? a.requested === b.requested : sameDoi(a.doi, b.doi));

/** The new record with the old selection: by path, unless it is chosen anew. What vanished from a version that still exists stays known. */
function kept(old: DatasetRecord, found: DatasetRecord, chosen: boolean, asked: boolean): DatasetRecord {
  const before = new Map(old.files.map((file) => [file.path, file]));
  const files = found.files.map((file) => ({ ...file, selected: chosen ? file.selected : (before.get(file.path)?.selected ?? file.selected) }));
  const listed = new Set(files.map(({ path }) => path));
  const vanished = asked && found.archive !== 'local' && sameRelease(old, found) ? old.files.filter(({ path }) => !listed.has(path)) : [];
  if (vanished.length === 0) return { ...found, files };
  // Of a list that cannot be read any more nothing follows.
  const availability = found.files.length > 0 ? 'withdrawn' : found.access !== null ? 'restricted' : 'unknown';
  return { ...found, status: 'resolved', files: [...files, ...vanished.map((file): DatasetFile => ({ ...file, availability }))] };
}

const isWithdrawal = (note: string): boolean => note.startsWith('The archive no longer has this record');

export const withdrawalNote = ({ status, date, reason }: Gone): string =>
  `The archive no longer has this record (status ${status}${date === null ? '' : `, removed on ${date}`}${reason === null ? '' : `; reason: ${reason}`}). What is said of it here was read before.`;

/** What is known stays, and says that it can no longer be had. */
function withdrawn(old: DatasetRecord, gone: Gone): DatasetRecord {
  const notes = [...old.notes.filter((note) => !isWithdrawal(note)), withdrawalNote(gone)];
  return { ...old, notes, files: old.files.map((file): DatasetFile => ({ ...file, availability: 'withdrawn' })) };
}

function filesBetween(old: readonly DatasetFile[], now: readonly DatasetFile[]): readonly FileDifference[] {
  const before = new Map(old.map((file) => [file.path, file]));
  const after = new Set(now.map(({ path }) => path));
  return [
    ...now.flatMap((file) => fileBetween(before.get(file.path), file)),
    ...old.filter(({ path }) => !after.has(path)).map(({ path, size, checksum }): FileDifference =>
      ({ path, change: 'removed', selected: false, size: pair(size, null), checksum: pair(checksum, null), availability: null })),
  ];
}

function fileBetween(old: DatasetFile | undefined, file: DatasetFile): readonly FileDifference[] {
  const { path, selected } = file;
  if (old === undefined) return [{ path, change: 'added', selected, size: pair(null, file.size), checksum: pair(null, file.checksum), availability: pair(null, file.availability) }];
  const [size, checksum, availability] = [pair(old.size, file.size), pair(old.checksum, file.checksum), pair<string | null>(old.availability, file.availability)];
  const content = size !== null || checksum !== null || availability !== null;
  const change = availability !== null && file.availability === 'withdrawn' ? 'withdrawn' : content ? 'changed' : old.selected !== selected ? 'selection' : same(old.urls, file.urls) ? null : 'address';
  return change === null ? [] : [{ path, change, selected, size, checksum, availability }];
}

/** Files whose bytes `make data` must fetch or check anew: theirs is no entry of the lock any more. `records` are the new ones. */
export const unlocked = (differences: readonly Difference[], records: readonly DatasetRecord[]): readonly string[] =>
  differences.flatMap(({ files }, index) => {
    const unsure = new Set(uncheckable(files, records[index]));
    return files.filter(({ path, change, size, checksum }) => change === 'removed' || (change === 'changed' && (size !== null || checksum !== null)) || unsure.has(path)).map(({ path }) => path);
  });

/** Files with a new address and no checksum: whether they are the same cannot be told. */
export function uncheckable(files: readonly FileDifference[], record: DatasetRecord | undefined): readonly string[] {
  const unchecked = new Set(record?.files.filter(({ checksum, selected }) => selected && checksum === null).map(({ path }) => path));
  return files.filter(({ path, change }) => change === 'address' && unchecked.has(path)).map(({ path }) => path);
}

/** Are there data that their archive no longer gives? */
export const isWithdrawn = (record: DatasetRecord): boolean => record.notes.some(isWithdrawal) || record.files.some(({ selected, availability }) => selected && availability === 'withdrawn');
