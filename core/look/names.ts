// The names of the columns, made of the lines of a header, as names.py makes them.
import type { Row } from './rows.ts';
import { inner, NONE } from './units.ts';

const clean = (word: string): string => word.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();

/** A name for each of `wide` cells, '' for none, and the units of a row of units; in several lines a name stands for the empty cells to its right, too, except in the last line. */
export function joined(header: readonly Row[], unitsRow: number | null, wide: number): { readonly names: readonly string[]; readonly units: ReadonlyMap<number, string> } {
  const parts: string[][] = Array.from({ length: wide }, () => []);
  const lines = header.filter((_, place) => place !== unitsRow);
  for (const [number, { cells }] of lines.entries()) {
    let last = '';
    for (const [place, words] of parts.entries()) {
      const word = clean(cells[place] ?? '');
      const named = number < lines.length - 1 && word === '' ? last : word;
      last = word === '' ? last : word;
      if (named !== '' && !words.includes(named)) words.push(named);
    }
  }
  const units = new Map<number, string>();
  for (const [place, cell] of (unitsRow === null ? [] : header[unitsRow]?.cells ?? []).entries()) {
    const unit = inner(cell);
    if (unit !== '' && !NONE.includes(unit)) units.set(place, unit);
  }
  return { names: parts.map((words) => words.join(' ')), units };
}

/** Each column by a name of its own: `column 3` where it has none, `x 2` where it comes again. */
export function different(names: readonly string[]): readonly string[] {
  const made: string[] = [];
  for (const [place, name] of names.entries()) {
    let [chosen, count] = [name === '' ? `column ${place + 1}` : name, 1];
    while (made.includes(chosen) || (count > 1 && names.includes(chosen))) {
      count += 1;
      chosen = `${name} ${count}`;
    }
    made.push(chosen);
  }
  return made;
}
