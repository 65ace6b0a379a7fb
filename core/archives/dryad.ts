// Dryad: a dataset, its newest version, and that version's files page by page. The list is open, the bytes need a token.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { decoded } from '../spec/identifiers.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, NoRecord, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const SITE = 'https://datadryad.org';

function refuse(answer: Answer, doi: string): Error {
  if (answer.status === 404) return new NoRecord(`Dryad has no public dataset ${doi}`, 'Check the DOI letter by letter.');
  if (answer.status === 410) return new UserError(`Dryad has removed the dataset ${doi}`, 'Choose another dataset.');
  if (answer.status === 401) return new UserError(`Dryad refused to show ${doi} (status 401): it answers so to a token that has expired`, 'Renew DRYAD_TOKEN, or unset it: lists of files need none.');
  return refused(answer, 'Dryad');
}

/** An address inside an answer, which is written without the host; null if it leads elsewhere. */
function linkOf(json: unknown, name: string): string | null {
  const href = word(at(json, '_links', name, 'href'));
  const url = href !== null && URL.canParse(href, SITE) ? new URL(href, SITE) : null;
  return url?.origin === SITE ? url.href : null;
}

/** All pages of the list, or null if Dryad does not show it. */
function* pages(version: string | null): Asking<readonly Answer[] | null> {
  const found: Answer[] = [];
  const seen = new Set<string>();
  let url = version === null ? null : `${version}/files?per_page=100`;
  while (url !== null && !seen.has(url)) {
    seen.add(url);
    const answer: Answer = yield* ask({ url });
    if (found.length === 0 && [401, 403, 404].includes(answer.status)) return null;
    url = linkOf(readJson(answer, 'Dryad'), 'next');
    found.push(answer);
  }
  return found;
}

function fileOf(row: unknown): DatasetFile {
  const [name, type, digest] = [at(row, 'path'), word(at(row, 'digestType')) ?? 'md5', word(at(row, 'digest'))];
  const path = composed(typeof name === 'string' ? name : '');
  return {
    path, size: count(at(row, 'size')), checksum: digest === null ? null : checksumOf(`${type}:${digest}`, 'md5'),
    urls: [linkOf(row, 'stash:download')].filter(isPresent), selected: true, availability: 'restricted', unsafe: isUnsafe(path),
  };
}

function* read({ host, id, doi: given }: Place): Asking<Draft> {
  const doi = id ?? given;
  if (doi === null) throw new NoRecord(`${host} names no dataset here`, 'Give the DOI of the dataset.');
  const answer = yield* ask({ url: `${SITE}/api/v2/datasets/${encodeURIComponent(`doi:${doi}`)}` });
  if (answer.status !== 200) throw refuse(answer, doi);
  const json = readJson(answer, 'Dryad');
  const list = yield* pages(linkOf(json, 'stash:version'));
  const listed = (list ?? []).flatMap(page => rows(at(readJson(page, 'Dryad'), '_embedded', 'stash:files'))).filter(row => word(at(row, 'status')) !== 'deleted' && linkOf(row, 'stash:download') !== null);
  const files = listed.map(row => fileOf(row));
  const recordUrl = `${SITE}/dataset/doi:${doi}`;
  const version = word(at(json, 'versionNumber'));
  const access = `Dryad gives files to a program only with a token: set DRYAD_TOKEN (made with a free account at ${SITE}) for \`make data\`, or download them by hand at ${recordUrl}`;
  return {
    ...emptyDraft, archive: 'dryad', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: /^doi:(.+)/i.exec(word(at(json, 'identifier')) ?? '')?.[1] ?? doi,
    title: oneLine(word(at(json, 'title')) ?? ''), description: plainText(word(at(json, 'abstract')) ?? '') || null,
    creators: rows(at(json, 'authors')).map(row => creatorOf({
      name: null, given: word(at(row, 'firstName')), family: word(at(row, 'lastName')), orcid: word(at(row, 'orcid')), affiliations: [word(at(row, 'affiliation')), ...rows(at(row, 'affiliations')).map(place => word(at(place, 'name')))],
    })).filter(isPresent),
    licence: licenceOf({ url: word(at(json, 'license')) }, 'dryad dataset'), version, isLatest: version === null ? null : true, publisher: 'Dryad', publicationDate: dateOrNull(word(at(json, 'publicationDate'))),
    keywords: [...new Set(rows(at(json, 'keywords')).map(word).map(lineOrNull).filter(isPresent))], recordUrl, access, files,
    notes: [
      ...(version === null ? [] : [`One DOI stands for all versions: version ${version} is the one that is kept.`]),
      files.length === 0 ? `Dryad's list of files could not be read. ${access}.` : `${access}.`,
    ],
    sources: [answer, ...(list ?? [])].map(sourceOf),
  };
}

export const dryad: ArchiveReader = {
  name: 'dryad', hosts: ['datadryad.org', 'www.datadryad.org'], clients: ['dryad.dryad'], prefixes: ['10.5061'],
  recordId: page => /^\/(?:(?:stash\/)?dataset\/doi:|api\/v2\/datasets\/doi:)?(10\.\d{4,}(?:\.\d+)*\/.+?)\/?$/i.exec(decoded(page.pathname))?.[1] ?? null,
  doiOf: id => id, read,
};
