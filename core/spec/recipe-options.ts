// The options of a recipe as a person writes them: --option key=value, and the flags that name one. The same rules as option.py, tested by the same cases.
import type { DatasetEntry, OptionEntry, OptionValue } from '../catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import { meant } from './nearest.ts';
import type { Answers } from './spec.ts';

export type Options = Readonly<Record<string, OptionValue>>;

const SIGNS: Readonly<Record<string, string>> = {
  tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', colon: ':', space: ' ', bar: '|', pipe: '|', point: '.', dot: '.', apostrophe: "'", none: '',
};
const SWITCH: Readonly<Record<string, boolean>> = { yes: true, true: true, 1: true, no: false, false: false, 0: false };
const FORMS: Readonly<Record<OptionEntry['kind'], string>> = {
  text: 'a text',
  sign: 'one character, or its name (comma, semicolon, tab, space, point, bar, apostrophe, none)',
  integer: 'a whole number from 0',
  number: 'a number',
  share: 'a number from 0, below 1',
  range: 'two numbers, the lower first: 40,200',
  switch: 'yes or no',
  choice: 'one of its choices',
  column: 'the name of a column',
  columns: 'names of columns, those with a comma in quotes: a,"b, c"',
  words: 'words, those with a comma in quotes: a,"b, c"',
};

/** What a person has set, by name: nothing that is not given. UserError for what the recipe does not take. */
export function setOptions(recipe: DatasetEntry, answers: Answers): Options {
  const { target, group, weight, drop } = answers;
  const named = Object.entries({ target: target === recipe.target ? undefined : target, group, weight });
  let made: Options = {};
  const put = (name: string, value: OptionValue, flag: string): void => {
    const entry = entryOf(recipe, name, flag);
    if (entry.fixed) throw new UserError(`${flag}: ${name} is ${entry.words}.`, `Say it with --${name === 'input' ? 'model, from which it follows' : name}.`);
    const before = made[name];
    const several = Array.isArray(before) && Array.isArray(value);
    if (before !== undefined && !several && JSON.stringify(before) !== JSON.stringify(value)) throw new UserError(`${name} is given twice: ${printed(before)} and ${printed(value)}.`, 'Give it once.');
    made = { ...made, [name]: several ? [...new Set([...before, ...value])] : value };
  };
  for (const [name, value] of named) if (value !== undefined) put(name, value, `--${name} ${value}`);
  for (const name of drop ?? []) put('drop', [name], `--drop ${name}`);
  for (const text of answers.options ?? []) {
    const [name, value] = assigned(text);
    put(name, parsed(name, entryOf(recipe, name, `--option ${text}`), value, `--option ${text}: `), `--option ${text}`);
  }
  return made;
}

/** Refuses a name that no recipe takes, and a value that none would, before anything is looked up. */
export function checkOptions({ options = [], recipe }: Answers, recipes: readonly DatasetEntry[]): void {
  const asked = recipes.filter(({ key }) => recipe === undefined || key === recipe);
  for (const text of options) {
    const [name, value] = assigned(text);
    const entries = asked.flatMap((one) => one.options[name] ?? []);
    const [entry] = entries;
    if (entry === undefined) {
      const known = [...new Set(asked.flatMap((one) => Object.keys(one.options)))];
      const who = recipe === undefined ? 'no recipe has an' : `recipe ${recipe} has no`;
      throw new UserError(`--option ${text}: ${who} option '${name}'${meant(name, known)}.`, `create-fair-ai list options${recipe === undefined ? '' : ` ${recipe}`} prints those there are.`);
    }
    if (!entry.fixed && entries.every((one) => valueOf(one, value) === undefined)) parsed(name, entry, value, `--option ${text}: `);
  }
}

/** key=value; the first sign of equality counts. */
export function assigned(text: string): readonly [string, string] {
  const [, name, value] = /^\s*([^=\s]+)\s*=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined || value === '') throw new UserError(`--option ${JSON.stringify(text)} is no key=value.`, "Write --option decimal=, for example; a value with spaces needs quotes: --option 'sheet=My data'.");
  return [name, value];
}

function entryOf(recipe: DatasetEntry, name: string, flag: string): OptionEntry {
  const entry = recipe.options[name];
  if (entry !== undefined) return entry;
  const known = Object.keys(recipe.options);
  throw new UserError(`${flag}: recipe ${recipe.key} has no option '${name}'${meant(name, known)}.`, known.length === 0 ? 'Leave it out.' : `It takes ${known.join(', ')}: create-fair-ai list options ${recipe.key}`);
}

/** A value as it stands in the manifest. UserError for a wrong one. */
export function parsed(name: string, entry: OptionEntry, text: string, where = ''): OptionValue {
  const value = valueOf(entry, text);
  if (value !== undefined) return value;
  const choices = entry.choices?.map(printed).join(' or ');
  const form = choices === undefined ? FORMS[entry.kind] : `${entry.kind === 'words' ? 'some of ' : ''}${choices}`;
  const near = entry.kind === 'choice' ? meant(text, entry.choices ?? []) : '';
  throw new UserError(`${where}${name} takes ${form}, not ${printed(text)}${near}.`, `${name}: ${entry.words}.`);
}

/** undefined for a wrong value. */
function valueOf({ kind, choices }: OptionEntry, text: string): OptionValue | undefined {
  const fits = (value: string): boolean => choices === undefined || choices.includes(value);
  switch (kind) {
    case 'choice':
      return fits(text) ? text : undefined;
    case 'sign': {
      const sign = SIGNS[text.toLowerCase()] ?? text;
      return [...sign].length <= 1 && fits(sign) ? sign : undefined;
    }
    case 'columns':
    case 'words': {
      const several = cells(text);
      return several.length > 0 && several.every((one) => one !== '' && fits(one)) ? several : undefined;
    }
    case 'range': {
      const [low, high, ...more] = cells(text).map(numberOf);
      return low !== undefined && high !== undefined && more.length === 0 && low <= high ? [low, high] : undefined;
    }
    case 'switch':
      return SWITCH[text.toLowerCase()];
    case 'integer':
      return /^\+?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'number':
      return numberOf(text);
    case 'share': {
      const share = numberOf(text);
      return share !== undefined && share >= 0 && share < 1 ? share : undefined;
    }
    default:
      return text === '' ? undefined : text;
  }
}

function numberOf(text: string): number | undefined {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** One line of CSV: commas between, quotes around what holds one. */
function cells(text: string): readonly string[] {
  const found = [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
  return text.endsWith(',') ? found : found.slice(0, -1); // the last match is the empty end of the text
}

/** A value for people; a sign by its name. */
export function printed(value: OptionValue): string {
  if (Array.isArray(value)) return value.map((one: string | number) => printed(one)).join(', ') || 'none';
  if (value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return String(value);
  const name = Object.entries(SIGNS).find(([word, sign]) => sign === value && word.length > 2)?.[0];
  return name === undefined ? `'${value}'` : /\s/.test(value) ? name : `${name} "${value}"`;
}
