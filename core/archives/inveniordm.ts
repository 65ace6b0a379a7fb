// InvenioRDM, the software of Zenodo and of many institutions: how a record is asked for, at a host we know or one that looks like it.
import { UserError } from '../errors.ts';
import { ask, jsonOrNull, readJson, refused, sourceOf } from './answers.ts';
import { NoRecord, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { at, isPresent, rows, values, word } from './json.ts';
import { accessOf, draftOf, filesOf, versionNotes, type Site } from './rdm-record.ts';
import { dateOrNull, lineOrNull } from './text.ts';

const NATIVE = 'application/vnd.inveniordm.v1+json';

function refuse(answer: Answer, { title }: Site, id: string): Error {
  const who = `${title} record ${id}`;
  if (answer.status === 404) return new NoRecord(`${title} has no record ${id}`, 'Check the name of the record; --dataset takes the DOI, too.');
  if (answer.status === 403) return new UserError(`${who} is not public: ${answer.url}`, 'Ask its owners for access, download the files by hand and give their folder as --dataset.');
  return answer.status === 410 ? removed(answer, who) : refused(answer, title);
}

function removed(answer: Answer, who: string): UserError {
  const tombstone = at(jsonOrNull(answer), 'tombstone'); // a bare 410 says enough
  const [day, why] = [dateOrNull(word(at(tombstone, 'removal_date'))), lineOrNull(word(at(tombstone, 'removal_reason', 'id')))];
  const citation = lineOrNull(word(at(tombstone, 'citation_text')));
  const said = [citation, why === null ? null : `reason: ${why}`].filter(isPresent).join('; ');
  return new UserError(`${who} was removed${day === null ? '' : ` on ${day}`}; its tombstone says: ${said || 'nothing more'}`, 'Choose another version of it, or another dataset.');
}

/** A record of InvenioRDM, and not of another program that has pages like its. */
const isRecord = (answer: Answer): boolean => {
  const json = answer.status === 200 ? jsonOrNull(answer) : null;
  return word(at(json, 'id')) !== null && at(json, 'metadata') !== undefined && (word(at(json, 'links', 'self')) ?? '').includes('/api/records/');
};

/** Its own JSON (all licences, an explicit access level), or the default one where that is not served. */
function* asked(url: string): Asking<Answer> {
  const native = yield* ask({ url, accept: NATIVE });
  return native.status === 406 ? yield* ask({ url, accept: 'application/json' }) : native;
}

/** What was told, without the text it was told in: a record may list 100 000 files. Null where another program answers. */
function* recordOf(host: string, id: string, site: Site, listed: boolean): Asking<{ readonly json: unknown; readonly source: Draft['sources'][number] } | null> {
  const answer = yield* asked(`https://${host}/api/records/${id}`);
  if (!listed && !isRecord(answer)) return null;
  if (answer.status !== 200) throw refuse(answer, site, id);
  return { json: readJson(answer, site.title), source: sourceOf(answer) };
}

/** A DOI whose record is not named in it, nor in the address it leads to. */
function* searched({ host, doi }: Place, { title }: Site): Asking<string> {
  const either = ['pids', 'parent.pids'].map(field => `${field}.doi.identifier:"${doi ?? ''}"`).join(' OR ');
  const answer = doi === null ? null : yield* ask({ url: `https://${host}/api/records?size=1&q=${encodeURIComponent(either)}` });
  const id = answer === null ? null : word(at(readJson(answer, title), 'hits', 'hits', 0, 'id'));
  if (id === null) throw new UserError(`${doi ?? host} leads to ${title}, but to no record there`, `Give the address of the record: https://${host}/records/<record>`);
  return id;
}

/** The list of files, where the record itself has none. */
function* listing(json: unknown, url: string, title: string): Asking<Answer | null> {
  if ([...rows(at(json, 'files')), ...values(at(json, 'files', 'entries'))].length > 0 || at(json, 'files', 'enabled') === false) return null;
  const answer = yield* ask({ url });
  if (![200, 403, 404].includes(answer.status)) throw refused(answer, title);
  return answer.status === 200 ? answer : null;
}

/** `listed`: a host that is known to run InvenioRDM; elsewhere null means that it does not. */
export function* readRecord(place: Place, site: Site, listed: boolean): Asking<Draft | null> {
  const { host, doi } = place;
  const id = place.id ?? (yield* searched(place, site));
  const told = yield* recordOf(host, id, site, listed);
  if (told === null) return null;
  const { json, source } = told;
  const own = word(at(json, 'id')) ?? id;
  const recordUrl = `https://${host}/records/${own}`;
  const access = accessOf(json, recordUrl);
  const list = yield* listing(json, `https://${host}/api/records/${own}/files`, site.title);
  const files = filesOf(list === null ? json : readJson(list, site.title), { host, id: own, open: access === null });
  const draft = draftOf(json, site, { files, access, sources: [source, ...(list === null ? [] : [sourceOf(list)])], recordUrl });
  return { ...draft, notes: [...versionNotes(draft, doi, id === own), ...draft.notes] };
}

// Its own records are named like abcde-12x45; those of the archives that came to it from elsewhere, by numbers or 32 hexadecimal digits.
const PAGE = /^\/(?:api\/)?records\/(\d+|[a-z0-9]{5}-[a-z0-9]{5}|[0-9a-f]{32})(?=\/|$)/;
const DOI = /^\/10\.[\d.]+\/(?:.*[./])?([a-z0-9]{5}-[a-z0-9]{5}|[0-9a-f]{32})$/i;

const hosts = ['data.caltech.edu', 'authors.library.caltech.edu', 'repository.tugraz.at', 'fdat.uni-tuebingen.de', 'inveniordm.web.cern.ch', 'repository.cern', 'b2share.eudat.eu'];

/** Everywhere but at Zenodo, which has a reader of its own. */
export const inveniordm: ArchiveReader = {
  name: 'inveniordm', hosts, clients: ['tind.cal', 'caltech.library'], prefixes: ['10.22002'],
  recordId: page => (page.hostname === 'doi.org' ? DOI.exec(page.pathname)?.[1]?.toLowerCase() : PAGE.exec(page.pathname)?.[1]) ?? null,
  looksLike: page => PAGE.exec(page.pathname)?.[0] === page.pathname.replace(/\/$/, ''),
  read: place => readRecord(place, { archive: 'inveniordm', title: place.host, source: `${place.host} record` }, hosts.includes(place.host)),
};
