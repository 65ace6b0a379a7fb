// Zenodo: InvenioRDM's own JSON if it is served (all licences, an explicit access level), else the default JSON in its shapes since 2019.
import { UserError } from '../errors.ts';
import type { Creator, DatasetFile, Licence } from '../spec/dataset.ts';
import { encodeDoi, sameDoi } from '../spec/identifiers.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { checkedFiles, checkedPath, checksumOf, isUnsafe } from './files.ts';
import { at, count, flag, isPresent, rows, values, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const NATIVE = 'application/vnd.inveniordm.v1+json';

/** Quoted as Zenodo does it: a slash stays, and the content of a folder's file has an address like any other. */
const quoted = (key: string): string => encodeURIComponent(key).replace(/%(?:2F|21|24|26|2B|2C|3B|3D|3A|40)/g, decodeURIComponent);

function refuse(answer: Answer, id: string): Error {
  const who = `Zenodo record ${id}`;
  if (answer.status === 404) return new UserError(`Zenodo has no record ${id}`, 'Check the number; --dataset takes the DOI, too.');
  if (answer.status === 403) return new UserError(`${who} is not public: ${answer.url}`, 'Ask its owners for access, download the files by hand and give their folder as --dataset.');
  return answer.status === 410 ? removed(answer, who) : refused(answer, 'Zenodo');
}

function removed(answer: Answer, who: string): UserError {
  let tombstone: unknown;
  try {
    tombstone = at(JSON.parse(answer.body), 'tombstone');
  } catch {
    tombstone = undefined; // a bare 410 says enough
  }
  const [day, why] = [dateOrNull(word(at(tombstone, 'removal_date'))), lineOrNull(word(at(tombstone, 'removal_reason', 'id')))];
  const citation = lineOrNull(word(at(tombstone, 'citation_text')));
  const said = [citation, why === null ? null : `reason: ${why}`].filter(isPresent).join('; ');
  return new UserError(`${who} was removed${day === null ? '' : ` on ${day}`}; its tombstone says: ${said || 'nothing more'}`, 'Choose another version of it, or another dataset.');
}

function* read({ host, id, doi }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to Zenodo, but to no record there`, 'Give the address of the record: https://zenodo.org/records/<number>');
  const url = `https://${host}/api/records/${id}`;
  const native = yield* ask({ url, accept: NATIVE });
  const answer = native.status === 406 ? yield* ask({ url, accept: 'application/json' }) : native;
  if (answer.status !== 200) throw refuse(answer, id);
  const json = readJson(answer, 'Zenodo');
  const own = word(at(json, 'id')) ?? id;
  const access = accessOf(json, `https://${host}/records/${own}`);
  const inRecord = [...rows(at(json, 'files')), ...values(at(json, 'files', 'entries'))];
  const listing = inRecord.length === 0 && at(json, 'files', 'enabled') !== false ? yield* ask({ url: `https://${host}/api/records/${own}/files` }) : null;
  if (listing !== null && ![200, 403, 404].includes(listing.status)) throw refused(listing, 'Zenodo');
  const listed = listing?.status === 200 ? values(at(readJson(listing, 'Zenodo'), 'entries')) : inRecord;
  const who = `Zenodo record ${own}`;
  const files = checkedFiles(listed.map(file => fileOf(file, `https://${host}/api/records/${own}/files`, access === null, who)), who);
  const draft = draftOf(json, { files, access, sources: [answer, ...(listing?.status === 200 ? [listing] : [])].map(sourceOf), recordUrl: `https://${host}/records/${own}` });
  return { ...draft, notes: [...versionNotes(draft, doi, id === own), ...draft.notes] };
}

/** Why the files cannot simply be fetched, or null. */
function accessOf(json: unknown, page: string): string | null {
  const right = word(at(json, 'metadata', 'access_right')) ?? word(at(json, 'access', 'status')) ?? 'open';
  const until = dateOrNull(word(at(json, 'metadata', 'embargo_date')) ?? word(at(json, 'access', 'embargo', 'until')));
  const closed = word(at(json, 'access', 'files')) === 'restricted';
  if (right === 'embargoed' || at(json, 'access', 'embargo', 'active') === true) return `Embargoed${until === null ? '' : ` until ${until}`}: ${page}`;
  if (right === 'restricted' || right === 'closed' || closed) return `Restricted: the files are given on request, at ${page}`;
  return null;
}

function fileOf(file: unknown, base: string, open: boolean, who: string): DatasetFile {
  const key = at(file, 'key') ?? at(file, 'filename'); // some records of October 2023 have the second
  const raw = typeof key === 'string' ? key : '';
  const path = checkedPath(raw, who);
  return {
    path, size: count(at(file, 'size') ?? at(file, 'filesize')), checksum: checksumOf(word(at(file, 'checksum')), 'md5'),
    urls: [`${base}/${quoted(raw)}/content`], // links.self of old recordings is dead: the address is always built
    selected: true, availability: open ? 'online' : 'restricted', unsafe: isUnsafe(path),
  };
}

function creator(row: unknown): Creator | null {
  const person = at(row, 'person_or_org');
  const scheme = (name: string): unknown => rows(at(person, 'identifiers')).find(row => at(row, 'scheme') === name);
  if (person === undefined) return creatorOf({ name: word(at(row, 'name')), orcid: word(at(row, 'orcid')), affiliations: [word(at(row, 'affiliation'))] });
  return creatorOf({
    name: word(at(person, 'name')), given: word(at(person, 'given_name')), family: word(at(person, 'family_name')),
    orcid: word(at(scheme('orcid'), 'identifier')), collective: at(person, 'type') === 'organizational',
    affiliations: rows(at(row, 'affiliations')).map(place => word(at(place, 'name'))),
  });
}

/** The default JSON holds one licence, InvenioRDM's own all of them. */
function licencesOf(json: unknown): readonly Licence[] {
  const source = 'zenodo record';
  const rights = rows(at(json, 'metadata', 'rights')).map(row => licenceOf({
    id: word(at(row, 'id')), name: word(at(row, 'title', 'en')), url: word(at(row, 'props', 'url')) ?? word(at(row, 'link')),
  }, source));
  return [licenceOf({ id: word(at(json, 'metadata', 'license', 'id')) ?? word(at(json, 'metadata', 'license')) }, source), ...rights].filter(isPresent);
}

function draftOf(json: unknown, known: Pick<Draft, 'files' | 'access' | 'sources' | 'recordUrl'>): Draft {
  const metadata = at(json, 'metadata');
  const [licence = null, ...others] = licencesOf(json);
  const type = word(at(metadata, 'resource_type', 'type')) ?? word(at(metadata, 'resource_type', 'id'));
  const title = word(at(metadata, 'resource_type', 'title', 'en')) ?? word(at(metadata, 'resource_type', 'title')) ?? type;
  const subjects = rows(at(metadata, 'subjects')).map(row => word(at(row, 'subject')));
  return {
    ...emptyDraft, ...known, archive: 'zenodo', status: known.files.length === 0 ? 'metadata-only' : 'resolved',
    doi: word(at(json, 'doi')) ?? word(at(json, 'pids', 'doi', 'identifier')) ?? word(at(metadata, 'doi')),
    conceptDoi: word(at(json, 'conceptdoi')) ?? word(at(json, 'parent', 'pids', 'doi', 'identifier')),
    title: oneLine(word(at(metadata, 'title')) ?? ''), description: plainText(word(at(metadata, 'description')) ?? '') || null,
    creators: rows(at(metadata, 'creators')).map(creator).filter(isPresent), licence, version: lineOrNull(word(at(metadata, 'version'))),
    isLatest: flag(at(metadata, 'relations', 'version', 0, 'is_last')) ?? flag(at(json, 'versions', 'is_latest')),
    publisher: lineOrNull(word(at(metadata, 'publisher'))) ?? 'Zenodo', publicationDate: dateOrNull(word(at(metadata, 'publication_date'))),
    keywords: [...new Set([...rows(at(metadata, 'keywords')).map(word), ...subjects].map(lineOrNull).filter(isPresent))],
    notes: [
      ...(others.length === 0 ? [] : [`The record states more licences: ${others.map(({ spdx, name }) => spdx ?? name).join(', ')}.`]),
      ...(known.access === null ? [] : [`The files are not open. ${known.access}`]),
      ...(known.access === null && known.files.length === 0 ? ['The record lists no files.'] : []),
      ...(type === null || type.startsWith('dataset') ? [] : [`Zenodo calls this record "${oneLine(title ?? type)}", not a dataset.`]),
    ],
  };
}

function versionNotes({ doi, conceptDoi, version, isLatest }: Draft, asked: string | null, sameRecord: boolean): readonly string[] {
  const concept = sameDoi(asked, conceptDoi) || !sameRecord;
  const moved = concept && doi !== null && conceptDoi !== null && !sameDoi(doi, conceptDoi);
  return [
    ...(moved ? [`${conceptDoi} always leads to the newest version; the version found now, ${doi}, is the one that is kept.`] : []),
    ...(isLatest === false ? [`This is ${version === null ? 'an older version' : `version ${version}, not the newest`}: https://doi.org/${encodeDoi(conceptDoi ?? doi ?? '')} leads to the newest.`] : []),
  ];
}

export const zenodo: ArchiveReader = {
  name: 'zenodo', hosts: ['zenodo.org', 'www.zenodo.org', 'sandbox.zenodo.org'], clients: ['cern.zenodo'], prefixes: ['10.5281'],
  recordId: page => /^\/(?:api\/)?(?:records?|deposit|uploads)\/(\d+)(?=\/|$)/.exec(page.pathname)?.[1] ?? /^10\.[\d.]+\/zenodo\.(\d+)$/i.exec(page.pathname.slice(1))?.[1] ?? null,
  doiOf: id => `10.5281/zenodo.${id}`, read,
};
