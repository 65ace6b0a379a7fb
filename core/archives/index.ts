// From a reference to a record, without touching the network: which archive is asked, and what is made of its answers.
import type { DatasetEntry } from '../catalogue/catalogue.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { doiUrl } from '../spec/identifiers.ts';
import { ask } from './answers.ts';
import { resolveAddress } from './address.ts';
import { emptyDraft, type ArchiveReader, type Asking, type Context, type Draft, type Reference, type Resolution } from './archive.ts';
import { cern } from './cern.ts';
import { citationOf } from './creators.ts';
import { dataciteRequest, fillGaps, readDatacite } from './datacite.ts';
import { resolveDoi } from './doi.ts';
import { entryOfDoi, recognised, snapshotOf, snapshotOfDoi } from './known.ts';
import { checksumNotes } from './files.ts';
import { licenceNotes } from './licence.ts';
import { zenodo } from './zenodo.ts';

export { parseReference } from './reference.ts';
export type { Answer, Context, Reference, Request, Resolution } from './archive.ts';

/** Every archive whose files can be listed. A new one is a file beside these and a line here. */
export const archives: readonly ArchiveReader[] = [
  zenodo,
  cern,
];

export function* resolveReference(reference: Reference, context: Context): Resolution {
  const { datasets } = context.catalogue;
  const { requested } = reference;
  if (reference.kind === 'path') throw new Error('local paths are read by generators/_shell/local.ts');
  if (reference.kind === 'key') return snapshotOf(reference.key, requested, datasets);
  const doi = reference.kind === 'doi' ? reference.doi : doiOfPage(reference.url);
  const snapshot = doi === null ? null : snapshotOfDoi(doi, requested, datasets);
  if (context.offline) return snapshot ?? unresolved(reference, doi, datasets);
  const draft = reference.kind === 'doi' ? yield* resolveDoi(reference.doi, archives) : yield* resolveUrl(reference.url);
  const record = complete(recognised(draft, datasets), requested, context.resolvedAt);
  return record.files.length === 0 && snapshot !== null ? snapshot : record; // Kaggle: known to us, closed to a program
}

function archiveOf(page: URL): { readonly archive: ArchiveReader; readonly id: string } | null {
  const archive = archives.find(({ hosts }) => hosts.includes(page.hostname));
  const id = archive?.recordId(page) ?? null;
  return archive === undefined || id === null ? null : { archive, id };
}

/** The DOI that an archive's page has by the archive's own rule: Zenodo's number stands in it. */
function doiOfPage(url: string): string | null {
  const found = archiveOf(new URL(url));
  return found?.archive.name === 'zenodo' ? `10.5281/zenodo.${found.id}` : null;
}

/** A record's page at an archive we know, or the file itself. */
function* resolveUrl(url: string): Asking<Draft> {
  const page = new URL(url);
  const found = archiveOf(page);
  if (found === null) return yield* resolveAddress(url);
  const draft = yield* found.archive.read({ host: page.hostname, id: found.id, doi: null });
  if (draft.doi === null) return draft;
  return fillGaps(draft, readDatacite(yield* ask(dataciteRequest(draft.doi)))?.draft ?? emptyDraft);
}

function complete(draft: Draft & { readonly key: string | null }, requested: string, resolvedAt: string): DatasetRecord {
  const address = draft.doi === null ? draft.recordUrl : doiUrl(draft.doi);
  return {
    ...draft, requested, title: draft.title || draft.doi || requested, citation: citationOf(draft, address),
    notes: [...draft.notes, ...licenceNotes(draft.licence), ...checksumNotes(draft.files)], resolvedAt,
  };
}

/** What can be said without a network: nothing but the name. */
function unresolved(reference: Reference, doi: string | null, entries: readonly DatasetEntry[]): DatasetRecord {
  const known = reference.kind === 'doi' ? doiUrl(reference.doi) : reference.requested;
  return {
    ...emptyDraft, requested: reference.requested, key: entryOfDoi(doi, entries)?.key ?? null, citation: null, resolvedAt: null, status: 'unresolved', doi, title: doi ?? reference.requested, recordUrl: known,
    notes: ['Not looked up (--offline): title, authors, licence and files are unknown. The same command without --offline finds them, once there is a network.'],
  };
}
