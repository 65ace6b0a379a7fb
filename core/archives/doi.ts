// A DOI: the Handle System says where it leads, DataCite what it is, the archive which files it has, or else the landing page.
import { UserError } from '../errors.ts';
import { encodeDoi } from '../spec/identifiers.ts';
import { readOtherAgency } from './agency.ts';
import { askBoth, readJson } from './answers.ts';
import { emptyDraft, NoRecord, type Answer, type ArchiveReader, type Asking, type Draft } from './archive.ts';
import { dataciteRequest, fillGaps, readDatacite, type DataciteCard } from './datacite.ts';
import { at, rows, word } from './json.ts';
import { paper } from './papers.ts';
import { readWeb } from './web.ts';

/** `listed`: its files were listed before, so that a registered DOI without a record is no longer enough. */
export function* resolveDoi(doi: string, archives: readonly ArchiveReader[], listed = false): Asking<Draft> {
  const [handle, metadata] = yield* askBoth({ url: `https://doi.org/api/handles/${encodeDoi(doi)}` }, dataciteRequest(doi));
  const landing = landingOf(handle, doi);
  const card = readDatacite(metadata);
  const page = asUrl(landing ?? card?.landing ?? null);
  const found = yield* unlessMissing(readKnown(archives, page, card, doi));
  if (found instanceof NoRecord && (card === null || listed)) throw found;
  const draft = found instanceof NoRecord ? null : found ?? (page === null ? null : yield* readLike(archives, page, doi));
  if (draft !== null) return fillGaps(draft, card?.draft ?? emptyDraft);
  const rest = card === null ? yield* otherAgency(doi, page) : yield* outside(doi, page, card);
  return found instanceof NoRecord ? { ...rest, notes: [`${found.message}, though the DOI is registered: the archive may list it later.`, ...rest.notes] } : rest;
}

/** What the reading gives, or the refusal of an archive that has no such record. */
export function* unlessMissing(reading: Asking<Draft | null>): Asking<Draft | NoRecord | null> {
  try {
    return yield* reading;
  } catch (error) {
    if (error instanceof NoRecord) return error;
    throw error;
  }
}

/** A record's page, by its host or by its form; null if it is neither. */
export function* readPage(page: URL, archives: readonly ArchiveReader[]): Asking<Draft | null> {
  const known = archives.find(({ hosts }) => hosts.includes(page.hostname));
  const id = known?.recordId(page) ?? null;
  return known === undefined || id === null ? yield* readLike(archives, page, null) : yield* known.read({ host: page.hostname, id, doi: null });
}

/** By landing host, DataCite's client or the DOI's prefix. */
function* readKnown(archives: readonly ArchiveReader[], page: URL | null, card: DataciteCard | null, doi: string): Asking<Draft | null> {
  const archive = archiveFor(archives, page, card, doi);
  if (archive === null) return null;
  const known = page !== null && archive.hosts.includes(page.hostname);
  const host = known ? page.hostname : archive.hosts[0] ?? '';
  const id = (known ? archive.recordId(page) : null) ?? archive.recordId(new URL(encodeDoi(doi), 'https://doi.org/'));
  return yield* archive.read({ host, id, doi });
}

/** By the form of the page's address: the software is asked, and may turn out to be another. */
function* readLike(archives: readonly ArchiveReader[], page: URL, doi: string | null): Asking<Draft | null> {
  for (const archive of archives.filter(({ hosts, looksLike }) => looksLike?.(page) === true && !hosts.includes(page.hostname))) {
    const draft = yield* archive.read({ host: page.hostname, id: archive.recordId(page), doi });
    if (draft !== null) return draft;
  }
  return null;
}

/** The landing page; a DOI that nobody registered is refused. */
function landingOf(answer: Answer, doi: string): string | null {
  if (answer.status === 404) throw unknown(doi);
  if (answer.status === 500 && /"responseCode"\s*:\s*2\b/.test(answer.body)) throw unknown(doi); // the prefix has no home
  const json = readJson(answer, 'doi.org');
  if (at(json, 'responseCode') === 100) throw unknown(doi);
  const addresses = rows(at(json, 'values')).filter(row => at(row, 'type') === 'URL' && word(at(row, 'data', 'value')) !== null)
    .sort((a, b) => Number(at(a, 'index')) - Number(at(b, 'index')));
  return word(at(addresses[0], 'data', 'value'));
}

const unknown = (doi: string): UserError =>
  new UserError(`The DOI ${doi} does not exist`, 'Check it letter by letter at https://doi.org, or give the address of the record or a folder as --dataset.');

function asUrl(address: string | null): URL | null {
  return address !== null && URL.canParse(address) ? new URL(address) : null;
}

function archiveFor(archives: readonly ArchiveReader[], page: URL | null, card: DataciteCard | null, doi: string): ArchiveReader | null {
  const [prefix = ''] = doi.split('/');
  return archives.find(({ hosts }) => page !== null && hosts.includes(page.hostname))
    ?? archives.find(({ clients }) => card?.client != null && clients.includes(card.client.toLowerCase()))
    ?? archives.find(({ prefixes }) => prefixes.includes(prefix)) ?? null;
}

/** A repository that no reader of ours knows: what its landing page says of the files, or metadata only. */
function* outside(doi: string, page: URL | null, card: DataciteCard): Asking<Draft> {
  if (card.paper) throw paper(doi, card.draft.title, card.kind ?? '', card.related);
  const draft = { ...card.draft, doi: card.draft.doi ?? doi, title: card.draft.title || doi, recordUrl: page?.href ?? null };
  const notes = card.kind === null || card.kind === 'Dataset' ? [] : [`DataCite calls this DOI "${card.kind}", not a dataset.`];
  return yield* withPage({ ...draft, notes }, page);
}

/** DataCite does not know the DOI: another agency may, or nobody. */
function* otherAgency(doi: string, page: URL | null): Asking<Draft> {
  const known = yield* readOtherAgency(doi);
  if (known === null) throw unknown(doi);
  return yield* withPage({ ...known, recordUrl: page?.href ?? null }, page);
}

/** What a registry knows, and the files that the landing page lists; the registry's words win. */
function* withPage(draft: Draft, page: URL | null): Asking<Draft> {
  const web = page === null ? null : yield* readWeb(page);
  const whole = web === null ? draft : { ...fillGaps(draft, web), notes: [...draft.notes, ...web.notes], access: draft.access ?? web.access };
  if (web === null || web.files.length === 0) return { ...whole, notes: [...whole.notes, noList(page?.hostname ?? 'its repository')] };
  return { ...whole, status: web.status, archive: web.archive, files: web.files };
}

const noList = (host: string): string =>
  `The list of files of ${host} cannot be read: download them by hand and give their folder as --dataset.`;
