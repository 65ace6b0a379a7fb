// PANGAEA: a record is its JSON-LD; the table as text, or whatever files it has. No sizes, no checksums, and some of it only after a login.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { counted } from '../words.ts';
import { decoded } from '../spec/identifiers.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { NoRecord, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { composed, isUnsafe } from './files.ts';
import { at, count, word } from './json.ts';
import { datasetIn, distributionsOf, draftOfDataset, type Distribution } from './schema-org.ts';

const ENDINGS: Readonly<Record<string, string>> = { textfile: 'tab', zip: 'zip' };
const LOGIN = /allfiles\.zip$/i; // every file in one archive: made for those who are logged in

function* read({ id, doi }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? 'The address'} leads to PANGAEA, but to no record there`, 'Give the DOI of the record: 10.1594/PANGAEA.<number>');
  const page = `https://doi.pangaea.de/10.1594/PANGAEA.${id}`;
  const answer = yield* ask({ url: `${page}?format=metadata_jsonld`, accept: 'application/ld+json' });
  const who = `PANGAEA record ${id}`;
  if (answer.status === 404) throw new NoRecord(`PANGAEA has no record ${id}`, 'Check the number; --dataset takes the DOI, too.');
  if (answer.status === 410) throw new UserError(`${who} was removed: ${answer.url}`, 'Choose another dataset.');
  if (answer.status !== 200) throw refused(answer, 'PANGAEA');
  const dataset = datasetIn([readJson(answer, 'PANGAEA')]);
  if (dataset === undefined) throw new NoRecord(`${who} is not described as a dataset`, `Look at ${page}`);
  const draft = draftOfDataset(dataset, page, 'pangaea record');
  const listed = distributionsOf(dataset, page).map(one => fileOf(one, id, draft.access === null));
  const files = listed.map(file => ({ ...file, selected: listed.length === 1 || !LOGIN.test(file.path) })); // the others are in it
  const parts = word(at(dataset, 'size', 'unitText')) === 'datasets' ? count(at(dataset, 'size', 'value')) : null;
  return {
    ...draft, status: files.length === 0 ? 'metadata-only' : 'resolved', archive: 'pangaea', doi: draft.doi ?? `10.1594/PANGAEA.${id}`, publisher: draft.publisher ?? 'PANGAEA', recordUrl: page, files,
    notes: [
      ...(draft.access === null ? [] : [`The files are not open. ${draft.access}`]), ...(files.length === 0 ? ['The record lists no files.'] : ['PANGAEA states no sizes.']),
      ...(parts === null ? [] : [`The record is a collection of ${counted(parts, 'dataset')}: its one file holds them all, and may ask for a login.`]),
    ],
    sources: [sourceOf(answer)],
  };
}

/** `?format=textfile` is the record as a table; anything else is named by its address. */
function fileOf({ url, size, checksum }: Distribution, id: string, open: boolean): DatasetFile {
  const { pathname, searchParams } = new URL(url);
  const format = searchParams.get('format');
  const path = composed(format === null ? decoded(pathname.split('/').at(-1) ?? '') : `PANGAEA.${id}.${ENDINGS[format] ?? format}`);
  return { path, size, checksum, urls: [url], selected: true, availability: open && !LOGIN.test(path) ? 'online' : 'restricted', unsafe: isUnsafe(path) };
}

export const pangaea: ArchiveReader = {
  name: 'pangaea', hosts: ['doi.pangaea.de', 'www.pangaea.de', 'pangaea.de'], clients: ['pangaea.repository'], prefixes: ['10.1594'],
  recordId: page => /^\/(?:doi:)?10\.1594\/PANGAEA\.(\d+)$/i.exec(page.pathname)?.[1] ?? /^\/dataset\/(\d+)(?=\/|$)/.exec(page.pathname)?.[1] ?? null,
  doiOf: id => `10.1594/PANGAEA.${id}`, read,
};
