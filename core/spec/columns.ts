// Columns that a person names, held against what was seen of them: refused at once is only what `make data` refuses, too (suited.py, columns.py).
import { UserError } from '../errors.ts';
import type { Column } from '../look/kinds.ts';
import { guessOf, MOST_CLASSES, type Preview } from '../look/preview.ts';
import { wholeName } from '../look/units.ts';
import { counted, visible } from '../words.ts';
import { meant } from './nearest.ts';
import type { Options } from './recipe-options.ts';

const SHOWN = 40; // names in a list, as in suited.py
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/; // what values.py reads where words are wanted as numbers
const quoted = (text: string): string => JSON.stringify(visible(text));
const flagOf = (name: string): string => (name === 'split' ? '--option split=' : `--${name} `);

/** UserError for a name that no column has, and for a target or weight that cannot be one. */
export function checkColumns(preview: Preview, options: Options, task: string | undefined): void {
  const names = preview.columns.map(({ name }) => name);
  const indexes = preview.looks.flatMap(({ index }) => (index === null ? [] : [index]));
  for (const [option, name] of namedIn(options)) {
    if (names.includes(wholeName(name, names)) || (option === 'drop' && indexes.includes(name)) || (option === 'split' && name === 'random')) continue;
    const why = indexes.includes(name) ? 'only counts the rows, and is no column of the data' : 'is no column';
    throw new UserError(`${flagOf(option)}${quoted(name)} ${why} of ${fileOf(preview)}${meant(name, names)}.`, `Its columns: ${listed(names)}.`);
  }
  const target = columnOf(preview, options['target']);
  const problem = target === undefined ? null : targetProblem(target, task, preview.whole);
  if (problem !== null) throw new UserError(`--target ${quoted(target?.name ?? '')}: ${problem}`, remedyFor(preview, target, task));
  const weight = columnOf(preview, options['weight']);
  const wrong = weight === undefined ? null : weightProblem(weight);
  if (wrong !== null) throw new UserError(`--weight ${quoted(weight?.name ?? '')}: ${wrong}`, 'Give another --weight, or leave it out: every row then counts alike.');
}

/** The column of that name, with its unit or without. */
export function columnOf({ columns }: Preview, name: unknown): Column | undefined {
  const whole = typeof name === 'string' ? wholeName(name, columns.map((column) => column.name)) : null;
  return columns.find((column) => column.name === whole);
}

/** The options that name columns, one by one. */
export const namedIn = (options: Options): readonly (readonly [string, string])[] =>
  ['target', 'group', 'weight', 'drop', 'split'].flatMap((option) => [options[option] ?? []].flat().map((name) => [option, String(name)] as const));

/** Why nothing can be learnt of a column, or null; without `task`, whatever it is learned as. */
export function targetProblem(column: Column, task: string | undefined, whole: boolean): string | null {
  const { kind, values, why, missing } = column;
  const [first = ''] = values;
  if (whole && kind !== 'undecided' && values.size === 0) return 'it has no value.';
  if (whole && kind !== 'undecided' && values.size === 1) return `it is ${quoted(first)} in every row${missing > 0 ? ' that has one' : ''}, so that nothing can be learnt of it.`;
  if (task === 'classification' && values.size > MOST_CLASSES) return `it has more than ${MOST_CLASSES} different values, which are no classes.`;
  const word = [...values].find((value) => !PLAIN.test(value));
  if (task !== 'regression' || kind !== 'words' || (why === null && word === undefined)) return null;
  return `a regression needs numbers, and it holds words: ${visible(why ?? quoted(word ?? ''))}.`;
}

function weightProblem({ kind, values, missing }: Column): string | null {
  const word = [...values].find((value) => !PLAIN.test(value));
  if (kind === 'words' && word !== undefined) return `weights are numbers, and it holds ${quoted(word)}.`;
  if (kind !== 'numbers') return null;
  if (missing > 0) return `it is missing in ${counted(missing, 'row')}.`;
  return [...values].some((value) => Number(value) < 0) ? 'it is negative in some rows.' : null;
}

function remedyFor(preview: Preview, target: Column | undefined, task: string | undefined): string {
  if (target !== undefined && task === 'regression' && targetProblem(target, 'classification', preview.whole) === null) {
    return `${target.why?.includes('--option') ? 'Set that option' : 'Choose another --target'}, or --task classification.`;
  }
  const others = preview.columns.filter((column) => targetProblem(column, task, preview.whole) === null).map(({ name }) => name);
  return others.length === 0 ? `No column of ${fileOf(preview)} can be that: give another --dataset or --task.` : `Choose another --target: ${listed(others)}.`;
}

const listed = (names: readonly string[]): string => `${names.slice(0, SHOWN).map(visible).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}`;
export const fileOf = ({ files }: Pick<Preview, 'files'>): string => (files.length === 1 ? visible(files[0] ?? '') : `the ${files.length} files`);

/** What stands behind a column's name in a list: "numbers, in g, 3 missing, regression (57 different numbers)". */
export function aboutColumn(column: Column, whole: boolean): string {
  const { task, reason } = guessOf(column);
  if (column.kind === 'undecided') return `not decided yet: ${visible(reason)}`;
  const behind = task !== null ? `${task} (${reason})` : reason === column.kind ? '' : `no target: ${reason}`;
  const unsure = !whole && column.values.size < 2 && task === null ? `${reason} in the first MiB` : behind;
  return [column.kind, column.unit === null ? '' : `in ${column.unit}`, column.missing === 0 ? 'none missing' : `${column.missing} missing`, unsure].filter((part) => part !== '').map(visible).join(', ');
}

/** The task that a target suggests, or null. */
export function suggestedTask(preview: Preview | null | undefined, target: string | undefined): 'regression' | 'classification' | null {
  const column = preview && columnOf(preview, target);
  return !column ? null : guessOf(column).task;
}
