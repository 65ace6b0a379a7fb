// A report, a plan, a list or a record for people: plain lines, coloured by the hand that prints them.
import type { Plan } from '../plan/plan.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import type { Report } from './report.ts';

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';
export type Paint = (style: Style, text: string) => string;

const styles = { create: 'green', merge: 'cyan', keep: 'dim', conflict: 'red' } as const;

export function formatPlan(plan: Plan, directory: string, paint: Paint): string {
  const lines = plan.changes.map(({ kind, path, owner, why }) => `  ${paint(styles[kind], kind.padEnd(8))} ${path.padEnd(44)} ${paint('dim', `${owner}: ${why}`)}`);
  return [`What would be made in ${paint('bold', visible(directory))} (nothing is written):`, ...lines, ...notesOf(plan.notes, paint), ''].join('\n');
}

export function formatReport(report: Report, paint: Paint): string {
  const { project, created, kept, conflicts, download } = report;
  const lines = [
    `${paint('green', 'Made')} ${paint('bold', visible(project.title))} in ${paint('bold', visible(report.directory))}: ${count(created.length, 'file')}${kept.length > 0 ? `, ${kept.length} were there already` : ''}.`,
    `  ${project.model} (${project.framework}), ${project.task} on ${project.datasets.map(visible).join(', ')}, read by recipe ${project.recipe}`,
    ...(report.git === null ? [] : [`  git: ${report.git}`]),
    ...conflicts.map((path) => `  ${paint('red', 'conflict')} ${path}: what is there stays as it is`),
    ...notesOf(report.notes, paint),
    '',
    paint('bold', 'Next'),
    ...report.next.map((command) => `  ${paint('cyan', command)}`),
    paint('dim', `  The data: ${download.files === 0 ? 'no file is known yet' : `${count(download.files, 'file')}, ${sizeOf(download)}`}. Without them: make data-sample train evaluate card DATA=sample`),
    '',
    paint('bold', 'This run again'),
    `  ${report.replay}`,
    '',
  ];
  return lines.join('\n');
}

function notesOf(notes: readonly string[], paint: Paint): readonly string[] {
  return notes.map((note) => `  ${paint('yellow', 'note')} ${visible(note)}`);
}

/** For `list`: aligned columns. */
export function formatTable(rows: readonly (readonly string[])[], paint: Paint): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))));
  return `${lines.map(([first = '', ...rest]) => [paint('bold', first), ...rest].join('  ')).join('\n')}\n`;
}

/** For `dataset`: what a DOI, URL, key or path resolves to. */
export function formatRecord(record: DatasetRecord, paint: Paint): string {
  const listed = 20;
  const facts: readonly (readonly [string, string | null])[] = [
    ['status', record.status],
    ['DOI', record.doi],
    ['all versions', record.conceptDoi],
    ['record', record.recordUrl],
    ['archive', record.archive],
    ['creators', record.creators.map(({ name }) => name).join('; ')],
    ['licence', record.licence === null ? 'none found' : `${record.licence.spdx ?? record.licence.name} (${record.licence.source})`],
    ['version', record.version],
    ['published', [record.publisher, record.publicationDate].filter((word) => word !== null).join(', ')],
    ['access', record.access],
  ];
  const chosen = record.files.filter(({ selected }) => selected);
  const size = (files: DatasetRecord['files']): string => sizeOf({ bytes: files.reduce((sum, file) => sum + (file.size ?? 0), 0), unknown: files.filter((file) => file.size === null).length });
  const lines = [
    paint('bold', visible(record.title)),
    ...facts.filter(([, value]) => value !== null && value !== '').map(([name, value]) => `  ${name.padEnd(13)} ${visible(value ?? '')}`),
    `  ${'files'.padEnd(13)} ${record.files.length === 0 ? 'no list' : `${record.files.length} (${size(record.files)}), of which ${chosen.length} (${size(chosen)}) are fetched`}`,
    ...record.files.slice(0, listed).map((file) => `    ${file.selected ? '+' : '-'} ${visible(file.path)}  ${paint('dim', [file.size === null ? 'size unknown' : bytesOf(file.size), file.checksum ?? 'no checksum', ...(file.unsafe ? ['pickle: loading it can run code'] : [])].join(', '))}`),
    ...(record.files.length > listed ? [`    and ${record.files.length - listed} more: --json lists all`] : []),
    ...notesOf(record.notes, paint),
    '',
  ];
  return lines.join('\n');
}

/** Words of strangers on a terminal: no control character moves its cursor. */
export const visible = (text: string): string => text.replace(/\s*[\n\r]+\s*/g, ' ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const sizeOf = ({ bytes, unknown }: { readonly bytes: number; readonly unknown: number }): string =>
  unknown === 0 ? bytesOf(bytes) : bytes === 0 ? 'size unknown' : `${bytesOf(bytes)} and ${unknown} of unknown size`;

/** 1449418 → "1.4 MB". */
export function bytesOf(size: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), 5);
  return power === 0 ? `${size} B` : `${(size / 10 ** (3 * power)).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB'][power]}`;
}
