// The datasets of the catalogue, recognised by DOI, by a listed file's checksum or address; their shipped records stand in where an archive gives none.
import { UserError } from '../errors.ts';
import type { DatasetEntry } from '../catalogue/catalogue.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import type { Draft } from './archive.ts';
import { sameDoi } from '../spec/identifiers.ts';

type Entries = readonly DatasetEntry[];

export const entryOfDoi = (doi: string | null, entries: Entries): DatasetEntry | null =>
  entries.find(({ dois, record }) => dois.some(own => sameDoi(own, doi)) || sameDoi(record?.doi ?? null, doi)) ?? null;

/** The catalogue is small and a list of files may be long: what is looked for is what the catalogue knows. */
function entryOfFiles({ files }: Draft, entries: Entries): DatasetEntry | null {
  const owners = new Map<string, number>();
  entries.forEach(({ checksums, record }, i) => {
    for (const mark of [...checksums.map(own => own.toLowerCase()), ...(record?.files ?? []).flatMap(({ urls }) => urls)]) if (!owners.has(mark)) owners.set(mark, i);
  });
  let first = entries.length;
  for (const { checksum, urls } of files) for (const mark of [checksum?.toLowerCase() ?? '', ...urls]) first = Math.min(first, owners.get(mark) ?? first);
  return entries[first] ?? null;
}

/** The record with its catalogue key. An address tells nothing but bytes: what the catalogue knows of the file there fills the gaps. */
export function recognised<T extends Draft>(record: T, entries: Entries): T & { readonly key: string | null } {
  const entry = entryOfDoi(record.doi, entries) ?? entryOfDoi(record.conceptDoi, entries) ?? entryOfFiles(record, entries);
  if (entry === null) return { ...record, key: null };
  const known = entry.record?.files ?? [];
  const files = record.files.map(file => {
    const twin = known.find(({ urls, size }) => (size === null || file.size === null || size === file.size) && urls.some(url => file.urls.includes(url)));
    return file.checksum !== null || twin === undefined ? file : { ...file, size: file.size ?? twin.size, checksum: twin.checksum };
  });
  const named = record.archive !== 'address' || entry.record === null ? record : {
    ...record, creators: entry.record.creators, licence: entry.record.licence, description: entry.record.description, keywords: entry.record.keywords,
  };
  return { ...named, key: entry.key, files };
}

/** The shipped record of a key. */
export function snapshotOf(key: string, requested: string, entries: Entries): DatasetRecord {
  const entry = entries.find(own => own.key === key);
  if (entry?.record == null) throw new UserError(`"${key}" is a format, not one dataset`, `Give the data as --dataset <doi, url or path>, and --recipe ${key}.`);
  return { ...entry.record, requested, key };
}

/** The shipped record for a DOI of the catalogue, under the DOI that was asked for; null if there is none, or none with files. */
export function snapshotOfDoi(doi: string, requested: string, entries: Entries): DatasetRecord | null {
  const entry = entryOfDoi(doi, entries);
  if (entry?.record == null || entry.record.files.length === 0) return null;
  return { ...entry.record, requested, key: entry.key, doi: entry.record.doi ?? doi };
}
