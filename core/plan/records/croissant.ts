// data/croissant.json 1.1: the dataset as machine-learning tools read it, described where `make data` puts it (docs/decisions/0007).
import type { DatasetEntry } from '../../catalogue/catalogue.ts';
import type { DatasetFile, DatasetRecord } from '../../spec/dataset.ts';
import { normal } from '../../signs.ts';
import { licenceUrl } from '../../spec/licences.ts';
import { context } from './croissant-context.ts';
import { known, printJson, type Json, type JsonObject } from './json.ts';
import { mediaType } from './media.ts';
import { authorOf, schemaAuthor } from './people.ts';
import { doiUrl, type Work } from './work.ts';

/** Croissant's names are identifiers: letters, digits, dash, underscore. */
export const identifierOf = (words: string): string =>
  normal(words, 'NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80) || 'dataset';

/** The checksum as Croissant takes it; adler32 and the like are none. */
function digest(file: DatasetFile): JsonObject | null {
  const [algorithm, hex] = file.checksum?.split(':') ?? [];
  return hex !== undefined && (algorithm === 'sha256' || algorithm === 'md5') ? { [algorithm]: hex } : null;
}

/** Croissant demands md5 or sha256 of a file: one that the archive gave neither for is left out rather than called "live". */
export const isDescribable = (file: DatasetFile): boolean => file.selected && digest(file) !== null;

/** mlcroissant takes no white space in an @id, escaped or not; two paths that then look alike are told apart by a number. */
function idsOf(files: readonly DatasetFile[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    files.map(({ path }) => {
      const plain = path.replace(/[\s"#%<>?\\^`{|}]+/gu, '_');
      const id = taken.has(plain) ? `${plain}-${taken.size}` : plain;
      taken.add(id);
      return [path, id];
    }),
  );
}

/** mlcroissant chooses its reader by these; of a compressed table the type of what is in it comes second. */
function encodingFormat(path: string): Json {
  const readable: Readonly<Record<string, string>> = { parquet: 'application/x-parquet', jsonl: 'application/jsonlines', ndjson: 'application/jsonlines' };
  const typeOf = (name: string): string => readable[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? mediaType(name);
  const inner = path.replace(/\.gz$/i, '');
  return inner === path || typeOf(inner) === 'application/octet-stream' ? typeOf(path) : [typeOf(path), typeOf(inner)];
}

function fileObject(file: DatasetFile, id: string): JsonObject {
  return known({
    '@type': 'cr:FileObject',
    '@id': id,
    name: identifierOf(file.path),
    description: `${file.path}, to be fetched by make data`,
    contentUrl: `raw/${file.path}`,
    url: file.urls.find((url) => url.startsWith('https://')),
    encodingFormat: encodingFormat(file.path),
    contentSize: file.size === null ? null : `${file.size} B`,
    ...digest(file),
  });
}

/** The record's words, and how many files are missing: `make data` (croissant.py) takes the sentence away when they are there. */
function describedBy(record: DatasetRecord, listed: number): string {
  const selected = record.files.filter((file) => file.selected).length;
  const words = record.description ?? record.title;
  if (listed === selected) return words;
  return `${words}\n\nNot listed here: ${selected - listed} of ${selected} files, for which the archive gives neither MD5 nor SHA-256; make data adds them with the SHA-256 that it measures.`;
}

function dataType(type: string): string {
  if (/int|count/i.test(type)) return 'sc:Integer';
  if (/float|double|real|number|decimal/i.test(type)) return 'sc:Float';
  return /bool/i.test(type) ? 'sc:Boolean' : 'sc:Text';
}

const described = (description: string, unit: string | null): string => (unit === null ? description : `${description} (${unit})`);

/** One field per documented column of the one table. */
function recordSet(dataset: DatasetEntry, table: DatasetFile, id: string): JsonObject {
  return {
    '@type': 'cr:RecordSet',
    '@id': 'records',
    name: 'records',
    description: `The rows of ${table.path}`,
    field: dataset.features.map((feature) => ({
      '@type': 'cr:Field',
      '@id': `records/${feature.name}`,
      name: feature.name,
      description: described(feature.description, feature.unit),
      dataType: dataType(feature.type),
      source: { fileObject: { '@id': id }, extract: { column: feature.name } },
    })),
  };
}

/** Columns and variables, for who cannot read the file itself. */
function variables(dataset: DatasetEntry, record: DatasetRecord): JsonObject[] {
  const all = dataset.features.length > 0 ? dataset.features : record.variables;
  return all.map(({ name, description, unit }) => known({ '@type': 'sc:PropertyValue', name, description, unitText: unit }));
}

function licenceOf({ licence }: DatasetRecord): string | null {
  if (licence === null) return null;
  return licence.spdx === null ? (licence.url ?? licence.name) : licenceUrl(licence.spdx);
}

/** As the archive words it, or as DataCite would: creators (year): title. publisher. address. */
function citeAs(record: DatasetRecord, address: string | null): string | null {
  const { citation, creators, publicationDate, title, publisher } = record;
  if (citation !== null || creators.length === 0) return citation;
  const year = publicationDate === null ? '' : ` (${publicationDate.slice(0, 4)})`;
  return [`${creators.map(({ name }) => name).join('; ')}${year}: ${title}`, publisher, address].filter((part) => part !== null).join('. ');
}

export function croissantFile(work: Work, dataset: DatasetEntry): string | null {
  const record = work.data[0];
  if (record === undefined) return null;
  const files = record.files.filter(isDescribable);
  const ids = idsOf(files);
  const idOf = (file: DatasetFile): string => ids.get(file.path) ?? file.path;
  const tables = files.filter((file) => /\.csv$/i.test(file.path));
  const table = tables.length === 1 && dataset.features.length > 0 ? tables[0] : undefined;
  const address = record.doi === null ? record.recordUrl : doiUrl(record.doi);
  const metadata = known({
    '@context': context,
    '@type': 'sc:Dataset',
    'dct:conformsTo': 'http://mlcommons.org/croissant/1.1',
    name: identifierOf(record.title),
    alternateName: record.title,
    description: describedBy(record, files.length),
    url: record.recordUrl ?? address,
    sameAs: address === record.recordUrl ? null : address,
    license: licenceOf(record),
    creator: record.creators.map((creator) => schemaAuthor(authorOf(creator), 'sc:')),
    publisher: record.publisher === null ? null : { '@type': 'sc:Organization', name: record.publisher },
    datePublished: record.publicationDate, // a year alone is ISO 8601, too
    version: record.version,
    keywords: record.keywords,
    citeAs: citeAs(record, address),
    conditionsOfAccess: record.access,
    distribution: files.map((file) => fileObject(file, idOf(file))),
    recordSet: table === undefined ? [] : [recordSet(dataset, table, idOf(table))],
    variableMeasured: table === undefined ? variables(dataset, record) : [],
  });
  return printJson(metadata);
}
