// The tables of a dataset that were looked at, as one: their columns, what each could be learned as, and how they are written, in words.
import { counted } from '../words.ts';
import type { Column } from './kinds.ts';
import type { Look } from './look.ts';

export interface Preview {
  readonly files: readonly string[];
  readonly looks: readonly Look[];
  readonly columns: readonly Column[];
  readonly rows: number; // that were seen
  readonly whole: boolean; // no byte was left out
}

export interface Seen {
  readonly preview: Preview | null; // null: there was nothing to look at, or the look is not sure
  readonly notes: readonly string[]; // what a person should know of it
}

/** Files of other columns are no table together: null. */
export function together(seen: readonly { readonly path: string; readonly look: Look }[]): Preview | null {
  const [first, ...others] = seen;
  if (first === undefined) return null;
  let columns: readonly Column[] = first.look.columns;
  for (const { look } of others) {
    const byName = new Map(look.columns.map((column) => [column.name, column]));
    if (byName.size !== columns.length || !columns.every(({ name }) => byName.has(name))) return null;
    columns = columns.map((one) => merged(one, byName.get(one.name) ?? one));
  }
  const looks = seen.map(({ look }) => look);
  return { files: seen.map(({ path }) => path), looks, columns, rows: looks.reduce((sum, { rows }) => sum + rows, 0), whole: looks.every(({ whole }) => whole) };
}

/** Words in one file are words in all. */
function merged(one: Column, other: Column): Column {
  const different = one.kind === other.kind ? null : [one, other].find(({ kind }) => kind === 'words' || kind === 'undecided') ?? { kind: 'undecided' as const, why: 'it holds numbers in one file and times in another' };
  return {
    ...one, unit: one.unit ?? other.unit, kind: different?.kind ?? one.kind, why: different === null ? one.why ?? other.why : different.why,
    missing: one.missing + other.missing, values: new Set([...one.values, ...other.values]), whole: one.whole && other.whole,
  };
}

export interface Guess {
  readonly task: 'regression' | 'classification' | null; // null: it can be no target, or nobody can tell
  readonly reason: string;
}

export const MOST_CLASSES = 100; // as in suited.py

/** What a column could be learned as, and why. */
export function guessOf({ kind, values, whole, why }: Column): Guess {
  const many = values.size > MOST_CLASSES ? `more than ${MOST_CLASSES}` : String(values.size);
  if (kind === 'undecided') return { task: null, reason: why ?? 'not decided yet' };
  if (values.size === 0) return { task: null, reason: 'no value' };
  if (values.size === 1) return { task: null, reason: 'one value only' };
  if (kind === 'times') return { task: null, reason: 'times' };
  if (kind === 'words') return values.size > MOST_CLASSES ? { task: null, reason: `${many} different words` } : { task: 'classification', reason: `${many} different words${why === null ? '' : `: ${why}`}` };
  if (whole && values.size === 2) return { task: 'classification', reason: `two whole numbers, ${[...values].join(' and ')}` };
  return { task: 'regression', reason: `${many} different numbers` };
}

const NAMES: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', '^': 'carets', ':': 'colons', ' ': 'blanks' };

/** How one file is written: "commas between cells, decimal comma, cp1252, 2 lines skipped, no header". */
export function writtenAs({ separator, decimal, encoding, skip, header, footer, index, columns }: Look): string {
  const units = columns.filter(({ unit }) => unit !== null).length;
  return [
    columns.length === 1 ? 'one column' : `${NAMES[separator] ?? `'${separator}'`} between cells`,
    decimal === ',' ? 'decimal comma' : columns.some(({ numeral }) => numeral !== null) ? 'decimal point' : null,
    encoding,
    skip === 0 ? null : `${counted(skip, 'line')} above the ${header === 0 ? 'first row' : 'header'} skipped`,
    header === 0 ? 'no header' : header === 1 ? null : `${header} header lines`,
    footer === 0 ? null : `${counted(footer, 'line')} below the table left out`,
    units === 0 ? null : `units of ${counted(units, 'column')}`,
    index === null ? null : `"${index}" only counts the rows`,
  ].filter((part) => part !== null).join(', ');
}
