// How the numbers of a column are written, by the rule of numerals.py: a cell that can be read in one way only proves its signs for the whole file.
import { SIGN } from './cells.ts';
import type { Settings } from './settings.ts';

const BLANKS = '\u00a0\u202f\u2009 '; // thousands signs that are blank
const EXPONENT = '(?:[eEdD][+\\-\u2212]?\\d{1,4})?';
const GROUPED = new RegExp(`^${SIGN}\\d{1,3}(?:([,.'’${BLANKS}])\\d{3})(?:\\1\\d{3})*(?:([.,])\\d*)?${EXPONENT} ?%?$`);
const MARKED = new RegExp(`^${SIGN} ?(?:\\d+([.,])\\d*|([.,])\\d+)${EXPONENT} ?%?$`);
const BARE = new RegExp(`^${SIGN} ?\\d+${EXPONENT} ?%?$`);

export interface Numeral {
  readonly decimal: string;
  readonly thousands: string;
}

export interface Proof {
  readonly signs: ReadonlySet<string>; // decimal signs that are proved: by use, or because the other one separates thousands
  readonly thousands: readonly string[];
  readonly doubtful: ReadonlySet<string>; // a sign before three digits, once: 1,234
  readonly percent: boolean;
  readonly bare: boolean; // whole numbers stand among those with a sign
}

export function proved(words: Iterable<string>): Proof {
  const [signs, thousands, doubtful] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let [percent, bare] = [false, false];
  for (const cell of words) {
    const grouped = new RegExp(`^${SIGN}0`).test(cell) ? null : GROUPED.exec(cell);
    const marked = MARKED.exec(cell);
    if (BARE.test(cell)) bare = true;
    else if (grouped !== null) {
      const [sign = '', decimal] = grouped.slice(1);
      const body = /^[^eEdD%]*/.exec(cell)?.[0] ?? cell;
      if (decimal === sign) continue; // 1,234,5 is no number
      if (decimal !== undefined) signs.add(decimal);
      if (!',.'.includes(sign) || decimal !== undefined || body.split(sign).length > 2) thousands.add(sign);
      else if (/[eEdD]/.test(cell[body.length] ?? '')) signs.add(sign);
      else doubtful.add(sign);
    } else if (marked !== null) signs.add(marked[1] ?? marked[2] ?? '.');
    else continue;
    percent ||= cell.endsWith('%');
  }
  for (const sign of thousands) if (',.'.includes(sign)) signs.add(sign === ',' ? '.' : ',');
  return { signs, thousands: [...thousands], doubtful, percent, bare };
}

/** The spelling that fits the proof, the signs that the file's columns prove together, and those that are set; null: in doubt. */
export function settled(proof: Proof, file: ReadonlySet<string>, separator: string, { decimal, thousands }: Settings): Numeral | null {
  const [group = ''] = proof.thousands;
  const other = (mark: string): string | undefined => [...proof.doubtful].find((sign) => sign !== mark);
  if (decimal !== null || thousands !== null) {
    const mark = decimal ?? (thousands === '.' ? ',' : '.');
    const grouping = thousands ?? proof.thousands[0] ?? other(mark) ?? '';
    return { decimal: mark, thousands: grouping === mark ? '' : grouping };
  }
  if (proof.signs.size > 1) return { decimal: '.', thousands: '' }; // some cells will be no numbers
  const [own] = proof.signs;
  if (proof.doubtful.size === 0) return { decimal: own ?? '.', thousands: group };
  const signs = own === undefined ? file : proof.signs;
  const [mark] = signs;
  if (mark !== undefined && signs.size === 1) return { decimal: mark, thousands: group || (other(mark) ?? '') };
  const [doubt] = proof.doubtful;
  if (proof.doubtful.size > 1) return null;
  if (doubt === '.' && separator !== ';' && (separator === ',' || !proof.bare)) return { decimal: '.', thousands: group };
  return doubt === ',' && separator === ',' ? { decimal: '.', thousands: ',' } : null;
}

const literal = (sign: string): string => sign.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** A number in that spelling. */
export function spelling({ decimal, thousands }: Numeral, percent: boolean): RegExp {
  const mark = literal(decimal);
  const sign = thousands !== '' && BLANKS.includes(thousands) ? `[${BLANKS}]` : literal(thousands);
  const whole = thousands === '' ? '\\d+' : `(?:\\d{1,3}(?:${sign}\\d{3})+|\\d+)`;
  return new RegExp(`^${SIGN} ?(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)${EXPONENT}${percent ? ' ?%?' : ''}$`);
}
