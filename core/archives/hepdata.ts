// HEPData: the tables of a paper, each in several formats made on request. No sizes, no checksums; the licence is the site's, not the record's.
import { UserError } from '../errors.ts';
import type { Creator, DatasetFile, Variable } from '../spec/dataset.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, NoRecord, type ArchiveReader, type Asking, type Draft, type Place } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, nameKey } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { lineOrNull, oneLine, plainText } from './text.ts';
import { sameDoi } from '../spec/identifiers.ts';

const SITE = 'https://www.hepdata.net';
const FORMATS = ['csv', 'root', 'yaml']; // the first is fetched
const CC0 = 'https://creativecommons.org/publicdomain/zero/1.0/';

/** "ins1464839" or "77274", with "?version=1" if the address or the DOI has one. */
function idOf({ pathname, searchParams }: URL): string | null {
  const [, number, dotted] = /^\/10\.17182\/hepdata\.(\d+)(?:\.v(\d+))?(?=\/|$)/i.exec(pathname) ?? [];
  const [, download, part] = /^\/download\/(?:table|submission)\/((?:ins)?\d+)\/(?:.+?\/)??(?:(\d+)\/)?[a-z]+$/.exec(pathname) ?? [];
  const id = number ?? /^\/record\/((?:ins)?\d+)\/?$/.exec(pathname)?.[1] ?? download;
  const version = dotted ?? part ?? /^\d+$/.exec(searchParams.get('version') ?? '')?.[0];
  return id === undefined ? null : `${id}${version === undefined ? '' : `?version=${version}`}`;
}

function* read({ id, doi }: Place): Asking<Draft> {
  const own = doi === null ? null : idOf(new URL(`https://doi.org/${doi}`)); // the page of a table's DOI is the table's: the record is asked
  const found = own ?? id;
  if (found === null) throw new UserError(`${doi ?? 'The address'} leads to HEPData, but to no record there`, `Give the address of the record: ${SITE}/record/ins<number>`);
  const answer = yield* ask({ url: `${SITE}/record/${found}${found.includes('?') ? '&' : '?'}format=json`, accept: 'application/json' });
  if (answer.status === 404) throw new NoRecord(`HEPData has no record ${found.replace('?version=', ', version ')}`, 'Check the number; --dataset takes the DOI, too.');
  if (answer.status !== 200) throw refused(answer, 'HEPData');
  const json = readJson(answer, 'HEPData');
  const record = at(json, 'record');
  const part = doi !== null && /\/[tr]\d+$/i.test(doi) ? doi : null;
  const tables = rows(at(json, 'data_tables')).filter(table => part === null || sameDoi(word(at(table, 'doi')), part));
  const version = count(at(json, 'version'));
  const paper = word(at(record, 'inspire_id'));
  const name = paper === null ? word(at(json, 'recid')) ?? found : `ins${paper}`;
  const files = filesOf(tables, { name, version, whole: part === null });
  const whole = word(at(record, 'hepdata_doi'));
  const newest = count(at(json, 'version_count'));
  return {
    ...emptyDraft, archive: 'hepdata', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: part ?? whole, conceptDoi: part === null ? whole?.replace(/\.v\d+$/, '') ?? null : null,
    title: titleOf(record, part === null ? undefined : tables[0]), description: plainText(word(at(record, 'data_abstract')) ?? word(at(record, 'abstract')) ?? '') || null,
    creators: creatorsIn(record), licence: licenceOf({ url: CC0 }, 'terms of the site; the record states none'), version: version === null ? null : String(version),
    isLatest: version === null || newest === null ? null : version === newest, publisher: 'HEPData', recordUrl: `${SITE}/record/${name}${version === null ? '' : `?version=${version}`}`,
    files, variables: tables.flatMap(table => rows(at(table, 'headers'))).map(variableIn).filter(isPresent), notes: notesOf(files, record, part), sources: [sourceOf(answer)],
  };
}

const titleOf = (record: unknown, table: unknown): string => {
  const [title, name] = [oneLine(word(at(record, 'title')) ?? ''), lineOrNull(word(at(table, 'name')))];
  return name === null ? title : `${name} of "${title}"`;
};

/** Collaborations, else the authors that are listed; HEPData cuts long lists, DataCite has them whole. */
function creatorsIn(record: unknown): readonly Creator[] {
  const collaborations = rows(at(record, 'collaborations')).map(one => creatorOf({ name: `${word(one) ?? ''} Collaboration`.trim(), collective: true })).filter(isPresent);
  return collaborations.length > 0 ? collaborations : rows(at(record, 'summary_authors')).map(row => creatorOf({ name: word(at(row, 'full_name')), affiliations: [word(at(row, 'affiliation'))] })).filter(isPresent);
}

/** "PT [GEV]" is the name of the column in the file, and says its unit. */
function variableIn(header: unknown): Variable | null {
  const text = lineOrNull(word(at(header, 'name')));
  return text === null ? null : { name: text, type: null, unit: /\[([^[\]]+)\]$/.exec(text)?.[1] ?? null, description: null };
}

/** Every table in each format, and the whole submission as it can be had in one piece. */
function filesOf(tables: readonly unknown[], { name, version, whole }: { readonly name: string; readonly version: number | null; readonly whole: boolean }): readonly DatasetFile[] {
  const at1 = version === null ? '' : `/${version}`;
  const file = (path: string, url: string, selected: boolean): DatasetFile =>
    ({ path: composed(path), size: null, checksum: null, urls: [url], selected, availability: 'online', unsafe: false });
  const taken = new Set<string>();
  const listed = tables.flatMap((table, i) => {
    const title = word(at(table, 'name')) ?? `Table ${i + 1}`;
    const plain = title.replace(/[^\p{L}\p{N}+-]+/gu, '_').replace(/^_+|_+$/g, '').slice(0, 80) || `table_${i + 1}`;
    const stem = taken.has(nameKey(plain)) ? `${plain}_${i + 1}` : plain;
    taken.add(nameKey(stem));
    const quoted = encodeURIComponent(title);
    return FORMATS.map((format, place) => file(`${stem}.${format}`, `${SITE}/download/table/${name}/${quoted}${at1}/${format}`, place === 0));
  });
  const archive = whole && listed.length > 0 ? [file(`HEPData-${name}${version === null ? '' : `-v${version}`}-yaml.tar.gz`, `${SITE}/download/submission/${name}${at1}/yaml`, false)] : [];
  return [...listed, ...archive];
}

function notesOf(files: readonly DatasetFile[], record: unknown, part: string | null): readonly string[] {
  const paper = lineOrNull(word(at(record, 'doi')));
  return [
    ...(files.length === 0 ? [part === null ? 'The record lists no tables.' : `${part} is no table of the record: give the DOI of the record for all of its tables.`] : [
      'Each table is listed as csv, root and yaml; csv is fetched. --files \'*.root\' chooses another format.',
      'HEPData makes the files on request: it states no sizes, and a later download may differ in its bytes.',
    ]),
    ...(paper === null ? [] : [`The tables belong to the paper https://doi.org/${paper}.`]),
  ];
}

export const hepdata: ArchiveReader = { name: 'hepdata', hosts: ['www.hepdata.net', 'hepdata.net'], clients: ['cern.hepdata'], prefixes: ['10.17182'], recordId: idOf, read };
