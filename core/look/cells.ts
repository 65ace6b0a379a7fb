// What one cell looks like, as cells.py has it.

export type Kind = 'empty' | 'number' | 'time' | 'missing' | 'word';

/** Words that stand for a missing number, in small letters; in a column of words they are words. */
const MISSING = new Set([
  'na', 'n/a', 'n/d', 'n.a.', 'n.d.', 'n.v.', 'nd', 'nan', '-nan', '<na>', 'null', 'none', 'nil', 'missing', 'no data', 'not available', 'k.a.',
  'k. a.', 's/d', '?', '-', '--', '---', '–', '—', '..', '...', '\\n', '<lod', '< lod', '<loq', '< loq', 'bdl', '#n/a', '#na', '#nv', '#value!',
  '#div/0!', '#ref!', '#name?', '#num!', '#null!',
]);
export const SIGN = '[+\\-\u2212\u2013]?';
const NUMBER = new RegExp(`^${SIGN} ?(?:(?:\\d+|\\d{1,3}(?:[,.'’\u00a0\u202f\u2009 ]\\d{2,3})+)(?:[.,]\\d*)?|[.,]\\d+)(?:[eEdD]${SIGN}\\d+)?(?: ?%)?$`);
const DATE = '\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ](?:\\d{1,2}|[A-Za-z]{3,9})[-/. ]\\d{2,4}';
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AaPp][Mm])?';
const TIME = new RegExp(`^(?:(?:${DATE})(?:[T ]+${CLOCK}(?:Z| ?[+-]\\d{2}:?\\d{2})?)?|${CLOCK})$`);
const CENSORED = new RegExp(`^(?:<=|>=|[<>≤≥]) ?${SIGN}(?:\\d+[.,]?\\d*|[.,]\\d+)(?:[eE]${SIGN}\\d+)?$`);

export function kindOf(cell: string): Kind {
  const word = cell.trim();
  if (word === '') return 'empty';
  if (NUMBER.test(word)) return 'number';
  if (isMissing(word)) return 'missing';
  return TIME.test(word) ? 'time' : 'word';
}

/** Whether it stands for nothing in a column of numbers; `said` are words that a person named. */
export const isMissing = (word: string, said: ReadonlySet<string> = new Set()): boolean => said.has(word) || MISSING.has(word.toLowerCase()) || CENSORED.test(word);

/** Whether it is a limit, such as <0.05. */
export const isCensored = (word: string): boolean => CENSORED.test(word);

export const whole = (cell: string): number | null => (/^[+-]?\d{1,9}$/.test(cell.trim()) ? Number(cell) : null);
export const isQuantity = (kind: Kind | undefined): boolean => kind === 'number' || kind === 'time';
