// Lines of text as rows of cells, as rows.py makes them.

export const SPACES = 'spaces'; // runs of blanks, as in aligned columns
const LINES = 200; // that one quoted cell may take

export interface Row {
  readonly line: number; // where it begins, from 1
  readonly lines: number; // that it takes
  readonly cells: readonly string[];
  readonly quoted: ReadonlySet<number>;
  readonly wrong: boolean; // a quote in it does not fit
}

const NONE: ReadonlySet<number> = new Set();

/** Without the rows that are blank. */
export function split(lines: readonly string[], separator: string, quote: string, first = 1): readonly Row[] {
  const rows: Row[] = [];
  for (let place = 0; place < lines.length; ) {
    const line = lines[place] ?? '';
    let taken = 1;
    if (line.trim() !== '') {
      if (quote === '' || !line.includes(quote)) rows.push({ line: first + place, lines: 1, cells: plain(line, separator), quoted: NONE, wrong: false });
      else {
        let text = line;
        let found = scanned(text, separator, quote);
        while (found.open && taken < LINES && place + taken < lines.length) {
          const next = lines[place + taken] ?? '';
          text = `${text}\n${next}`;
          taken += 1;
          if (next.includes(quote)) found = scanned(text, separator, quote);
        }
        if (found.open) [taken, found] = [1, scanned(line, separator, quote)];
        rows.push({ line: first + place, lines: taken, cells: found.cells, quoted: found.quoted, wrong: found.wrong || found.open });
      }
    }
    place += taken;
  }
  return rows;
}

const plain = (line: string, separator: string): readonly string[] => (separator === SPACES ? line.trim().split(/\s+/) : line.split(separator));

interface Scanned {
  readonly cells: readonly string[];
  readonly quoted: ReadonlySet<number>;
  readonly wrong: boolean;
  readonly open: boolean; // a quoted cell does not end in this line
}

function scanned(given: string, separator: string, quote: string): Scanned {
  const line = separator === SPACES ? given.trim() : given;
  const ends = (place: number): boolean => place >= line.length || (separator === SPACES ? /[ \t]/.test(line[place] ?? '') : line.startsWith(separator, place));
  const cells: string[] = [];
  const quoted = new Set<number>();
  let [wrong, open, place] = [false, false, 0];
  for (;;) {
    const inside = closing(line, place, quote);
    const after = inside === null ? null : pastBlanks(line, inside.end);
    const end = inside === null ? null : [inside.end, after ?? 0].find(ends) ?? null;
    if (inside !== null && end !== null) {
      quoted.add(cells.length);
      cells.push(inside.text);
      place = end;
    } else {
      const stop = nextEnd(line, place, separator);
      const cell = line.slice(place, stop);
      const begins = cell.trimStart().startsWith(quote);
      if (begins && inside === null) open = open || !wrong;
      else if (cell.includes(quote)) wrong = true;
      cells.push(cell);
      place = stop;
    }
    if (place >= line.length) return { cells, quoted, wrong, open };
    place += 1;
    while (separator === SPACES && /[ \t]/.test(line[place] ?? '')) place += 1;
  }
}

function nextEnd(line: string, place: number, separator: string): number {
  if (separator !== SPACES) return line.includes(separator, place) ? line.indexOf(separator, place) : line.length;
  let at = place;
  while (at < line.length && !/[ \t]/.test(line[at] ?? '')) at += 1;
  return at;
}

const pastBlanks = (line: string, place: number): number => {
  let at = place;
  while (line[at] === ' ') at += 1;
  return at;
};

/** The quoted cell that begins here, behind blanks: what stands in it, and the place behind its closing quote. */
function closing(line: string, place: number, quote: string): { readonly text: string; readonly end: number } | null {
  const start = pastBlanks(line, place);
  if (line[start] !== quote) return null;
  for (let at = line.indexOf(quote, start + 1); at >= 0; at = line.indexOf(quote, at + 2)) {
    if (line[at + 1] !== quote) return { text: line.slice(start + 1, at).replaceAll(quote + quote, quote), end: at + 1 };
  }
  return null;
}
