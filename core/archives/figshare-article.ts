// What an article of Figshare says: who made it, which version it is, and which of its files are bytes rather than links.
import type { DatasetFile } from '../spec/dataset.ts';
import { encodeDoi, sameDoi } from '../spec/identifiers.ts';
import { emptyDraft, type Draft } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, distinctPaths, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

/** Its files, and the answers that they came from if not with the article. */
export interface Listed {
  readonly rows: readonly unknown[];
  readonly sources: Draft['sources'];
}

interface Known {
  readonly title: string; // of the service
  readonly asked: string | null; // the DOI
  readonly newest: string | null; // the number of its newest version
  readonly list: Listed;
  readonly sources: Draft['sources'];
  readonly page: string; // where no better address is told
}

/** The pages that an article names as its own. */
export const linksOf = (json: unknown): readonly URL[] => ['figshare_url', 'url_public_html'].map(key => word(at(json, key)))
  .filter(isPresent).filter(link => URL.canParse(link)).map(link => new URL(link)).filter(({ protocol }) => protocol === 'https:');

function accessOf(json: unknown, page: string): string | null {
  if (at(json, 'is_embargoed') === true) {
    const [until, why] = [dateOrNull(word(at(json, 'embargo_date'))), lineOrNull(word(at(json, 'embargo_reason')) ?? word(at(json, 'embargo_title')))];
    return `${until === null ? 'Restricted, without an end' : `Embargoed until ${until}`}${why === null ? '' : ` (${why})`}: ${page}`;
  }
  return at(json, 'is_confidential') === true ? `Restricted: the files are given on request, at ${page}` : null;
}

/** Figshare's file addresses are made of the number: those at figshare.com itself answer a program with nothing. */
function urlsOf(row: unknown): readonly string[] {
  const [id, given] = [word(at(row, 'id')), word(at(row, 'download_url'))];
  const elsewhere = given !== null && /^https:\/\//i.test(given) && !/^https:\/\/(?:[\w-]+\.)*figshare\.com\//i.test(given);
  if (elsewhere) return [given];
  return id === null || !/^\d+$/.test(id) ? [] : [`https://ndownloader.figshare.com/files/${id}`, `https://api.figshare.com/v2/file/download/${id}`];
}

const isLink = (row: unknown): boolean => at(row, 'is_link_only') === true;

/** Names may occur twice, and folders stand apart from the names. */
function filesOf(json: unknown, listed: readonly unknown[], open: boolean): readonly DatasetFile[] {
  const bytes = listed.filter(row => !isLink(row) && urlsOf(row).length > 0);
  const named = bytes.map(row => {
    const [id, name] = [word(at(row, 'id')) ?? word(at(row, 'uuid')) ?? '', at(row, 'name')];
    const folder = at(json, 'folder_structure', id);
    return { id, path: `${typeof folder === 'string' && folder !== '' ? `${folder.replace(/\/$/, '')}/` : ''}${typeof name === 'string' ? name : ''}` };
  });
  const paths = distinctPaths(named);
  return bytes.map((row, i) => {
    const path = composed(paths[i] ?? '');
    return {
      path, size: count(at(row, 'size')), checksum: checksumOf(word(at(row, 'computed_md5')), 'md5') ?? checksumOf(word(at(row, 'supplied_md5')), 'md5'),
      urls: urlsOf(row), selected: true, availability: open ? 'online' : 'restricted', unsafe: isUnsafe(path),
    };
  });
}

export function draftOf(json: unknown, known: Known): Draft {
  const [doi, version] = [word(at(json, 'doi')), word(at(json, 'version'))];
  const conceptDoi = doi !== null && /\.v\d+$/i.test(doi) ? doi.replace(/\.v\d+$/i, '') : null;
  const [link] = linksOf(json);
  const recordUrl = link?.href ?? known.page;
  const access = accessOf(json, recordUrl);
  const files = filesOf(json, known.list.rows, access === null);
  const isLatest = known.newest === null || version === null ? null : known.newest === version;
  const type = word(at(json, 'defined_type_name'));
  return {
    ...emptyDraft, archive: 'figshare', status: files.length === 0 ? 'metadata-only' : 'resolved', doi, conceptDoi, version, isLatest, recordUrl, access, files, sources: known.sources,
    title: oneLine(word(at(json, 'title')) ?? ''), description: plainText(word(at(json, 'description')) ?? '') || null,
    creators: rows(at(json, 'authors')).map(row => creatorOf({
      name: word(at(row, 'full_name')), given: word(at(row, 'first_name')), family: word(at(row, 'last_name')), orcid: word(at(row, 'orcid_id')), spoken: true,
    })).filter(isPresent),
    licence: licenceOf({ name: word(at(json, 'license', 'name')), url: word(at(json, 'license', 'url')) }, `${known.title.toLowerCase()} article`),
    publisher: lineOrNull(word(at(json, 'publisher'))) ?? (link?.hostname === 'figshare.com' ? 'figshare' : null), publicationDate: dateOrNull(word(at(json, 'published_date'))),
    keywords: [...new Set([...rows(at(json, 'tags')), ...rows(at(json, 'keywords'))].map(word).map(lineOrNull).filter(isPresent))],
    notes: [
      ...versionNotes({ doi, conceptDoi, version, isLatest }, known.asked),
      ...known.list.rows.filter(isLink).map(row => `"${oneLine(word(at(row, 'name')) ?? 'One file')}" is a link, not a file, and is not fetched: ${oneLine(word(at(row, 'download_url')) ?? 'without an address')}`),
      ...(access === null ? [] : [`The files are not open. ${access}`]),
      ...(access === null && files.length === 0 ? ['The record lists no files.'] : []),
      ...(type === null || type === 'dataset' ? [] : [`${known.title} calls this record "${oneLine(type)}", not a dataset.`]),
    ],
  };
}

/** A DOI without ".v2" moves with the versions. */
function versionNotes({ doi, conceptDoi, version, isLatest }: Pick<Draft, 'doi' | 'conceptDoi' | 'version' | 'isLatest'>, asked: string | null): readonly string[] {
  return [
    ...(sameDoi(asked, conceptDoi) ? [`${conceptDoi} always leads to the newest version; the version found now, ${doi}, is the one that is kept.`] : []),
    ...(isLatest === false ? [`This is version ${version}, not the newest${conceptDoi === null ? '' : `: https://doi.org/${encodeDoi(conceptDoi)} leads to the newest`}.`] : []),
  ];
}
