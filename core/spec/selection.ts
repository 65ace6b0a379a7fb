// Which files `make data` fetches: those a glob names, or all of them, with a word on their size.
import { UserError } from '../errors.ts';
import { counted, formatBytes } from '../words.ts';
import type { DatasetFile, DatasetRecord } from './dataset.ts';
import { portionOf, type Portion } from './portion.ts';

const LARGE = 5e9; // bytes: `make data` asks above this

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The place of the "]" or "}" that closes what opens at `start`, or -1; a "]" that comes first belongs to the set. */
function closing(glob: string, start: number): number {
  if (glob[start] === '[') return glob.indexOf(']', start + (/^[!^]/.test(glob.slice(start + 1)) ? 3 : 2));
  let depth = 0;
  for (let i = start; i < glob.length; i += 1) {
    if (glob[i] === '{') depth += 1;
    if (glob[i] === '}') depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}

function alternatives(inside: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of inside) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

function pattern(glob: string): string {
  let made = '';
  for (let i = 0; i < glob.length; i += 1) {
    const sign = glob[i] ?? '';
    const end = sign === '[' || sign === '{' ? closing(glob, i) : -1;
    const inside = glob.slice(i + 1, end);
    if (sign === '*') made += made.endsWith('.*') ? '' : '.*';
    else if (sign === '?') made += '.';
    else if (end < 0) made += literal(sign);
    else {
      const [, not, set = ''] = /^([!^]?)(.*)$/s.exec(inside) ?? [];
      made += sign === '{' ? `(?:${alternatives(inside).map(pattern).join('|')})` : `[${not ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`;
      i = end;
    }
  }
  return made;
}

/** Does a path, or its last part, match: `*`, `?`, `[a-z]`, `[!a]`, `{csv,root}`; case counts, and `*` crosses folders. */
export function matcher(glob: string): (path: string) => boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern(glob)})$`, 'su');
  } catch {
    throw new UserError(`--files '${glob}' is no pattern`, 'Write it like \'*.csv\', \'train/*\', \'run[0-9].root\' or \'*.{csv,json}\'.');
  }
  return path => expression.test(path) || expression.test(path.slice(path.lastIndexOf('/') + 1));
}

export const totalSize = (files: readonly DatasetFile[]): number => files.reduce((sum, { size }) => sum + (size ?? 0), 0);

/** The record with `selected` set: by --files, else for large ones by the catalogue's glob or to a first portion in one of the `formats`, else as it stands. */
export function selectFiles(record: DatasetRecord, glob: string | null, catalogueGlob: string | null, formats: readonly string[] = []): DatasetRecord {
  if (record.files.length === 0) return record;
  const chosen = record.files.filter(({ selected }) => selected);
  const total = totalSize(chosen);
  const used = glob ?? (total > LARGE ? catalogueGlob : null);
  if (used === null) {
    const portion = total > LARGE ? portionOf(chosen, formats, LARGE) : null;
    if (portion !== null && portion.paths.size < chosen.length) return ofPortion(record, portion, total);
    const note = `${counted(chosen.length, 'file')}, ${formatBytes(total)}: choose some of them with --files '<glob>' if that is too much.`;
    return total > LARGE ? { ...record, notes: [...record.notes, note] } : record;
  }
  const matches = matcher(used);
  const files = record.files.map(file => ({ ...file, selected: matches(file.path) }));
  const some = files.filter(({ selected }) => selected);
  if (some.length === 0 && glob === null) return selectFiles(record, null, null, formats);
  if (some.length === 0) throw nothingMatches(record, used);
  if (glob !== null || some.length === files.length) return { ...record, files };
  const note = `${counted(files.length, 'file')}, ${formatBytes(total)} in all: '${used}' selects ${counted(some.length, 'file')}, ${formatBytes(totalSize(some))}; `
    + 'choose others with --files.';
  return { ...record, files, notes: [...record.notes, note] };
}

function ofPortion(record: DatasetRecord, { paths, words }: Portion, total: number): DatasetRecord {
  const files = record.files.map(file => ({ ...file, selected: paths.has(file.path) }));
  const some = files.filter(({ selected }) => selected);
  const note = `${counted(files.length, 'file')}, ${formatBytes(total)} in all: ${words} is selected for a start, ${formatBytes(totalSize(some))}; choose others with --files.`;
  return { ...record, files, notes: [...record.notes, note] };
}

function nothingMatches({ files, requested }: DatasetRecord, glob: string): UserError {
  const some = files.slice(0, 10).map(({ path }) => path).join(', ');
  const more = files.length > 10 ? ` and ${files.length - 10} more` : '';
  return new UserError(`--files '${glob}' matches none of the ${counted(files.length, 'file')} of ${requested}`, `The files are: ${some}${more}`);
}

/** What a recipe reads of a record that holds more than that, where nobody chose files; the record as it is when its glob names none. */
export function narrowTo(record: DatasetRecord, glob: string | null): DatasetRecord {
  if (glob === null) return record;
  const matches = matcher(glob);
  const files = record.files.map(file => ({ ...file, selected: file.selected && matches(file.path) }));
  const left = record.files.filter((file, i) => file.selected && files[i]?.selected === false).length;
  if (left === 0 || !files.some(({ selected }) => selected)) return record;
  const note = `The recipe reads '${glob}': ${counted(left, 'other file')} of the record ${left === 1 ? 'is' : 'are'} not fetched; --files chooses otherwise.`;
  return { ...record, files, notes: [...record.notes, note] };
}
