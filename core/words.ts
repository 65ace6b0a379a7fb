// Words for people: sizes, counts, and what strangers wrote made safe for a terminal.
import { withoutHidden } from './signs.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** 1506845769 → "1.5 GB": decimal units, as archives write them. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.95 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** "1 file", "2 files", "10 000 files"; without toLocaleString, whose first call takes 15 ms. */
export const counted = (number: number, noun: string): string => `${String(number).replace(/\B(?=(\d{3})+$)/g, ' ')} ${noun}${number === 1 ? '' : 's'}`;

/** Words of strangers on a terminal: no control character moves its cursor, and what hides is shown as a question mark. */
export const visible = (text: string): string => withoutHidden(text.replace(/\s+/g, (blank) => (/[\n\r]/.test(blank) ? ' ' : blank)), '?');

/** Lines of at most `width` signs, broken at blanks; `indent` more blanks stand before every line but the first. A word that is longer stays whole: an address can be copied. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, i) => (i === 0 ? line : ' '.repeat(indent) + line)).join('\n');
}
