// Which separator and quote a text is written with: those whose rows are most alike and whose cells make sense, by the measure of dialect.py.
import { kindOf } from './cells.ts';
import { SPACES, split, type Row } from './rows.ts';
import type { Settings } from './settings.ts';
import { Unsure } from './unsure.ts';

const SEPARATORS = [',', ';', '\t', '|', '^', ':', ' ', SPACES];
const CELLS = 12_000; // looked at for each candidate
const BONUS: Readonly<Record<string, number>> = { ';': 1.03, '\t': 1.03, ',': 1.02, ':': 0.9, ' ': 0.85, [SPACES]: 0.86, '^': 0.98 };
const SEVERAL = /^\s*[-+\d.eE]+(?:\s+[-+\d.eE]+)+\s*$/; // numbers between blanks
const OTHERS = [';', '\t', '|', '^'];

export interface Dialect {
  readonly separator: string;
  readonly quote: string; // '': none is used
}

export function dialectOf(lines: readonly string[], separator: string | null, quote: Settings['quote']): Dialect {
  const text = lines.join('\n');
  const separators = separator === ' ' ? [' ', SPACES] : separator !== null ? [separator] : SEPARATORS.filter((one) => one === ',' || occurs(one, text));
  const quotes = quote !== null ? [quote] : ['"', ...(text.includes("'") ? ["'"] : []), ''];
  if (quotes.some((around) => around !== '' && text.includes(`\\${around}`))) throw new Unsure('quotes stand behind backslashes in it');
  let best = { value: -1, separator: ',', quote: '"' };
  for (const mark of separators) {
    let quoted = false; // some cell stands in quotes, so that these mean something
    for (const around of quotes) {
      if (quote === null && around === '' && (!text.includes('"') || quoted)) continue;
      const rows = sampled(lines, mark, around);
      quoted ||= around === '"' && rows.some((row) => row.quoted.size > 0);
      const value = score(rows, mark) * (around === '"' ? 1 : around === '' ? 0.9 : 0.97);
      if (value > best.value + 1e-9) best = { value, separator: mark, quote: around };
    }
  }
  return best;
}

/** Where tabs stand in most lines, blanks are no separator. */
const occurs = (separator: string, text: string): boolean => (separator === SPACES ? text.includes(' ') && text.split('\t').length < text.split('\n').length : text.includes(separator));

/** Some rows: all of a small text, the first ones of a wide or long one. */
function sampled(lines: readonly string[], separator: string, quote: string): readonly Row[] {
  const first = split(lines.slice(0, 60), separator, quote);
  const width = Math.max(1, ...first.map(({ cells }) => cells.length));
  return split(lines.slice(0, Math.max(60, Math.floor(CELLS / width))), separator, quote);
}

/** How much the rows look like a table, 0 to about 1. */
function score(rows: readonly Row[], separator: string): number {
  if (rows.length === 0) return 0;
  const [width, count] = commonest(rows);
  let [good, foreign, lone, total] = [0, 0, 0, 0];
  for (const { cells, quoted } of rows) {
    if (cells.length !== width) continue;
    total += width;
    for (const [place, cell] of cells.entries()) {
      if (quoted.has(place)) {
        good += 1;
        continue;
      }
      const strange = OTHERS.some((mark) => mark !== separator && cell.includes(mark));
      foreign += Number(strange);
      good += Number(!strange && (kindOf(cell) !== 'word' || !(cell.includes(',') || SEVERAL.test(cell))));
      const word = cell.trim();
      lone += Number(/^["']|["']$/.test(word));
    }
  }
  const wrong = rows.filter((row) => row.wrong).length / rows.length;
  const marks = (good / total) * (1 - foreign / total) * (1 - lone / total) * (1 - wrong);
  return (count / rows.length) * (1 - 0.5 / width) * marks * (width > 1 ? BONUS[separator] ?? 1 : 1);
}

/** The number of cells that most rows have, and how many have it; of two, the larger. */
export function commonest(rows: readonly Row[]): readonly [number, number] {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const weight = ([width, count]: readonly [number, number]): number => count * (1 - 0.5 / width);
  return [...counts].reduce((a, b) => (weight(b) > weight(a) || (weight(b) === weight(a) && b[0] > a[0]) ? b : a), [1, 0] as readonly [number, number]);
}
