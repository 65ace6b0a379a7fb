// What each column holds, by the rule of kinds.py: numbers in one spelling, times, or words.
import { isCensored, isMissing, kindOf } from './cells.ts';
import { proved, settled, spelling, type Numeral, type Proof } from './numerals.ts';
import type { Settings } from './settings.ts';
import { parted } from './units.ts';

const FEW = 500; // one word among so many numbers is a slip, not a column of words
const PROVING = 1000; // different cells that are asked for their signs
const KEPT = 101; // different values that are counted; more are no classes
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?$/;
/** A day in another order or with the month's name; which of them `make data` reads as times, it decides. */
const DATE = /^(?:\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}|\d{1,2}[-. ]*\p{L}{3,9}[-. ,]*\d{2,4}|\p{L}{3,9} \d{1,2},? \d{2,4})(?:[T ,] *\d{1,2}:\d\d.*)?$/u;
const CODE = /^(?:[+-]?0\d+|[+-]?\d{19,})$/; // not a number

export interface Column {
  readonly name: string;
  readonly unit: string | null;
  readonly kind: 'numbers' | 'words' | 'times' | 'undecided';
  readonly why: string | null; // words although they look like numbers, or undecided
  readonly numeral: Numeral | null; // of numbers
  readonly missing: number; // of the rows that were seen
  readonly values: ReadonlySet<string>; // different ones, at most KEPT; equal numbers are one
  readonly whole: boolean; // whole numbers alone
}

/** The cells of each column by name, without blanks around them, and how often each stands there. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What one column proves of its signs holds for those that prove nothing. */
export function columnsOf(found: Cells, units: ReadonlyMap<string, string>, separator: string, settings: Settings): readonly Column[] {
  const proofs = new Map([...found].map(([name, cells]) => [name, proved([...cells.keys()].slice(0, PROVING).filter((word) => word !== ''))]));
  const signs = new Set([...proofs.values()].flatMap((proof) => [...proof.signs]));
  return [...found].map(([name, cells]) => ({ name, unit: units.get(name) ?? null, ...decided(name, cells, proofs.get(name) ?? proved([]), signs, separator, settings) }));
}

function decided(name: string, cells: ReadonlyMap<string, number>, proof: Proof, signs: ReadonlySet<string>, separator: string, settings: Settings): Omit<Column, 'name' | 'unit'> {
  const empty = cells.get('') ?? 0;
  const filled = [...cells.keys()].filter((word) => word !== '');
  const known = filled.filter((word) => !isMissing(word, settings.missing));
  const lacking = filled.filter((word) => isMissing(word, settings.missing));
  const sum = (words: readonly string[]): number => words.reduce((total, word) => total + (cells.get(word) ?? 0), 0);
  const words = (why: string | null = null): Omit<Column, 'name' | 'unit'> => {
    const said = filled.filter((word) => settings.missing.has(word));
    return { kind: 'words', why, numeral: null, missing: empty + sum(said), values: new Set(filled.filter((word) => !said.includes(word)).slice(0, KEPT)), whole: false };
  };
  const undecided = (why: string): Omit<Column, 'name' | 'unit'> => ({ ...words(why), kind: 'undecided' });
  const gone = lacking.filter((word) => !(settings.censored && isCensored(word)));
  const made = (kind: 'numbers' | 'times', values: Iterable<string>, numeral: Numeral | null = null, whole = false): Omit<Column, 'name' | 'unit'> =>
    ({ kind, why: null, numeral, missing: empty + sum(gone), values: new Set(values), whole });
  if (settings.words.has(name) || settings.words.has(parted(name)[0])) return words();
  if (known.length === 0) return lacking.some((word) => !settings.missing.has(word)) ? words() : made('numbers', []);
  if (known.every((word) => ISO.test(word))) return made('times', known.slice(0, KEPT));
  if (known.every((word) => DATE.test(word))) return undecided(`'${known[0] ?? ''}' is a time in an order that is not checked yet: \`make data\` decides`);
  const numeral = settled(proof, signs, separator, settings);
  if (numeral === null) return undecided(`'${known.find((word) => /[,.]/.test(word)) ?? ''}' does not say whether it has a decimal or a thousands sign: --option decimal=, or decimal=. says it`);
  if (proof.percent && settings.percent === null) return words(`'${known.find((word) => word.endsWith('%')) ?? ''}' is a per cent: --option percent=number or percent=share reads it`);
  const form = spelling(numeral, proof.percent);
  const bad = known.filter((word) => !form.test(word));
  if (bad.length === known.length) return words();
  const [slip = ''] = bad;
  if (bad.length > 0) {
    if (proof.signs.size > 1 && bad.every((word) => kindOf(word) === 'number')) return undecided('it holds numbers with a decimal point and numbers with a decimal comma');
    const [total, wrong] = [sum(known), sum(bad)];
    if (total >= FEW && wrong * FEW <= total) return undecided(`it holds numbers, but for '${slip}': --option missing=${slip} takes it for missing`);
    return words(`'${slip}' is no number${2 * wrong < total ? `: --option missing=${slip} takes it for missing` : ''}`);
  }
  const code = known.find((word) => CODE.test(word));
  if (code !== undefined && known.every((word) => /^[+-]?\d+$/.test(word))) return words(`'${code}' would lose digits as a number`);
  const different = new Set<string>();
  for (const word of [...known, ...lacking.filter((one) => !gone.includes(one))]) if (different.size < KEPT) different.add(valueOf(word, numeral));
  return made('numbers', different, numeral, [...different].every((value) => Number.isInteger(Number(value))));
}

/** Equal for equal numbers; a share for 12 %, whether or not it is taken for one, is as different as the number is. */
function valueOf(word: string, { decimal, thousands }: Numeral): string {
  const bare = word.replace(/[\u00a0\u202f\u2009 %]/g, '').replace(/[\u2212\u2013]/g, '-').replaceAll(thousands === '' ? '\0' : thousands, '').replace(decimal, '.').replace(/[dD]/, 'e');
  const value = Number(bare);
  return Number.isNaN(value) ? word : String(value);
}
