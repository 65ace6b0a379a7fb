// From a reference to a record, without touching the network: which archive is asked, and what is made of its answers.
import type { DatasetEntry } from '../catalogue/catalogue.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { doiUrl, parseDoi } from '../spec/identifiers.ts';
import { ask } from './answers.ts';
import { resolveAddress } from './address.ts';
import { emptyDraft, NoRecord, type ArchiveReader, type Asking, type Context, type Draft, type Reference, type Resolution } from './archive.ts';
import { cern } from './cern.ts';
import { citationOf } from './creators.ts';
import { dataverse } from './dataverse.ts';
import { dataciteRequest, fillGaps, readDatacite } from './datacite.ts';
import { readPage, resolveDoi, unlessMissing } from './doi.ts';
import { dryad } from './dryad.ts';
import { figshare, fourtu } from './figshare.ts';
import { entryOfDoi, recognised, snapshotOf, snapshotOfDoi } from './known.ts';
import { checksumNotes, storable } from './files.ts';
import { admitted } from './gate.ts';
import { gwosc } from './gwosc.ts';
import { hepdata } from './hepdata.ts';
import { huggingface } from './huggingface.ts';
import { inveniordm } from './inveniordm.ts';
import { kaggle } from './kaggle.ts';
import { licenceNotes } from './licence.ts';
import { mendeley } from './mendeley.ts';
import { selecting } from './one-file.ts';
import { openml } from './openml.ts';
import { osf } from './osf.ts';
import { pangaea } from './pangaea.ts';
import { parseAs } from './reference.ts';
import { readWeb } from './web.ts';
import { zenodo } from './zenodo.ts';

export type { Answer, Context, Reference, Request, Resolution } from './archive.ts';

/** Every archive whose files can be listed. A new one is a file beside these and a line here. */
export const archives: readonly ArchiveReader[] = [
  zenodo,
  inveniordm,
  dataverse,
  figshare,
  fourtu,
  dryad,
  cern,
  osf,
  openml,
  kaggle,
  huggingface,
  mendeley,
  hepdata,
  pangaea,
  gwosc,
];

/** What the user typed, told apart by its form. */
export const parseReference = (text: string, catalogueKeys: readonly string[]): Reference => parseAs(text, catalogueKeys, archives.flatMap(({ hosts }) => hosts));

export function* resolveReference(reference: Reference, context: Context): Resolution {
  const { datasets } = context.catalogue;
  const { requested } = reference;
  if (reference.kind === 'path') throw new Error('local paths are read by generators/_shell/local.ts');
  if (reference.kind === 'key') return snapshotOf(reference.key, requested, datasets);
  const doi = reference.kind === 'doi' ? reference.doi : doiOfPage(reference.url);
  const snapshot = doi === null ? null : snapshotOfDoi(doi, requested, datasets);
  if (context.offline) return snapshot ?? unresolved(reference, doi, datasets);
  const draft = reference.kind === 'doi' ? yield* resolveDoi(reference.doi, archives, context.listed) : yield* resolveUrl(reference.url);
  const record = complete(recognised(admitted(withDois(draft)), datasets), requested, context.resolvedAt);
  const unchecked = record.files.every(({ checksum }) => checksum === null);
  return unchecked && snapshot !== null ? snapshot : record; // Kaggle: known to us with checksums, closed to a program
}

/** The DOI that an archive's page has by the archive's own rule: Zenodo's number stands in it. */
function doiOfPage(url: string): string | null {
  const page = new URL(url);
  const reader = archives.find(({ hosts }) => hosts.includes(page.hostname)) ?? archives.find(({ looksLike }) => looksLike?.(page) === true);
  const id = reader?.recordId(page) ?? null;
  return id === null ? null : reader?.doiOf?.(id, page.hostname) ?? null;
}

/** What an archive calls a DOI may be an address of one, or none at all. */
const withDois = (draft: Draft): Draft => ({ ...draft, doi: parseDoi(draft.doi ?? ''), conceptDoi: parseDoi(draft.conceptDoi ?? '') });

/** A record's page at an archive we know by name or by form, or the file itself. */
function* resolveUrl(url: string): Asking<Draft> {
  const found = yield* unlessMissing(readPage(new URL(url), archives));
  const page = found instanceof NoRecord ? yield* readWeb(new URL(url)) : found;
  if (page === null && found instanceof NoRecord) throw found;
  const named = page === null ? parseDoi(url) : null;
  if (named !== null) return yield* resolveDoi(named, archives);
  const draft = selecting(withDois(page ?? (yield* resolveAddress(url))), url);
  if (draft.doi === null) return draft;
  return fillGaps(draft, readDatacite(yield* ask(dataciteRequest(draft.doi)))?.draft ?? emptyDraft);
}

function complete(draft: Draft & { readonly key: string | null }, requested: string, resolvedAt: string): DatasetRecord {
  const address = draft.doi === null ? draft.recordUrl : doiUrl(draft.doi);
  const { files, notes } = storable(draft.files);
  return {
    ...draft, requested, files, status: files.length < draft.files.length && files.length === 0 ? 'metadata-only' : draft.status, title: draft.title || draft.doi || requested, citation: citationOf(draft, address),
    notes: [...draft.notes, ...notes, ...licenceNotes(draft.licence), ...checksumNotes(files)], resolvedAt,
  };
}

/** What can be said without a network: nothing but the name. */
function unresolved(reference: Reference, doi: string | null, entries: readonly DatasetEntry[]): DatasetRecord {
  const known = reference.kind === 'doi' ? doiUrl(reference.doi) : reference.requested;
  return {
    ...emptyDraft, requested: reference.requested, key: entryOfDoi(doi, entries)?.key ?? null, citation: null, resolvedAt: null, status: 'unresolved', doi, title: doi ?? reference.requested, recordUrl: known,
    notes: ['Not looked up (--offline): title, authors, licence and files are unknown. `create-fair-ai update --data` finds them, once there is a network.'],
  };
}
