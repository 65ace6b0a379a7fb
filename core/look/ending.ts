// What stands below a table, by the rule of ending.py: notes are cut off; what looks like a sum or a second table is left to `make data`.
import { isQuantity, kindOf, type Kind } from './cells.ts';
import { counted } from '../words.ts';
import { continues } from './heading.ts';
import { SPACES, type Row } from './rows.ts';
import { Unsure } from './unsure.ts';

const MOST = 30; // lines that a footer may take
const SUMS = 'total|totals|totale|totaal|sum|summe|somme|suma|somma|gesamt|mean|average|mittelwert|mittel|durchschnitt|moyenne|media|média|promedio|gemiddelde|median|médiane|std|min|max'.split('|');

/** The rows without the notes below them. */
export function withoutFooter(rows: readonly Row[], wide: number, separator: string, kinds: readonly Kind[]): readonly Row[] {
  let end = rows.length;
  while (end > Math.max(1, rows.length - MOST) && foots(rows[end - 1], rows[end - 2], wide, separator, kinds)) end -= 1;
  const last = rows[end - 1];
  if (end === rows.length && last !== undefined && rows.length > 1 && last.cells.length === wide) {
    const first = (last.cells[0] ?? '').trim().toLowerCase().replace(/:+$/, '');
    if ((isQuantity(kinds[0]) && SUMS.includes(first)) || prose(last, wide, kinds)) throw new Unsure(`line ${last.line} is no row like the others`);
  }
  return rows.slice(0, end);
}

function foots(row: Row | undefined, before: Row | undefined, wide: number, separator: string, kinds: readonly Kind[]): boolean {
  if (row === undefined || before === undefined) return false;
  if (row.cells.length === 1 && wide > 1 && separator !== SPACES) return kindOf(row.cells[0] ?? '') === 'word';
  if ((separator === ' ' || separator === SPACES) && prose(row, wide, kinds)) return true;
  return row.cells.length !== wide && (isApart(row, before) || before.cells.length !== wide) && continues(row, kinds);
}

/** Whether a row has words wherever the columns hold numbers, in two places at least or in all. */
function prose({ cells }: Row, wide: number, kinds: readonly Kind[]): boolean {
  const expected = cells.filter((_, place) => isQuantity(kinds[place]));
  return (expected.length > 1 || (expected.length === cells.length && cells.length === wide)) && expected.every((cell) => kindOf(cell) === 'word');
}

/** Whether a word stands where the columns hold numbers or times, as in front of a sum. */
const misplaced = ({ cells }: Row, kinds: readonly Kind[]): boolean => cells.some((cell, place) => isQuantity(kinds[place]) && kindOf(cell) === 'word');

export const isApart = (row: Row, before: Row): boolean => row.line > before.line + before.lines;
export const filledIn = ({ cells }: Row): number => cells.filter((cell) => cell.trim() !== '').length;

/** Rows of the table alone; Unsure where one has another number of cells, or another table begins below an empty row. */
export function alike(rows: readonly Row[], wide: number, kinds: readonly Kind[]): readonly Row[] {
  const usual = rows.map(filledIn).sort((a, b) => a - b)[Math.floor((rows.length * 9) / 10)] ?? 0;
  for (const [place, row] of rows.entries()) {
    const before = rows[place - 1];
    const filled = filledIn(row);
    if (row.cells.length !== wide) throw new Unsure(`line ${row.line} has ${counted(row.cells.length, 'cell')} where others have ${wide}`);
    const gap = before !== undefined && (filledIn(before) === 0 || isApart(row, before));
    const sparse = filled <= Math.max(1, Math.floor(wide / 3)) && usual > Math.max(1, Math.floor(wide / 3));
    if (gap && filled > 0 && (continues(row, kinds) || (sparse && wide > 1) || (filled < usual && misplaced(row, kinds)))) throw new Unsure(`line ${row.line} may begin a second table`);
  }
  return rows.filter((row) => filledIn(row) > 0);
}
