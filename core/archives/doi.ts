// A DOI: the Handle System says where it leads, DataCite what it is, the archive which files it has; other agencies register papers.
import { UserError } from '../errors.ts';
import { encodeDoi } from '../spec/identifiers.ts';
import { ask, askBoth, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, NoRecord, type Answer, type ArchiveReader, type Asking, type Draft } from './archive.ts';
import { dataciteRequest, fillGaps, readDatacite, type DataciteCard } from './datacite.ts';
import { at, rows, word } from './json.ts';
import { oneLine } from './text.ts';

export function* resolveDoi(doi: string, archives: readonly ArchiveReader[]): Asking<Draft> {
  const [handle, metadata] = yield* askBoth({ url: `https://doi.org/api/handles/${encodeDoi(doi)}` }, dataciteRequest(doi));
  const landing = landingOf(handle, doi);
  const card = readDatacite(metadata);
  const page = asUrl(landing ?? card?.landing ?? null);
  const found = yield* unlessMissing(readKnown(archives, page, card, doi));
  if (found instanceof NoRecord && card === null) throw found;
  const draft = found instanceof NoRecord ? null : found ?? (page === null ? null : yield* readLike(archives, page, doi));
  if (draft !== null) return fillGaps(draft, card?.draft ?? emptyDraft);
  if (card === null) return yield* otherAgency(doi, page);
  const rest = outside(doi, page, card);
  return found instanceof NoRecord ? { ...rest, notes: [`${found.message}, though the DOI is registered: the archive may list it later.`, ...rest.notes] } : rest;
}

/** What the reading gives, or the refusal of an archive that has no such record. */
function* unlessMissing(reading: Asking<Draft | null>): Asking<Draft | NoRecord | null> {
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

/** A repository that no reader of ours knows: metadata, and no list of files. */
function outside(doi: string, page: URL | null, card: DataciteCard): Draft {
  if (card.paper !== null) throw paper(doi, card.draft.title);
  return { ...card.draft, doi: card.draft.doi ?? doi, title: card.draft.title || doi, recordUrl: page?.href ?? null, notes: [noList(page?.hostname ?? 'its repository')] };
}

const noList = (host: string): string =>
  `The list of files of ${host} cannot be read: download them by hand and give their folder as --dataset.`;

const paper = (doi: string, title: string): UserError =>
  new UserError(`${doi} is a paper ("${title}"), not a dataset`, 'Give the DOI of the data: the paper names it under "Data availability", or among its references.');

const WORKS_WITH_DATA = ['dataset', 'database', 'component', 'other'];

/** DataCite does not know the DOI. Crossref registers papers, and some data; of the others only the name is known. */
function* otherAgency(doi: string, page: URL | null): Asking<Draft> {
  const answer = yield* ask({ url: `https://doi.org/ra/${encodeDoi(doi)}` });
  const [row] = rows(readJson(answer, 'doi.org'));
  const agency = word(at(row, 'RA'));
  if (agency === null) throw unknown(doi);
  const work = agency === 'Crossref' ? yield* ask({ url: `https://api.crossref.org/works/${encodeDoi(doi)}` }) : null;
  if (work !== null && work.status !== 200 && work.status !== 404) throw refused(work, 'Crossref');
  const message = work?.status === 200 ? at(readJson(work, 'Crossref'), 'message') : undefined;
  const title = oneLine(word(at(message, 'title', 0)) ?? '');
  if (message !== undefined && !WORKS_WITH_DATA.includes(word(at(message, 'type')) ?? '')) throw paper(doi, title);
  return {
    ...emptyDraft, doi, title: title || doi, publisher: word(at(message, 'publisher')), recordUrl: page?.href ?? null,
    notes: [`${doi} is registered with ${agency}, not with DataCite: little is known of it.`, noList(page?.hostname ?? 'its repository')],
    sources: work?.status === 200 ? [sourceOf(work)] : [],
  };
}
