// A record as a card for people: what `dataset <ref>` prints in a terminal.
import type { DatasetFile, DatasetRecord, Licence } from '../spec/dataset.ts';
import { counted, formatBytes, visible } from '../words.ts';
import { totalSize } from '../spec/selection.ts';

const CREATORS = 5;
const FILES = 10;

function shortened(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).join('; ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}

function licenceLine(licence: Licence | null): string | null {
  if (licence === null) return null;
  const name = licence.spdx === null || licence.name.startsWith(licence.spdx) ? licence.name : `${licence.spdx} (${licence.name})`;
  return `${name}, found in: ${licence.source}`;
}

function versionLine({ version, isLatest }: DatasetRecord): string | null {
  const newest = isLatest === null ? '' : isLatest ? 'the newest' : 'not the newest';
  return [version ?? '', newest].filter(part => part !== '').join(', ') || null;
}

const mark = ({ selected, availability, unsafe }: DatasetFile): string =>
  [selected ? '' : 'not selected', availability === 'online' ? '' : availability, unsafe ? 'pickle: loading it may run code' : ''].filter(part => part !== '').join(', ');

/** One line per file, in columns; a checksum is shown whole. */
function fileLines(files: readonly DatasetFile[]): readonly string[] {
  const rows = files.slice(0, FILES).map(file => [visible(file.path), file.size === null ? 'size unknown' : formatBytes(file.size), file.checksum ?? 'no checksum', mark(file)] as const);
  const [wide, high] = [Math.max(...rows.map(([path]) => path.length)), Math.max(...rows.map(([, size]) => size.length))];
  const lines = rows.map(([path, size, checksum, words]) => `  ${path.padEnd(wide)}  ${size.padStart(high)}  ${checksum}${words && `  (${words})`}`);
  return files.length > FILES ? [...lines, `  … and ${files.length - FILES} more`] : lines;
}

/** The size of all of them, as far as it is known. */
function sizeOf(files: readonly DatasetFile[]): string {
  const total = totalSize(files);
  if (!files.some(({ size }) => size === null)) return formatBytes(total);
  return total === 0 ? 'size unknown' : `at least ${formatBytes(total)}`;
}

function totalLine(files: readonly DatasetFile[]): string {
  const chosen = files.filter(({ selected }) => selected);
  const part = chosen.length === files.length ? '' : `; \`make data\` fetches ${counted(chosen.length, 'file')}, ${sizeOf(chosen)}`;
  return `${counted(files.length, 'file')}, ${sizeOf(files)}${part}`;
}

/** What a complete record would have and this one has not. */
function missing(record: DatasetRecord): string | null {
  const absent = [
    ['DOI', record.doi], ['creators', record.creators[0]], ['licence', record.licence], ['version', record.version], ['date', record.publicationDate],
    ['list of files', record.files[0]], ['description', record.description],
  ].filter(([, value]) => value == null).map(([name]) => name);
  const unchecked = record.files.filter(({ checksum }) => checksum === null).length;
  return [...absent, ...(unchecked === 0 ? [] : [`checksum of ${counted(unchecked, 'file')}`])].join(', ') || null;
}

/** Colours are the terminal's affair: by default there are none. */
type Paint = (style: 'bold' | 'dim' | 'yellow', text: string) => string;
const plain: Paint = (_, text) => text;

const STATUS = { resolved: null, 'metadata-only': 'metadata only: no list of files', unresolved: 'unresolved: nothing was looked up' } as const;

export function formatRecord(record: DatasetRecord, paint: Paint = plain): string {
  const lines: readonly (readonly [string, string | null])[] = [
    ['key', record.key], ['status', STATUS[record.status]], ['DOI', record.doi], ['all versions', record.conceptDoi], ['creators', shortened(record.creators.map(({ name }) => name), CREATORS) || null],
    ['published', [record.publicationDate, record.publisher].filter(part => part !== null).join(', ') || null], ['version', versionLine(record)],
    ['licence', licenceLine(record.licence) ?? (record.status === 'unresolved' ? null : 'none stated')], ['access', record.access], ['page', record.recordUrl], ['cite as', record.citation],
    ['variables', record.variables.length === 0 ? null : `${record.variables.length} described`], ['files', record.files.length === 0 ? null : totalLine(record.files)],
  ];
  const wide = Math.max(...lines.map(([name]) => name.length));
  const facts = lines.flatMap(([name, value]) => (value === null ? [] : [`${paint('dim', name.padEnd(wide))}  ${visible(value)}`]));
  const absent = missing(record);
  return [
    paint('bold', visible(record.title)), '', ...facts, ...(record.files.length === 0 ? [] : ['', ...fileLines(record.files)]),
    ...(absent === null ? [] : ['', `${paint('yellow', 'missing:')} ${absent}`]), ...(record.notes.length === 0 ? [] : ['', ...record.notes.map(note => `${paint('yellow', 'note:')} ${visible(note)}`)]), '',
  ].join('\n');
}
