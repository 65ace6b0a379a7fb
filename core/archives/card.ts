// A record as a card for people: what `dataset <ref>` prints in a terminal.
import type { Creator, DatasetRecord, Licence } from '../spec/dataset.ts';
import { counted, visible, wrapped } from '../words.ts';
import { availabilityLine, fileLines, totalLine } from './card-files.ts';

const WIDTH = 80;
const CREATORS = 5;

function creatorLine(creators: readonly Creator[]): string | null {
  const shown = creators.slice(0, CREATORS).map(({ name, orcid }) => (orcid === null ? name : `${name} (${orcid})`)).join('; ');
  return (creators.length > CREATORS ? `${shown} and ${creators.length - CREATORS} more` : shown) || null;
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
    ['key', record.key], ['status', STATUS[record.status]], ['DOI', record.doi], ['all versions', record.conceptDoi], ['creators', creatorLine(record.creators)],
    ['published', [record.publicationDate, record.publisher].filter(part => part !== null).join(', ') || null], ['version', versionLine(record)],
    ['licence', licenceLine(record.licence) ?? (record.status === 'unresolved' ? null : 'none stated')], ['access', record.access], ['page', record.recordUrl], ['cite as', record.citation],
    ['variables', record.variables.length === 0 ? null : `${record.variables.length} described`], ['files', record.files.length === 0 ? null : totalLine(record.files)],
    ['available', availabilityLine(record.files)],
  ];
  const wide = Math.max(...lines.map(([name]) => name.length)) + 2;
  const facts = lines.flatMap(([name, value]) => (value === null ? [] : [`${paint('dim', name.padEnd(wide - 2))}  ${wrapped(visible(value), WIDTH - wide, wide)}`]));
  const absent = missing(record);
  const headed = (word: string, text: string): string => `${paint('yellow', `${word}:`)} ${wrapped(visible(text), WIDTH - word.length - 2, word.length + 2)}`;
  return [
    ...wrapped(visible(record.title), WIDTH, 0).split('\n').map(line => paint('bold', line)), '', ...facts, ...(record.files.length === 0 ? [] : ['', ...fileLines(record.files)]),
    ...(absent === null ? [] : ['', headed('missing', absent)]), ...(record.notes.length === 0 ? [] : ['', ...record.notes.map(note => headed('note', note))]), '',
  ].join('\n');
}
