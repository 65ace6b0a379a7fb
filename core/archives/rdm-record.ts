// What a record of InvenioRDM says, in its own JSON, in the default JSON of Zenodo, and in that of the older Invenio which B2SHARE runs.
import type { Creator, DatasetFile, Licence } from '../spec/dataset.ts';
import { encodeDoi, sameDoi } from '../spec/identifiers.ts';
import { emptyDraft, type Draft } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, flag, isPresent, rows, values, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

export interface Site {
  readonly archive: 'zenodo' | 'inveniordm';
  readonly title: string; // what people call it; the publisher where the record names none
  readonly source: string; // where a licence was found
}

/** Why the files cannot simply be fetched, or null. */
export function accessOf(json: unknown, page: string): string | null {
  const metadata = at(json, 'metadata');
  const right = word(at(metadata, 'access_right')) ?? word(at(json, 'access', 'status')) ?? 'open';
  const until = dateOrNull(word(at(metadata, 'embargo_date')) ?? word(at(json, 'access', 'embargo', 'until')));
  const closed = word(at(json, 'access', 'files')) === 'restricted' || at(metadata, 'open_access') === false;
  if (right === 'embargoed' || at(json, 'access', 'embargo', 'active') === true) return `Embargoed${until === null ? '' : ` until ${until}`}: ${page}`;
  if (right === 'restricted' || right === 'closed' || closed) return `Restricted: the files are given on request, at ${page}`;
  return null;
}

/** Quoted as Zenodo does it: a slash stays, and the content of a folder's file has an address like any other. */
const quoted = (key: string): string => encodeURIComponent(key).replace(/%(?:2F|21|24|26|2B|2C|3B|3D|3A|40)/g, decodeURIComponent);

interface Where {
  readonly host: string;
  readonly id: string;
  readonly open: boolean;
}

/** The files of a record (`files`, a list, or `files.entries`, a map) or of its list (`entries`, a list). */
export function filesOf(json: unknown, { host, id, open }: Where): readonly DatasetFile[] {
  const listed = [...rows(at(json, 'files')), ...values(at(json, 'files', 'entries')), ...values(at(json, 'entries'))];
  const place = { base: `https://${host}/api/records/${id}/files/`, buckets: `https://${host}/api/files/`, open };
  return listed.map(file => fileOf(file, place));
}

function fileOf(file: unknown, { base, buckets, open }: { readonly base: string; readonly buckets: string; readonly open: boolean }): DatasetFile {
  const key = at(file, 'key') ?? at(file, 'filename'); // some records of October 2023 have the second
  const raw = typeof key === 'string' ? key : '';
  const path = composed(raw);
  const bucket = at(file, 'links') === undefined ? word(at(file, 'bucket')) : null; // the older Invenio's; those that Zenodo once named are dead
  return {
    path, size: count(at(file, 'size') ?? at(file, 'filesize')), checksum: checksumOf(word(at(file, 'checksum')), 'md5'),
    urls: [bucket === null ? `${base}${quoted(raw)}/content` : `${buckets}${bucket}/${quoted(raw)}`],
    selected: true, availability: open ? 'online' : 'restricted', unsafe: isUnsafe(path),
  };
}

function creator(row: unknown): Creator | null {
  const person = at(row, 'person_or_org');
  if (person === undefined) {
    const id = rows(at(row, 'name_identifiers')).find(own => /orcid/i.test(word(at(own, 'scheme')) ?? ''));
    return creatorOf({
      name: word(at(row, 'name')) ?? word(at(row, 'creator_name')), orcid: word(at(row, 'orcid')) ?? word(at(id, 'name_identifier')),
      affiliations: [word(at(row, 'affiliation')), ...rows(at(row, 'affiliations')).map(place => word(at(place, 'affiliation_name')))],
    });
  }
  const orcid = rows(at(person, 'identifiers')).find(own => at(own, 'scheme') === 'orcid');
  return creatorOf({
    name: word(at(person, 'name')), given: word(at(person, 'given_name')), family: word(at(person, 'family_name')),
    orcid: word(at(orcid, 'identifier')), collective: at(person, 'type') === 'organizational',
    affiliations: rows(at(row, 'affiliations')).map(place => word(at(place, 'name'))),
  });
}

