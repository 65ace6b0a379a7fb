// Where local files lie on this computer: in memory file:// addresses of the records, on disk data/local.json alone, which git leaves out.
import { UserError } from '../errors.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { isMapping } from '../spec/mapping.ts';
import { printJson } from './records/json.ts';

export const LOCAL = 'data/local.json';

const isPlace = (url: string): boolean => url.startsWith('file:');

/** The records as they are committed: the files' names stay, the places go. */
export const withoutPlaces = (records: readonly DatasetRecord[]): readonly DatasetRecord[] =>
  records.map((record) => (record.archive === 'local' ? { ...record, files: record.files.map((file) => ({ ...file, urls: file.urls.filter((url) => !isPlace(url)) })) } : record));

/** data/local.json (docs/schemas/local.schema.json); null where no file lies on this computer. */
export function localFile(records: readonly DatasetRecord[]): string | null {
  const places = records.filter(({ archive }) => archive === 'local').flatMap(({ files }) => files.flatMap(({ path, urls }) => urls.filter(isPlace).slice(0, 1).map((url) => [path, url] as const)));
  return places.length === 0 ? null : printJson({ format: 'fair-ai/local@1', files: Object.fromEntries(places) });
}

/** The records with the places that data/local.json knows. */
export function withPlaces<T extends readonly DatasetRecord[]>(records: T, text: string | null): T {
  if (text === null) return records;
  const places = placesIn(text);
  const located = records.map((record) => (record.archive !== 'local' ? record : {
    ...record, files: record.files.map((file) => {
      const place = places[file.path];
      return typeof place === 'string' && isPlace(place) ? { ...file, urls: [place] } : file;
    }),
  }));
  return located as readonly DatasetRecord[] as T; // as many as before
}

function placesIn(text: string): Readonly<Record<string, unknown>> {
  const wrong = new UserError(`${LOCAL} is not of the format fair-ai/local@1.`, 'Remove it, and say where the files lie: create-fair-ai update --data --dataset <path>');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (!isMapping(value) || value['format'] !== 'fair-ai/local@1' || !isMapping(value['files'])) throw wrong;
  return value['files'];
}
