// What a version of a Dataverse dataset says. Of a table that Dataverse converted, the upload is what counts: the checksum is the upload's.
import type { DatasetFile, Licence } from '../spec/dataset.ts';
import { counted } from '../words.ts';
import { emptyDraft, type Draft } from './archive.ts';
import { creatorOf } from './creators.ts';
import { composed, checksumOf, distinctPaths, isUnsafe } from './files.ts';
import { at, count, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

interface Known {
  readonly dataset: unknown;
  readonly version: unknown; // the one asked for; null: the newest, which the dataset holds
  readonly host: string;
  readonly id: string; // of the dataset, as it was asked for
  readonly file: string | null; // identifier or number of the one file asked for
  readonly now: string | null; // as the server says
  readonly sources: Draft['sources'];
}

/** doi:… and hdl:… ignore case. */
export const isSameId = (a: string | null, b: string): boolean => a !== null && a.toLowerCase() === b.toLowerCase();

/** A file of the list with what the notes need to know of it. */
interface Item {
  readonly file: DatasetFile;
  readonly ids: readonly (string | null)[];
  readonly ingested: boolean;
  readonly until: string | null; // end of its embargo
}

// What Dataverse makes a table of; its older versions do not keep the upload's name.
const ENDINGS: readonly (readonly [format: RegExp, ending: string])[] = [
  [/csv|comma-separated/i, 'csv'], [/spreadsheetml|excel/i, 'xlsx'], [/stata/i, 'dta'], [/spss-por/i, 'por'], [/spss/i, 'sav'], [/rlang|r-data|rdata/i, 'RData'], [/tsv|tab-separated/i, 'tsv'],
];

function originalName(data: unknown, label: string): string {
  const ending = ENDINGS.find(([format]) => format.test(word(at(data, 'originalFileFormat')) ?? ''))?.[1];
  return word(at(data, 'originalFileName')) ?? (ending === undefined ? label : label.replace(/\.tab$/i, `.${ending}`));
}

const isIngested = (data: unknown): boolean => ['originalFileFormat', 'originalFileName', 'originalFileSize'].some(key => at(data, key) != null);

function pathOf(row: unknown): string {
  const [data, folder, label] = [at(row, 'dataFile'), at(row, 'directoryLabel'), at(row, 'label') ?? at(row, 'dataFile', 'filename')];
  const name = typeof label === 'string' ? label : '';
  return `${typeof folder === 'string' && folder !== '' ? `${folder}/` : ''}${isIngested(data) ? originalName(data, name) : name}`;
}

function itemOf(row: unknown, listed: string, { host, now }: Known): Item {
  const data = at(row, 'dataFile');
  const [id, ingested, path] = [word(at(data, 'id')) ?? '', isIngested(data), composed(listed)];
  const until = dateOrNull(word(at(data, 'embargo', 'dateAvailable')) ?? word(at(row, 'embargo', 'dateAvailable')));
  const embargoed = until !== null && !(now !== null && Date.parse(until) <= Date.parse(now));
  const sum = at(data, 'checksum');
  return {
    ids: [id, word(at(data, 'persistentId'))], ingested, until: embargoed ? until : null,
    file: {
      path, size: count(at(data, ingested ? 'originalFileSize' : 'filesize')),
      checksum: checksumOf(`${word(at(sum, 'type')) ?? 'md5'}:${word(at(sum, 'value')) ?? ''}`, 'md5') ?? checksumOf(word(at(data, 'md5')), 'md5'),
      urls: [`https://${host}/api/access/datafile/${encodeURIComponent(id)}${ingested ? '?format=original' : ''}`],
      selected: true, availability: at(row, 'restricted') === true || at(data, 'restricted') === true || embargoed ? 'restricted' : 'online', unsafe: isUnsafe(path),
    },
  };
}

function itemsOf(version: unknown, known: Known): readonly Item[] {
  const listed = rows(at(version, 'files'));
  const paths = distinctPaths(listed.map(row => ({ path: pathOf(row), id: word(at(row, 'dataFile', 'id')) ?? '' })));
  const items = listed.map((row, i) => itemOf(row, paths[i] ?? '', known));
  const { file: one } = known;
  return one === null ? items : items.map(item => ({ ...item, file: { ...item.file, selected: item.ids.some(id => isSameId(id, one)) } }));
}

/** "CC0", "NONE" with terms in words, or a name with an address. */
function licence(version: unknown): Licence | null {
  const [stated, terms] = [at(version, 'license'), word(at(version, 'termsOfUse'))];
  const name = word(at(stated, 'name')) ?? word(stated);
  if (name !== null && name !== 'NONE') return licenceOf({ id: word(at(stated, 'rightsIdentifier')), name, url: word(at(stated, 'uri')) }, 'dataverse dataset');
  return licenceOf({ name: terms, url: /https?:\/\/creativecommons\.org\/[^\s"'<>()]+/i.exec(terms ?? '')?.[0] ?? null }, 'dataverse terms of use');
}

const numberOf = (version: unknown): string | null => {
  const [major, minor] = [word(at(version, 'versionNumber')), word(at(version, 'versionMinorNumber'))];
  return major === null ? null : `${major}.${minor ?? '0'}`;
};

export function draftOf(known: Known): Draft {
  const newest = at(known.dataset, 'latestVersion');
  const version = known.version ?? newest;
  const id = word(at(version, 'datasetPersistentId')) ?? word(at(newest, 'datasetPersistentId')) ?? known.id;
  const items = itemsOf(version, known);
  const files = items.map(({ file }) => file);
  const number = numberOf(version);
  const isLatest = number === null || numberOf(newest) === null ? null : number === numberOf(newest);
  const recordUrl = `https://${known.host}/dataset.xhtml?persistentId=${encodeURI(id)}${isLatest === false ? `&version=${number}` : ''}`;
  const fields = rows(at(version, 'metadataBlocks', 'citation', 'fields'));
  const field = (name: string): unknown => at(fields.find(row => at(row, 'typeName') === name), 'value');
  const part = (row: unknown, name: string): string | null => word(at(row, name, 'value'));
  const closed = files.length > 0 && files.every(({ availability }) => availability === 'restricted');
  return {
    ...emptyDraft, archive: 'dataverse', status: files.length === 0 ? 'metadata-only' : 'resolved', doi: /^doi:(.+)/i.exec(id)?.[1] ?? null,
    title: oneLine(word(field('title')) ?? ''), description: plainText(part(rows(field('dsDescription'))[0], 'dsDescriptionValue') ?? '') || null,
    creators: rows(field('author')).map(row => creatorOf({
      name: part(row, 'authorName'), affiliations: [part(row, 'authorAffiliation')], orcid: part(row, 'authorIdentifierScheme') === 'ORCID' ? part(row, 'authorIdentifier') : null,
    })).filter(isPresent),
    licence: licence(version), version: number, isLatest, recordUrl, files, sources: known.sources, access: closed ? accessOf(items, version, recordUrl) : null,
    publisher: lineOrNull(word(at(known.dataset, 'publisher'))) ?? known.host, publicationDate: dateOrNull(word(at(known.dataset, 'publicationDate')) ?? word(at(version, 'releaseTime'))),
    keywords: [...new Set(rows(field('keyword')).map(row => lineOrNull(part(row, 'keywordValue'))).filter(isPresent))],
    notes: notesOf(items, version, { ...known, id, number, isLatest, recordUrl, closed }),
  };
}

function accessOf(items: readonly Item[], version: unknown, page: string): string {
  const until = items.map(item => item.until).filter(isPresent).sort().at(-1);
  const terms = lineOrNull(word(at(version, 'termsOfAccess')));
  return `${until === undefined ? 'Restricted: ask for access at' : `Embargoed until ${until}:`} ${page}${terms === null ? '' : ` (terms of access: ${terms.length > 200 ? `${terms.slice(0, 199)}…` : terms})`}`;
}

/** What the notes speak of, beside the files. */
interface Facts extends Known {
  readonly number: string | null;
  readonly isLatest: boolean | null;
  readonly recordUrl: string;
  readonly closed: boolean; // every file
}

function notesOf(items: readonly Item[], version: unknown, facts: Facts): readonly string[] {
  const converted = items.filter(({ ingested }) => ingested).length;
  return [
    ...fileNotes(items, facts), ...versionNotes(version, facts),
    ...(converted === 0 ? [] : [`${counted(converted, 'table')} that Dataverse converted to .tab: what was uploaded is fetched, under its own name; size and checksum are the upload's.`]),
    ...accessNotes(items, version, facts),
    ...(items.length === 0 ? ['The record lists no files.'] : []),
  ];
}

function fileNotes(items: readonly Item[], { file, id }: Facts): readonly string[] {
  if (file === null) return [];
  const chosen = items.find(item => item.file.selected);
  if (chosen === undefined) return [`${file} is a file of ${id}, but this version does not list it: no file is selected.`];
  return [`${file} is one file of ${id}: the record is the dataset's, and only ${chosen.file.path} is selected.`];
}

function versionNotes(version: unknown, { number, isLatest }: Facts): readonly string[] {
  const why = lineOrNull(word(at(version, 'versionNote')) ?? word(at(version, 'deaccessionNote')));
  return [
    ...(at(version, 'versionState') === 'DEACCESSIONED' ? [`The version was withdrawn${why === null ? '' : `: ${why.replace(/\.$/, '')}`}.`] : []),
    ...(isLatest === false ? [`This is version ${number}, not the newest: the dataset's page without a version leads to the newest.`] : []),
    ...(isLatest !== false && number !== null ? [`One identifier stands for all versions: version ${number} is the one that is kept.`] : []),
  ];
}

function accessNotes(items: readonly Item[], version: unknown, { closed, recordUrl }: Facts): readonly string[] {
  const withheld = items.filter(({ file }) => file.availability === 'restricted').map(({ file }) => file.path);
  if (withheld.length === 0) return [];
  if (closed) return [`The files are not open. ${accessOf(items, version, recordUrl)}`];
  return [`${withheld.length} of ${counted(items.length, 'file')} not open: ${withheld.slice(0, 3).join(', ')}${withheld.length > 3 ? ' …' : ''}; ask for access at ${recordUrl}.`];
}
