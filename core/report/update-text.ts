// An update for people: what changed at the archives, what became of the files, and what is left to do.
import type { Pair } from '../plan/update-difference.ts';
import { counted, formatBytes, visible } from '../words.ts';
import type { Paint } from './text.ts';
import type { UpdateReport } from './update.ts';

type Dataset = UpdateReport['datasets'][number];
type File = Dataset['files'][number];
const SHOWN = 20; // files or lines of each kind; --json has all of them

export function formatUpdate(report: UpdateReport, paint: Paint): string {
  const lines = [...report.datasets.flatMap((dataset) => datasetLines(dataset, paint)), ...written(report, paint)];
  for (const { path, why, remedy, lines: change } of report.conflicts) {
    lines.push(`  ${paint('red', 'conflict')} ${path}: ${why}. ${remedy}`, ...cut(change.map((line) => `      ${paint(line.startsWith('-') ? 'red' : 'green', visible(line))}`)));
  }
  if (report.unlocked.length > 0) lines.push(...cut(report.unlocked.map((path) => `  ${paint('cyan', 'unlocked')} ${visible(path)}`)));
  lines.push(...report.notes.map((note) => `  ${paint('yellow', 'note')} ${visible(note)}`));
  if (report.next.length > 0) lines.push('', paint('bold', 'Next'), ...report.next.map((command) => `  ${paint('cyan', command)}`));
  return `${lines.join('\n')}\n`;
}

const HEADS: Readonly<Record<Dataset['kind'], string>> = {
  unchanged: 'nothing changed', changed: 'changed', version: 'another version', resolved: 'known now', withdrawn: 'withdrawn', left: 'left as it is: its folder is not on this computer',
};

function datasetLines(dataset: Dataset, paint: Paint): readonly string[] {
  const { requested, before, title, kind, version, newer, withdrawn, metadata, files } = dataset;
  const style = kind === 'withdrawn' ? 'red' : dataset.changed ? 'green' : 'dim';
  const lines = [`${paint('bold', visible(title))} (${visible(requested)}): ${paint(style, HEADS[kind])}`];
  const add = (what: string, words: string): void => void lines.push(`  ${what.padEnd(9)} ${visible(words)}`);
  if (before !== requested) add('looked up', `${before} → ${requested}`);
  if (version !== null) add('version', `${release(version.from)} → ${release(version.to)}`);
  if (withdrawn !== null) add('gone', `${withdrawn.said}${/[.!?]$/.test(withdrawn.said) ? '' : '.'} What is known of it stays in data/manifest.json.`);
  const told = kind === 'resolved' ? metadata.filter(({ field }) => field === 'title' || field === 'licence' || field === 'creators') : metadata.filter(({ field }) => field !== 'isLatest' || newer === null);
  for (const { field, from, to } of told) add(words[field] ?? field, `${valueOf(field, from)} → ${valueOf(field, to)}`);
  lines.push(...fileLines(files, paint));
  if (newer !== null) add('newer', `${release(newer)} exists; to move to it: ${newer.command}`);
  return lines;
}

const words: Readonly<Record<string, string>> = { recordUrl: 'page', publicationDate: 'date', conceptDoi: 'concept', description: 'text', isLatest: 'newest', publisher: 'publisher' };
const release = ({ doi, version }: { readonly doi: string | null; readonly version: string | null }): string => [doi ?? 'no DOI', ...(version === null ? [] : [`(${version})`])].join(' ');

/** Fields by what a person looks for in them; long ones cut. */
function valueOf(field: string, value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  if (Array.isArray(value) && field === 'variables') return counted(value.length, 'variable');
  const text = Array.isArray(value) ? value.map(nameOf).join('; ') : nameOf(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [spdx, name] = [Reflect.get(value, 'spdx'), Reflect.get(value, 'name')];
  return String(spdx ?? name ?? JSON.stringify(value));
}

function fileLines(files: readonly File[], paint: Paint): readonly string[] {
  const moved = files.filter(({ change }) => change === 'address').length;
  const told = files.filter(({ change }) => change !== 'address').map((file) => `  ${paint(styles[file.change], file.change.padEnd(9))} ${visible(fileWords(file))}`);
  return [...cut(told), ...(moved === 0 ? [] : [`  ${'address'.padEnd(9)} of ${counted(moved, 'file')} with the same content`])];
}

const styles = { added: 'green', removed: 'yellow', withdrawn: 'red', changed: 'cyan', selection: 'cyan', address: 'dim' } as const;

function fileWords({ path, change, selected, size, checksum, availability }: File): string {
  const bytes = (value: number | null): string => (value === null ? 'size unknown' : formatBytes(value));
  const between = <T>(pair: Pair<T> | null, print: (value: T) => string): readonly string[] => (pair === null ? [] : [`${print(pair.from)} → ${print(pair.to)}`]);
  const text = (value: string | null): string => value ?? 'none';
  if (change === 'added') return `${path} (${[bytes(size?.to ?? null), selected ? 'fetched' : 'not fetched'].join(', ')})`;
  if (change === 'removed') return path;
  if (change === 'withdrawn') return `${path}: the archive no longer has it`;
  if (change === 'selection') return `${path}: ${selected ? 'fetched from now on' : 'no longer fetched'}`;
  return `${path}: ${[...between(size, (value) => (value === null ? 'unknown' : `${value} B`)), ...between(checksum, text), ...between(availability, text)].join('; ')}`;
}

function written({ changed, dryRun, directory, written: { created, replaced, removed } }: UpdateReport, paint: Paint): readonly string[] {
  if (!changed) return [`Nothing to update in ${paint('bold', visible(directory))}: nothing was written.`];
  const kinds = [['create', 'created', created], ['replace', 'replaced', replaced], ['remove', 'removed', removed]] as const;
  const list = (plan: string, did: string, paths: readonly string[]): readonly string[] => (paths.length === 0 ? [] : [`  ${(dryRun ? plan : did).padEnd(9)} ${paths.join(', ')}`]);
  return [dryRun ? `What would be written in ${paint('bold', visible(directory))} (nothing is):` : `${paint('green', 'Updated')} ${paint('bold', visible(directory))}:`, ...kinds.flatMap(([plan, did, paths]) => list(plan, did, paths))];
}

const cut = (lines: readonly string[]): readonly string[] => (lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `  … and ${lines.length - SHOWN} more: --json lists them all`]);