/** Words that InvenioRDM gives in several languages: the English ones, else the first. */
const translated = (words: unknown): string | null => word(words) ?? word(at(words, 'en')) ?? values(words).map(word).find(isPresent) ?? null;

/** The default JSON holds one licence, InvenioRDM's own all of them. */
function licencesOf(metadata: unknown, source: string): readonly Licence[] {
  const one = at(metadata, 'license');
  const rights = rows(at(metadata, 'rights')).map(row => licenceOf({
    id: word(at(row, 'id')), name: translated(at(row, 'title')), url: word(at(row, 'props', 'url')) ?? word(at(row, 'link')),
  }, source));
  const stated = licenceOf({ id: word(at(one, 'id')) ?? word(one), name: word(at(one, 'license')), url: word(at(one, 'license_uri')) }, source);
  return [stated, ...rights].filter(isPresent);
}

/** The abstract among the descriptions of the older Invenio, else the first. */
function described(metadata: unknown): string | null {
  const all = rows(at(metadata, 'descriptions'));
  const chosen = all.find(row => at(row, 'description_type') === 'Abstract') ?? all[0];
  return word(at(metadata, 'description')) ?? word(at(chosen, 'description'));
}

export function draftOf(json: unknown, site: Site, known: Pick<Draft, 'files' | 'access' | 'sources' | 'recordUrl'>): Draft {
  const metadata = at(json, 'metadata');
  const [licence = null, ...others] = licencesOf(metadata, site.source);
  const kind = at(metadata, 'resource_type');
  const type = word(at(kind, 'type')) ?? word(at(kind, 'id'));
  const keywords = [...rows(at(metadata, 'keywords')).map(row => word(row) ?? word(at(row, 'keyword'))), ...rows(at(metadata, 'subjects')).map(row => word(at(row, 'subject')))];
  return {
    ...emptyDraft, ...known, archive: site.archive, status: known.files.length === 0 ? 'metadata-only' : 'resolved',
    doi: word(at(json, 'doi')) ?? word(at(json, 'pids', 'doi', 'identifier')) ?? word(at(metadata, 'doi')) ?? word(at(metadata, 'DOI')),
    conceptDoi: word(at(json, 'conceptdoi')) ?? word(at(json, 'parent', 'pids', 'doi', 'identifier')),
    title: oneLine(word(at(metadata, 'title')) ?? word(at(metadata, 'titles', 0, 'title')) ?? ''), description: plainText(described(metadata) ?? '') || null,
    creators: rows(at(metadata, 'creators')).map(creator).filter(isPresent), licence, version: lineOrNull(word(at(metadata, 'version'))),
    isLatest: flag(at(metadata, 'relations', 'version', 0, 'is_last')) ?? flag(at(json, 'versions', 'is_latest')),
    publisher: lineOrNull(word(at(metadata, 'publisher'))) ?? site.title, publicationDate: dateOrNull(word(at(metadata, 'publication_date'))),
    keywords: [...new Set(keywords.map(lineOrNull).filter(isPresent))],
    notes: [
      ...(others.length === 0 ? [] : [`The record states more licences: ${others.map(({ spdx, name }) => spdx ?? name).join(', ')}.`]),
      ...(known.access === null ? [] : [`The files are not open. ${known.access}`]),
      ...(known.access === null && known.files.length === 0 ? ['The record lists no files.'] : []),
      ...(type === null || type.startsWith('dataset') ? [] : [`${site.title} calls this record "${oneLine(translated(at(kind, 'title')) ?? type)}", not a dataset.`]),
    ],
  };
}

export function versionNotes({ doi, conceptDoi, version, isLatest }: Draft, asked: string | null, sameRecord: boolean): readonly string[] {
  const concept = sameDoi(asked, conceptDoi) || !sameRecord;
  const moved = concept && doi !== null && conceptDoi !== null && !sameDoi(doi, conceptDoi);
  const newest = conceptDoi ?? doi;
  return [
    ...(moved ? [`${conceptDoi} always leads to the newest version; the version found now, ${doi}, is the one that is kept.`] : []),
    ...(isLatest === false ? [`This is ${version === null ? 'an older version' : `version ${version}, not the newest`}${newest === null ? '' : `: https://doi.org/${encodeDoi(newest)} leads to the newest`}.`] : []),
  ];
}
