// CERN Open Data: the files of a record stand in `files`, `_files` and `_file_indices`; only the three together are the list.
import { UserError } from '../errors.ts';
import type { Availability, DatasetFile, Variable } from '../spec/dataset.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, NoRecord, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { counted } from '../words.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const PORTAL = 'https://opendata.cern.ch';
const XROOTD = 'root://eospublic.cern.ch/';

function* recordOf({ id, doi }: Place): Asking<Answer> {
  let number = id;
  if (number === null && doi !== null) {
    const search = yield* ask({ url: `${PORTAL}/api/records?page=1&size=1&q=${encodeURIComponent(`doi:"${doi}"`)}` });
    number = word(at(readJson(search, 'CERN Open Data'), 'hits', 'hits', 0, 'id'));
  }
  if (number === null) throw new UserError(`CERN Open Data has no record for ${doi}`, 'Check the DOI, or give the address of the record: https://opendata.cern.ch/record/<number>');
  const answer = yield* ask({ url: `${PORTAL}/api/records/${number}` });
  if (answer.status === 200) return answer;
  if (answer.status === 404) throw new NoRecord(`CERN Open Data has no record ${number}`, 'Check the number; --dataset takes the DOI, too.');
  if (answer.status === 410) throw new UserError(`CERN Open Data record ${number} was removed: ${answer.url}`, 'Choose another dataset.');
  throw refused(answer, 'CERN Open Data');
}

function* read(place: Place): Asking<Draft> {
  const answer = yield* recordOf(place);
  const json = readJson(answer, 'CERN Open Data');
  const metadata = at(json, 'metadata');
  const number = word(at(metadata, 'recid')) ?? word(at(json, 'id')) ?? place.id ?? '';
  const files = filesOf(metadata);
  const licence = licenceOf({ id: word(at(metadata, 'license', 'attribution')), url: word(at(metadata, 'license', 'url')) }, 'cern record');
  const collaboration = creatorOf({ name: word(at(metadata, 'collaboration', 'name')), collective: true });
  const authors = rows(at(metadata, 'authors')).map(row => creatorOf({ name: word(at(row, 'name')), orcid: word(at(row, 'orcid')), affiliations: [word(at(row, 'affiliation'))] }));
  const recordUrl = `${PORTAL}/record/${number}`;
  return {
    ...emptyDraft, archive: 'cern', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: word(at(metadata, 'doi')),
    title: oneLine(word(at(metadata, 'title')) ?? ''), description: plainText(word(at(metadata, 'abstract', 'description')) ?? '') || null,
    creators: [...authors, ...(authors.length === 0 ? [collaboration] : [])].filter(isPresent), licence, version: lineOrNull(word(at(metadata, 'version'))),
    publisher: lineOrNull(word(at(metadata, 'publisher'))) ?? 'CERN Open Data Portal', publicationDate: dateOrNull(word(at(metadata, 'date_published'))),
    keywords: rows(at(metadata, 'keywords')).map(word).map(lineOrNull).filter(isPresent), recordUrl, files,
    variables: rows(at(metadata, 'dataset_semantics')).map(variableOf).filter(isPresent),
    notes: fileNotes(metadata, files, recordUrl), sources: [sourceOf(answer)],
  };
}

function variableOf(row: unknown): Variable | null {
  const name = lineOrNull(word(at(row, 'variable')));
  if (name === null) return null;
  return { name, type: lineOrNull(word(at(row, 'type'))), unit: lineOrNull(word(at(row, 'unit'))), description: lineOrNull(word(at(row, 'description'))) };
}

/** Every file once, by its place in EOS: `files` has the checksums, `_files` the availability, the indices both. */
function filesOf(metadata: unknown): readonly DatasetFile[] {
  const whole = availabilityOf(word(at(metadata, 'availability')));
  const direct = [...rows(at(metadata, 'files')), ...rows(at(metadata, '_files'))].filter(row => !word(at(row, 'type'))?.startsWith('index.'));
  const indexed = rows(at(metadata, '_file_indices')).flatMap(index => rows(at(index, 'files')));
  const found = new Map<string, { readonly size: number | null; readonly checksum: string | null; readonly state: string | null }>();
  for (const row of [...direct, ...indexed]) {
    const place = placeOf(word(at(row, 'uri')) ?? '');
    const known = found.get(place);
    found.set(place, {
      size: known?.size ?? count(at(row, 'size')), checksum: known?.checksum ?? checksumOf(word(at(row, 'checksum')), 'adler32'),
      state: known?.state ?? word(at(row, 'availability')),
    });
  }
  const folder = commonFolder([...found.keys()]);
  return [...found].map(([place, { size, checksum, state }]) => {
    const path = composed(place.slice(folder.length));
    return { path, size, checksum, urls: urlsOf(place), selected: true, availability: state === null ? whole : availabilityOf(state), unsafe: isUnsafe(path) };
  });
}

/** root://HOST//eos/… and http://opendata.cern.ch/eos/… name one place: /eos/…; any other address is kept whole. */
const placeOf = (uri: string): string => uri.replace(/^(?:root:\/\/eospublic\.cern\.ch|https?:\/\/(?:eospublic|opendata)\.cern\.ch)\/+/, '/').replace(/^\/+/, '/');

function urlsOf(place: string): readonly string[] {
  const quoted = encodeURI(place).replace(/[?#]/g, encodeURIComponent);
  return place.startsWith('/') ? [`${PORTAL}${quoted}`, `${XROOTD}${place}`] : [place.replace(/^http:/, 'https:')];
}

/** What all places have in common, up to a slash: base names alone may collide. */
function commonFolder(places: readonly string[]): string {
  let [folder = ''] = places;
  folder = folder.slice(0, folder.lastIndexOf('/') + 1);
  for (const place of places) while (!place.startsWith(folder)) folder = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
  return folder;
}

function availabilityOf(state: string | null): Availability {
  if (state === 'online') return 'online';
  return state === 'on demand' || state === 'requested' ? 'tape' : 'unknown';
}

function fileNotes(metadata: unknown, files: readonly DatasetFile[], page: string): readonly string[] {
  const tape = files.filter(({ availability }) => availability === 'tape').length;
  const announced = count(at(metadata, 'distribution', 'number_files'));
  return [
    ...(files.length === 0 ? ['The record lists no files.'] : []),
    ...(tape === 0 ? [] : [`${tape} of ${counted(files.length, 'file')} on tape (on demand): ask for staging at ${page} before \`make data\`, or choose others with --files.`]),
    ...(announced === null || announced === files.length || files.length === 0 ? [] : [`The record announces ${counted(announced, 'file')} and lists ${files.length}.`]),
  ];
}

export const cern: ArchiveReader = {
  name: 'cern', hosts: ['opendata.cern.ch', 'opendata.web.cern.ch'], clients: ['cern.opendata'], prefixes: ['10.7483'],
  recordId: page => /^\/(?:api\/)?records?\/(\d+)(?=\/|$)/.exec(page.pathname)?.[1] ?? null,
  read,
};
