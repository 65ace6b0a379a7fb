// OpenML: no DOIs; one table per number, as ARFF with an md5 and as Parquet without one; its columns and its usual target are described.
import { UserError } from '../errors.ts';
import type { DatasetFile, Variable } from '../spec/dataset.ts';
import { decoded } from '../spec/identifiers.ts';
import { askBoth, readJson, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, isUnsafe } from './files.ts';
import { at, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { refusalOf } from './refusal.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

const API = 'https://www.openml.org/api/v1/json/data';

/** One word or a list of them. */
const several = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(word) : [word(value)]).map(lineOrNull).filter(isPresent);

function* read({ id, doi, host }: Place): Asking<Draft> {
  if (id === null) throw new UserError(`${doi ?? host} leads to OpenML, but to no dataset there`, 'Give its address: https://www.openml.org/d/<number>');
  const [answer, columns] = yield* askBoth({ url: `${API}/${id}` }, { url: `${API}/features/${id}`, optional: true });
  const missing = { who: 'OpenML', what: `dataset ${id}`, check: `Check the number at https://www.openml.org/d/${id}` };
  if (answer.status === 412) throw codeOf(answer) === '112' ? refusalOf({ ...answer, status: 403 }, missing) : refusalOf({ ...answer, status: 404 }, missing);
  if (answer.status !== 200) throw refusalOf(answer, missing);
  const description = at(readJson(answer, 'OpenML'), 'data_set_description');
  const files = [fileOf(description, 'url'), fileOf(description, 'parquet_url')].filter(isPresent);
  const targets = several(at(description, 'default_target_attribute')).flatMap(names => names.split(','));
  const state = word(at(description, 'status')) ?? 'active';
  return {
    ...emptyDraft, archive: 'openml', status: files.length === 0 ? 'metadata-only' : 'resolved', files, title: oneLine(word(at(description, 'name')) ?? ''),
    description: plainText(word(at(description, 'description')) ?? '') || null,
    creators: [...several(at(description, 'creator')), ...several(at(description, 'contributor'))].map(name => creatorOf({ name })).filter(isPresent),
    licence: licenceOf({ name: word(at(description, 'licence')) }, 'openml record'), version: lineOrNull(word(at(description, 'version'))), publisher: 'OpenML',
    publicationDate: dateOrNull(word(at(description, 'upload_date'))), keywords: [...new Set(several(at(description, 'tag')))], recordUrl: `https://www.openml.org/d/${id}`,
    variables: columns.status === 200 ? rows(at(readJson(columns, 'OpenML'), 'data_features', 'feature')).map(variableOf).filter(isPresent) : [],
    notes: [
      ...targets.map(name => `OpenML's own target is "${name}": --target ${/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`}`),
      ...(files.length > 1 ? ['The same table lies there as Parquet, without a checksum: --files \'*.pq\' takes it in place of the ARFF.'] : []),
      ...(state === 'active' ? [] : [`OpenML has marked this dataset as "${oneLine(state)}": see its page for the reason.`]),
      ...(files.length === 0 ? ['The record names no file.'] : []),
    ],
    sources: [answer, ...(columns.status === 200 ? [columns] : [])].map(sourceOf),
  };
}

/** OpenML answers 412 to what it does not know (111) and to what is private (112). */
function codeOf({ body }: Answer): string | null {
  try {
    return word(at(JSON.parse(body), 'error', 'code'));
  } catch {
    return null;
  }
}

/** The md5 is of the ARFF, never of the Parquet. */
function fileOf(description: unknown, key: 'url' | 'parquet_url'): DatasetFile | null {
  const url = (word(at(description, key)) ?? '').replace(/^http:/, 'https:');
  if (!url.startsWith('https://') || !URL.canParse(url)) return null;
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const path = composed(decoded(last));
  const arff = key === 'url';
  return { path, size: null, checksum: arff ? checksumOf(word(at(description, 'md5_checksum')), 'md5') : null, urls: [url], selected: arff, availability: 'online', unsafe: isUnsafe(path) };
}

function variableOf(row: unknown): Variable | null {
  const name = lineOrNull(word(at(row, 'name')));
  const is = (what: string): boolean => /^true$/i.test(String(at(row, `is_${what}`)));
  const roles = [...(is('target') ? ['target'] : []), ...(is('row_identifier') ? ['number of the row'] : []), ...(is('ignore') ? ['left out by OpenML'] : [])];
  return name === null ? null : { name, type: lineOrNull(word(at(row, 'data_type'))), unit: null, description: roles.join(', ') || null };
}

export const openml: ArchiveReader = {
  name: 'openml', hosts: ['www.openml.org', 'openml.org', 'api.openml.org', 'new.openml.org'], clients: [], prefixes: [],
  recordId: page => {
    const [, number] = /^\/(?:d|data|datasets|api\/v1(?:\/(?:json|xml))?\/data)\/(\d+)\/?$/.exec(page.pathname) ?? [];
    if (number !== undefined || page.pathname !== '/search' || page.searchParams.get('type') !== 'data') return number ?? null;
    return /^\d+$/.exec(page.searchParams.get('id') ?? '')?.[0] ?? null;
  },
  read,
};
