// A report, a plan, a list or a record for people: plain lines, coloured by the hand that prints them.
import type { Plan } from '../plan/plan.ts';
import { counted, formatBytes, visible } from '../words.ts';
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
    `${paint('green', 'Made')} ${paint('bold', visible(project.title))} in ${paint('bold', visible(report.directory))}: ${counted(created.length, 'file')}${kept.length > 0 ? `, ${kept.length} were there already` : ''}.`,
    `  ${project.model} (${project.framework}), ${project.task} on ${project.datasets.map(visible).join(', ')}, read by recipe ${project.recipe}`,
    ...(report.git === null ? [] : [`  git: ${report.git}`]),
    ...conflicts.map((path) => `  ${paint('red', 'conflict')} ${path}: what is there stays as it is`),
    ...notesOf(report.notes, paint),
    '',
    paint('bold', 'Next'),
    ...report.next.map((command) => `  ${paint('cyan', command)}`),
    paint('dim', `  The data: ${download.files === 0 ? 'no file is known yet' : `${counted(download.files, 'file')}, ${sizeOf(download)}`}.${report.next.some((command) => command.includes(' train ')) ? ' Without them: make data-sample train evaluate card DATA=sample' : ''}`),
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

const sizeOf = ({ bytes, unknown }: { readonly bytes: number; readonly unknown: number }): string =>
  unknown === 0 ? formatBytes(bytes) : bytes === 0 ? 'size unknown' : `${formatBytes(bytes)} and ${unknown} of unknown size`;
