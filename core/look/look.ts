// The first bytes of a table of text as a preview: how it is written and what its columns hold. It serves questions and checks, and is written nowhere: `make data` decides,
// by the same rules (templates/datasets/table/src/_package_/text/), and from all bytes. Where those have an exception that is not here, this one says that it is not sure.
// Both read the cases of test/fixtures/tables/looks.json.
import type { OptionValue } from '../catalogue/catalogue.ts';
import { beginningOf, type Beginning } from './beginning.ts';
import { commonest, dialectOf } from './dialect.ts';
import { decoded } from './encoding.ts';
import { alike, withoutFooter } from './ending.ts';
import { headingOf, kindsOf, unlike, type Heading } from './heading.ts';
import { columnsOf, type Column } from './kinds.ts';
import { different, joined } from './names.ts';
import { split, SPACES, type Row } from './rows.ts';
import { settingsOf, type Settings } from './settings.ts';
import { unitsOf } from './units.ts';
import { Unsure } from './unsure.ts';

const HEAD = 200_000; // characters that decide the form

export interface Look {
  readonly encoding: string;
  readonly separator: string;
  readonly decimal: string;
  readonly skip: number; // lines above the header, or above the first row
  readonly header: number; // lines of it
  readonly footer: number; // rows below the table
  readonly rows: number; // that were seen
  readonly whole: boolean; // all bytes were
  readonly index: string | null; // a column that only counts the rows, and is none of columns
  readonly columns: readonly Column[];
}

/** A look at the bytes, or why it is not sure. `whole`: they are all that the file has. */
export function look(bytes: Uint8Array, whole: boolean, options: Readonly<Record<string, OptionValue>>): Look | string {
  try {
    return looked(bytes, whole, settingsOf(options));
  } catch (error) {
    if (error instanceof Unsure) return error.message;
    throw error;
  }
}

function looked(bytes: Uint8Array, whole: boolean, settings: Settings): Look {
  const { text, encoding } = decoded(bytes, whole, settings.encoding);
  const lines = text.split('\n');
  if (!whole && lines.length > 1) lines.pop();
  while (lines.at(-1)?.trim() === '') lines.pop();
  const begun = beginningOf(lines, settings);
  const head = begun.lines.slice(0, text.slice(0, HEAD).split('\n').length).filter((line) => line.trim() !== '');
  if (head.length === 0) throw new Unsure('it holds no table');
  const { separator, quote } = dialectOf(head, settings.separator ?? begun.separator, settings.quote);
  const every = split(begun.lines, separator, quote);
  const wrong = every.find((row) => row.wrong);
  if (wrong !== undefined) throw new Unsure(`a quote in line ${wrong.line} neither begins nor ends a cell`);
  const rows = whole || every.length < 2 ? every : every.slice(0, -1); // the last one may go on
  const [wide] = commonest(rows.slice(0, head.length));
  const lead = headingOf(rows, wide, settings, begun.comments);
  const { header, names, units } = named(rows, lead, wide, begun, separator, quote);
  const below = rows.slice(lead.first + lead.lines);
  const kinds = kindsOf(below.filter(({ cells }) => cells.length === wide).slice(0, 400), wide);
  const again = begun.lines[(header[0]?.line ?? 0) - 1];
  const noted = settings.footer !== null ? below.filter(({ line }) => line <= lines.length - (settings.footer ?? 0)) : whole ? withoutFooter(below, wide, separator, kinds) : below;
  const table = alike(noted, wide, kinds).filter((row) => header.length === 0 || begun.lines[row.line - 1] !== again);
  if (table.length === 0) throw new Unsure('it holds no row below its header');
  const places = new Map(names.map((name, place) => [name, place] as const));
  const cells = new Map([...places].map(([name, place]) => [name, countedCells(table, place)]));
  const index = indexOf(table, names, lead.lines > 0 || header.length > 0, settings);
  if (index !== null) cells.delete(index);
  const columns = columnsOf(cells, units, separator, settings);
  const decimals = [...new Set(columns.map(({ numeral }) => numeral?.decimal ?? '.'))];
  const top = header[0]?.line ?? table[0]?.line ?? 1;
  return {
    encoding, separator: separator === SPACES ? ' ' : separator, decimal: decimals.find((sign) => sign !== '.') ?? '.',
    skip: top - 1, header: header.length, footer: below.length - noted.length, rows: table.length, whole, index, columns,
  };
}

