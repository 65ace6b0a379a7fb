// The files of a record as lines of a card: in columns, no wider than a terminal, and a long list stays short.
import type { Availability, DatasetFile } from '../spec/dataset.ts';
import { totalSize } from '../spec/selection.ts';
import { counted, formatBytes, visible } from '../words.ts';

const WIDTH = 80;
const FILES = 10;
const SHORTEST_CHECKSUM = 16;

const STATES: Readonly<Record<Availability, string>> = { online: 'online', tape: 'on tape', restricted: 'restricted', withdrawn: 'withdrawn', unknown: 'not known to be online' };

const mark = ({ selected, availability, unsafe }: DatasetFile): string =>
  [selected ? '' : 'not selected', availability === 'online' || availability === 'unknown' ? '' : STATES[availability], unsafe ? 'pickle: loading it may run code' : ''].filter(part => part !== '').join(', ');

/** The middle gives way: a name's beginning and its ending say most. */
const shortPath = (path: string, room: number): string => (path.length <= room ? path : `${path.slice(0, Math.ceil(room / 2) - 1)}…${path.slice(-Math.floor(room / 2))}`);

/** The beginning of a checksum is enough for the eye; `--json` has it whole. */
const shortChecksum = (checksum: string, room: number): string => (checksum.length <= room ? checksum : `${checksum.slice(0, room - 1)}…`);

/** "90 .root, 82 .h5" of the files that are not shown. */
function endings(files: readonly DatasetFile[]): string {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const ending = /\.[a-z0-9]{1,8}(?:\.(?:gz|bz2|xz|zst))?$/i.exec(path)?.[0].toLowerCase() ?? 'without an ending';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return `${sorted.slice(0, 3).map(([ending, count]) => `${count} ${ending}`).join(', ')}${sorted.length > 3 ? ' …' : ''}`;
}

/** One line per file, those that are fetched first. */
export function fileLines(files: readonly DatasetFile[]): readonly string[] {
  const sorted = [...files.filter(({ selected }) => selected), ...files.filter(({ selected }) => !selected)];
  const shown = files.length <= FILES + 1 ? sorted : sorted.slice(0, FILES);
  const sizes = shown.map(({ size }) => (size === null ? 'size unknown' : formatBytes(size)));
  const marks = shown.map(mark).map(words => (words === '' ? '' : `  (${words})`));
  const longest = (words: readonly string[]): number => Math.max(...words.map(({ length }) => length));
  const checksums = shown.map(({ checksum }) => checksum ?? 'no checksum');
  const room = Math.max(WIDTH - '  '.length * 3 - longest(sizes) - longest(marks), 2 * SHORTEST_CHECKSUM); // for path and checksum
  const paths = shown.map(({ path }) => shortPath(visible(path), room - Math.min(longest(checksums), SHORTEST_CHECKSUM)));
  const lines = checksums.map((checksum, i) => `  ${paths[i]?.padEnd(longest(paths))}  ${sizes[i]?.padStart(longest(sizes))}  ${shortChecksum(checksum, room - longest(paths))}${marks[i]}`);
  const rest = sorted.slice(shown.length);
  return rest.length === 0 ? lines : [...lines, `  … and ${rest.length} more: ${endings(rest)}`];
}

/** The size of all of them, as far as it is known. */
function sizeOf(files: readonly DatasetFile[]): string {
  const total = totalSize(files);
  if (!files.some(({ size }) => size === null)) return formatBytes(total);
  return total === 0 ? 'size unknown' : `at least ${formatBytes(total)}`;
}

export function totalLine(files: readonly DatasetFile[]): string {
  const chosen = files.filter(({ selected }) => selected);
  const part = chosen.length === files.length ? '' : `; \`make data\` fetches ${counted(chosen.length, 'file')}, ${sizeOf(chosen)}`;
  return `${counted(files.length, 'file')}, ${sizeOf(files)}${part}`;
}

/** "180 online, 2 on tape", or null where every file is there for everybody. */
export function availabilityLine(files: readonly DatasetFile[]): string | null {
  if (files.every(({ availability }) => availability === 'online')) return null;
  const states: readonly Availability[] = ['online', 'tape', 'restricted', 'withdrawn', 'unknown'];
  return states.map(state => [files.filter(({ availability }) => availability === state).length, STATES[state]] as const).filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`).join(', ');
}
