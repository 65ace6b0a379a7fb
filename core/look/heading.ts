// Where the table begins and which lines are its header, by the rule of heading.py.
import { isQuantity, kindOf, whole, type Kind } from './cells.ts';
import type { Row } from './rows.ts';
import type { Settings } from './settings.ts';
import { isUnit } from './units.ts';
import { Unsure } from './unsure.ts';

const LOOKED_AT = 400; // rows that say what the columns hold
const MOST = 5; // lines of a header
const TITLE = 3; // cells of a title

export interface Heading {
  readonly first: number; // the place, among the rows, where the table begins
  readonly lines: number; // rows of the header
  readonly unitsRow: number | null; // which of them holds units
  readonly kinds: readonly Kind[]; // what most cells of each column are
}

const cellAt = (row: Row | undefined, place: number): string => row?.cells[place] ?? '';
const filled = ({ cells }: Row): number => cells.filter((cell) => cell.trim() !== '').length;
const MAYBE = new Unsure('its first row may be a header or not: --option header=1 or header=0 says it');

export function headingOf(rows: readonly Row[], wide: number, { skip, header, unitsRow }: Settings, comments: ReadonlyMap<number, string>): Heading {
  const first = skip !== null && rows[0]?.cells.length === wide ? 0 : begins(rows, wide);
  const table = rows.slice(first).filter(({ cells }) => cells.length === wide).slice(0, LOOKED_AT);
  const kinds = kindsOf(table, wide);
  const made = (lines: number, unit: number | null = null): Heading => ({ first, lines, unitsRow: unit, kinds });
  if (header !== null && !(skip !== null && (comments.has(skip) || rows[0]?.cells.length !== wide))) {
    const below = table[header - 1];
    return made(header, header > 1 && below !== undefined && (unitsRow ?? isUnits(below)) ? header - 1 : null);
  }
  if (!kinds.some(isQuantity)) {
    if (2 * kinds.filter((kind) => kind === 'empty').length >= wide && wide > 2) throw MAYBE;
    return made(Number(wordsDiffer(table, wide)));
  }
  const head = kinds.flatMap((kind, place) => (isQuantity(kind) ? [{ seen: kindOf(cellAt(table[0], place)), kind }] : []));
  const likes = head.map(({ seen, kind }) => seen === kind || seen === 'missing' || seen === 'empty' || (seen === 'number' && kind === 'time'));
  const named = head.filter(({ seen, kind }) => seen === 'word' || seen === 'missing' || (seen === 'time' && kind === 'number')).length;
  if (likes.every(Boolean) || (named === 0 && likes.some(Boolean))) return made(numeric(table, kinds));
  if (2 * named < head.filter(({ seen }) => seen !== 'empty').length) {
    if (named * 10 < head.length) return made(0);
    throw MAYBE;
  }
  let count = 1;
  while (count < Math.min(MOST, table.length - 1) && continues(table[count], kinds)) count += 1;
  const unit = table.slice(1, count).findIndex(isUnits);
  return made(count, unit < 0 ? null : unit + 1);
}

/** The first row of that width that is no title: words in few of the cells, where other rows have more; above a blank line half of the cells are few, too. */
function begins(rows: readonly Row[], wide: number): number {
  const most = Math.max(...rows.slice(0, LOOKED_AT).filter(({ cells }) => cells.length === wide).map(filled));
  const titled = (row: Row, below: Row = row): boolean => {
    const apart = below.line > row.line + row.lines || filled(below) === 0;
    const title = apart && wide > 2 ? Math.floor(wide / 2) : Math.max(1, Math.min(Math.floor(wide / 3), TITLE));
    return filled(row) <= title && title < most && !row.cells.some((cell) => kindOf(cell) === 'number');
  };
  const place = rows.findIndex((row, at) => row.cells.length === wide && !titled(row, rows[at + 1]));
  return Math.max(place, 0);
}

/** Below the first rows. */
export function kindsOf(table: readonly Row[], wide: number): readonly Kind[] {
  const start = Math.min(MOST, Math.floor(table.length / 2));
  const below = start < table.length ? table.slice(start) : table;
  return Array.from({ length: wide }, (_, place): Kind => {
    const seen = below.map((row) => kindOf(cellAt(row, place)));
    const many = (kind: Kind): number => seen.filter((one) => one === kind).length;
    const known = seen.length - many('empty') - many('missing');
    const enough = Math.min(0.9 * known, Math.max(1, known - 1)); // one cell of a short column may be a note below it
    if (known === 0) return 'empty';
    return (['number', 'time'] as const).find((kind) => many(kind) >= enough) ?? 'word';
  });
}

/** Lines of the header of a table whose first row holds numbers above numbers. */
function numeric(table: readonly Row[], kinds: readonly Kind[]): number {
  const numbers = kinds.flatMap((kind, place) => (kind === 'number' ? [place] : []));
  const words = kinds.flatMap((kind, place) => (kind === 'word' ? [place] : []));
  const looks = isSeries(table[0], numbers) && !table.slice(1, 3).some((row) => isSeries(row, numbers));
  if (looks && words.length > 0) {
    const below = new Set(table.slice(1).flatMap((row) => words.map((place) => cellAt(row, place).trim())));
    if (words.every((place) => !below.has(cellAt(table[0], place).trim()))) return 1;
  }
  if (looks && numbers.length > 2) throw MAYBE;
  return 0;
}

/** Whether whole numbers count by one, or are years that grow. */
function isSeries(row: Row | undefined, places: readonly number[]): boolean {
  const known = places.map((place) => whole(cellAt(row, place))).filter((one) => one !== null);
  if (known.length < places.length) return false;
  const steps = known.slice(1).map((after, place) => after - (known[place] ?? 0));
  return (steps.every((step) => step > 0) && known.every((one) => one >= 1800 && one < 2200)) || (known.length > 2 && steps.every((step) => step === 1));
}

/** Words and no number above columns of numbers. */
export function continues(row: Row | undefined, kinds: readonly Kind[]): boolean {
  const seen = kinds.flatMap((kind, place) => (isQuantity(kind) ? [kindOf(cellAt(row, place))] : []));
  return seen.includes('word') && !seen.some(isQuantity);
}

function isUnits({ cells }: Row): boolean {
  const known = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return known.length > 0 && known.every(isUnit);
}

/** Whether the first row of a table of words is a header: its cells are unlike those below. */
function wordsDiffer(table: readonly Row[], wide: number): boolean {
  const places = Array.from({ length: wide }, (_, place) => place);
  return table.length < 2 || places.every((place) => {
    const name = cellAt(table[0], place).trim();
    return name === '' || !table.slice(1).some((row) => cellAt(row, place).trim() === name);
  });
}

/** Whether a row holds names above the numbers of another one. */
export function unlike(row: Row, first: Row): boolean {
  const seen = row.cells.flatMap((name, place) => (isQuantity(kindOf(first.cells[place] ?? '')) ? [kindOf(name)] : []));
  return seen.length > 0 && !seen.some(isQuantity);
}