interface Named {
  readonly header: readonly Row[];
  readonly names: readonly string[];
  readonly units: ReadonlyMap<string, string>;
}

function named(rows: readonly Row[], lead: Heading, wide: number, begun: Beginning, separator: string, quote: string): Named {
  let header = rows.slice(lead.first, lead.first + lead.lines);
  const table = rows.slice(lead.first + lead.lines).filter(({ cells }) => cells.length === wide);
  const before = rows[lead.first - 1];
  const [first] = table;
  let trailing = false;
  if (lead.lines === 0 && first !== undefined) {
    const remark = commented(begun, first, wide, separator, quote);
    if (remark !== null) header = [remark];
    else if (before !== undefined && before.cells.length > 1 && before.cells.length !== wide) {
      trailing = before.cells.length === wide - 1 && table.every(({ cells }) => (cells.at(-1) ?? '').trim() === '');
      if (before.cells.length === wide - 1 && areNamed(table)) [header, trailing] = [[{ ...before, cells: ['', ...before.cells] }], false];
      else if (trailing) header = [{ ...before, cells: [...before.cells, ''] }];
      else throw new Unsure(`line ${before.line} has ${before.cells.length} cells where the rows below have ${wide}`);
    }
  }
  const found = header.length === 0 ? { names: Array.from({ length: wide }, () => ''), units: new Map<number, string>() } : joined(header, lead.unitsRow, wide);
  const names = different(found.names.slice(0, trailing ? wide - 1 : wide));
  const byRow = names.flatMap((name, place) => [found.units.get(place)].filter((unit) => unit !== undefined).map((unit) => [name, unit] as const));
  const units = new Map([...unitsOf(names), ...byRow]);
  return { header, names, units };
}

/** The header in the last comment above the first row, where that has as many words as the row has cells. */
function commented({ comments }: Beginning, first: Row, wide: number, separator: string, quote: string): Row | null {
  const place = Math.max(-1, ...[...comments.keys()].filter((line) => line < first.line - 1));
  const [row] = place < 0 ? [] : split([comments.get(place) ?? ''], separator, quote, place + 1);
  return row !== undefined && row.cells.length === wide && unlike(row, first) ? row : null;
}

/** Whether the first cells are names of rows, as R writes them: in quotes, and all different. */
const areNamed = (table: readonly Row[]): boolean => table.every(({ quoted }) => quoted.has(0)) && new Set(table.map(({ cells }) => cells[0])).size === table.length;

function countedCells(table: readonly Row[], place: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cells } of table) {
    const word = (cells[place] ?? '').trim();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const NAMELESS = /^(?:unnamed: ?\d+(?:_level_\d+)?|__index_level_\d+__|index|level_\d+|column 1)?$/i;

/** The first column where it has no name and only counts the rows, or the one that is called the index. */
function indexOf(table: readonly Row[], names: readonly string[], headed: boolean, { index }: Settings): string | null {
  if (index !== null && names.includes(index)) return index;
  const [first = ''] = names;
  if (index !== null || !headed || !NAMELESS.test(first) || names.length < 2 || table.length < 2) return null;
  const words = table.map(({ cells }) => (cells[0] ?? '').trim());
  return words.every((word, place) => /^\d+$/.test(word) && (place === 0 || Number(word) === Number(words[place - 1]) + 1)) ? first : null;
}
