// What a dataset record says, as lines of Markdown for the README and the data card. Words of an archive are strangers' words: each goes through md().
import type { DatasetEntry, Published } from '../catalogue/catalogue.ts';
import type { DatasetFile, DatasetRecord } from '../spec/dataset.ts';
import { printed } from '../spec/recipe-options.ts';
import { md } from './quoting.ts';
import { doiUrl } from './records/work.ts';

const listed = 20; // files in the card's table; all of them stand in data/manifest.json

/** 1449418 → "1.4 MB (1 449 418 B)". */
export function bytes(size: number): string {
  const exact = `${String(size).replace(/\B(?=(\d{3})+$)/g, ' ')} B`;
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), 5);
  return power === 0 ? exact : `${(size / 10 ** (3 * power)).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB'][power]} (${exact})`;
}

const total = (files: readonly DatasetFile[]): string => {
  const known = files.flatMap(({ size }) => (size === null ? [] : [size]));
  const unknown = files.length - known.length;
  const sum = bytes(known.reduce((sum, size) => sum + size, 0));
  return unknown === 0 ? sum : known.length === 0 ? 'size unknown' : `${sum} and ${unknown} of unknown size`;
};

const isAddress = (url: string): boolean => /^https?:\/\//.test(url);
const address = (url: string): string => (isAddress(url) ? `<${url.replace(/[<>\s\\`]/g, encodeURIComponent)}>` : md(url));
const link = (words: string, url: string): string => (isAddress(url) ? `[${md(words)}](${address(url)})` : md(words));

export const title = (record: DatasetRecord): string => md(record.title) || 'The dataset';

export function licence(record: DatasetRecord): string {
  if (record.licence === null) return record.archive === 'local' ? 'none stated' : 'none stated by the archive; ask the creators before you reuse or redistribute the data';
  const { spdx, name, url, source } = record.licence;
  const named = spdx ?? name;
  return `${url === null ? md(named) : link(named, url)} (found in: ${md(source)})`;
}

export function selection(record: DatasetRecord): string {
  const chosen = record.files.filter(({ selected }) => selected);
  if (record.files.length === 0) return 'the archive gave no list of files';
  if (chosen.length === record.files.length) return `${record.files.length}, ${total(record.files)}`;
  return `${chosen.length} of ${record.files.length} chosen, ${total(chosen)} of ${total(record.files)}`;
}

/** The list of facts that README and data card share. */
export function facts(record: DatasetRecord): string {
  const entries: readonly (readonly [string, string | null])[] = [
    ['DOI', record.doi === null ? null : link(record.doi, doiUrl(record.doi))],
    ['Record', record.recordUrl === null ? null : address(record.recordUrl)],
    ['Licence', licence(record)],
    ['Version', record.version === null ? null : md(record.version)],
    ['Files', selection(record)],
    ['Access', record.access === null ? null : md(record.access)],
  ];
  return list(entries);
}

/** What the data card says beyond that. */
export function details(record: DatasetRecord): string {
  const published = [record.publisher, record.publicationDate].filter((part) => part !== null).join(', ');
  const creators = record.creators.map(({ name, orcid }) => (orcid === null ? md(name) : link(name, `https://orcid.org/${orcid}`)));
  const entries: readonly (readonly [string, string | null])[] = [
    ['Creators', creators.join('; ')],
    ['Published', md(published)],
    ['DOI of all versions', record.conceptDoi === null ? null : link(record.conceptDoi, doiUrl(record.conceptDoi))],
    ['To be cited as', record.citation === null ? null : md(record.citation)],
    ['Record read', record.resolvedAt === null ? null : md(record.resolvedAt)],
    ...record.notes.map((note): readonly [string, string] => ['Note', md(note)]),
  ];
  return list(entries);
}

function list(entries: readonly (readonly [string, string | null])[]): string {
  return entries.filter(([, words]) => words !== null && words !== '').map(([what, words]) => `- ${what}: ${words}`).join('\n');
}

/** The table of files; '' when there are none. */
export function fileTable(record: DatasetRecord): string {
  const rows = record.files.slice(0, listed).map((file) => {
    const remark = [file.selected ? 'yes' : 'no', ...(file.availability === 'online' || file.availability === 'unknown' ? [] : [file.availability]), ...(file.unsafe ? ['a pickle: loading it can run code'] : [])];
    return [md(file.path), file.size === null ? 'unknown' : bytes(file.size), file.checksum === null ? 'none given' : md(file.checksum), remark.join('; ')];
  });
  const more = record.files.length > listed ? `\n\nThe other ${record.files.length - listed} files stand in \`data/manifest.json\`.` : '';
  return rows.length === 0 ? '' : `${table(['file', 'size', record.archive === 'local' ? 'checksum' : 'checksum of the archive', 'chosen'], rows)}${more}`;
}

/** Every option that the recipe takes; what the project is made for is no option of it any more. */
export function optionTable({ options }: DatasetEntry): string {
  const rows = Object.entries(options).filter(([, { fixed }]) => fixed !== true).map(([name, { kind, choices, default: standard, words }]) =>
    [`\`${name}\``, md((choices ?? []).map(printed).join(' or ') || kind), standard === null ? '–' : md(printed(standard)), md(words)]);
  return table(['option', 'takes', 'if it is not set', 'meaning'], rows);
}

/** The columns that the catalogue or the archive documents; '' when nobody does. */
export function columnTable(entry: DatasetEntry, record: DatasetRecord): string {
  const rows =
    entry.features.length > 0
      ? entry.features.map(({ name, type, unit, role, description }) => [md(name), md(type), md(unit ?? '–'), role, md(description)])
      : record.variables.map(({ name, type, unit, description }) => [md(name), md(type ?? '–'), md(unit ?? '–'), '–', md(description ?? '–')]);
  return rows.length === 0 ? '' : table(['name', 'type', 'unit', 'role', 'description'], rows);
}

/** As published, with at most ten decimals. */
const asWritten = ({ value, digits, uncertainty, unit }: Published): string => [value.toFixed(Math.min(digits, 10)), ...(uncertainty === undefined ? [] : [`± ${uncertainty}`]), unit ?? ''].join(' ').trim();

/** Published numbers, each with its source; '' when there are none. */
export function publishedTable(published: readonly Published[]): string {
  const rows = published.map((one) => [md(one.model), md(one.metric), md(one.split), md(asWritten(one)), md(one.note === undefined ? one.source : `${one.source}. ${one.note}`)]);
  return rows.length === 0 ? '' : table(['model', 'metric', 'split', 'value', 'source'], rows);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
