// The lines that come before a table and can be told by their look alone, as beginning.py has it.
import type { Settings } from './settings.ts';

const EXCEL = /^#(?:N\/A|NA|VALUE!|DIV\/0!|REF!|NAME\?|NUM!|NULL!)/;
const COMMENTS = ['#', '%', '//', '!'];
const SAYS_SEPARATOR = /^"?sep=(.|\\t|tab)"?\s*$/i;

export interface Beginning {
  readonly lines: readonly string[]; // those that are no part of the table are blank
  readonly separator: string | null; // that a line names
  readonly comment: string;
  readonly comments: ReadonlyMap<number, string>; // line, from 0 → what it says behind its mark
}

export function beginningOf(given: readonly string[], { skip, comment: wanted }: Settings): Beginning {
  const lines = given.map((line, place) => (place < (skip ?? 0) ? '' : line));
  const first = lines.findIndex((line) => line.trim() !== '');
  const says = skip === null ? SAYS_SEPARATOR.exec(lines[first] ?? '')?.[1] ?? null : null;
  if (says !== null) lines[first] = '';
  else if ((lines[first] ?? '').trimStart().startsWith('/*')) {
    const end = lines.findIndex((line, place) => place >= first && line.includes('*/'));
    if (end >= 0) lines.fill('', first, end + 1);
  }
  const comment = wanted ?? mark(lines);
  const comments = new Map<number, string>();
  if (comment !== '') {
    for (const [place, line] of lines.entries()) {
      if (!isComment(line, comment)) continue;
      comments.set(place, line.trimStart().replace(new RegExp(`^\\${comment[0] ?? '#'}+`), '').trim());
      lines[place] = '';
    }
  }
  return { lines, separator: says === null ? null : says.length === 1 ? says : '\t', comment, comments };
}

/** Excel's #N/A and its like are cells. */
export const isComment = (line: string, sign: string): boolean => line.trimStart().startsWith(sign) && !EXCEL.test(line.trimStart());

/** What the first line begins with, where most lines do not. */
function mark(lines: readonly string[]): string {
  const filled = lines.filter((line) => line.trim() !== '');
  const last = filled.slice(Math.floor(filled.length / 2));
  const found = COMMENTS.find((sign) => {
    const many = (among: readonly string[]): number => among.filter((line) => isComment(line, sign)).length;
    return isComment(filled[0] ?? '', sign) && many(filled) < filled.length && 2 * many(last) <= last.length;
  });
  return found ?? '';
}
