// argv as an Invocation: which command, which answers, which options; refuses what it does not know with the nearest match.
import { parseArgs } from 'node:util';
import { UserError } from '../../core/errors.ts';
import { refuseCommandWord } from '../../core/spec/near-commands.ts';
import { commands, options, refusals, type Command } from '../../core/spec/options.ts';
import { meant } from '../../core/spec/nearest.ts';
import { questions } from '../../core/spec/questions.ts';
import type { Answers } from '../../core/spec/spec.ts';

export interface Options {
  readonly data: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly offline: boolean;
  readonly lookUp: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly answers: string | null; // file
  readonly mirror: string | null;
}

export interface Invocation {
  readonly command: Command;
  readonly subject: string | null; // dataset: the reference; list: the kind
  readonly about: string | null; // list options: of which recipe
  readonly answers: Answers; // what flags and [dir] say
  readonly options: Options;
}

interface Flag {
  readonly name: string;
  readonly value: boolean;
  readonly repeat: boolean;
  readonly commands: readonly Command[];
}

/** Every flag there is: options, questions, and the positive form of each --no-part. */
export const flags: ReadonlyMap<string, Flag> = new Map(
  [
    ...options.map(({ name, value, commands: where }) => ({ name, value: value !== null, repeat: false, commands: where })),
    ...questions.filter(({ kind }) => kind !== 'flag-only').flatMap(({ flag, value, repeat = false, also = [] }): Flag[] => {
      const one: Flag = { name: flag, value: value !== null, repeat, commands: ['new', ...also] };
      return flag.startsWith('no-') ? [one, { ...one, name: flag.slice(3) }] : [one];
    }),
  ].map((flag) => [flag.name, flag]),
);

export function parseArgv(argv: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args: argv.filter((word) => word !== '--'), // some versions of npm pass it on
    options: Object.fromEntries([...flags.values()].map(({ name, value }) => [name, { type: value ? 'string' : 'boolean', ...short(name) }] as const)),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const { command, rest } = commandOf(words);
  const given = new Map<string, string[]>();
  const authors: { name: string; orcid: string | null; affiliation: string | null }[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { flag, value } = checked(token, command);
    const before = given.get(flag.name);
    if (before && !flag.repeat && flag.value && before[0] !== value) {
      throw new UserError(`--${flag.name} is given twice: '${before[0]}' and '${value}'.`, 'Give it once.');
    }
    given.set(flag.name, [...(before ?? []), value]);
    if (flag.name === 'author') authors.push({ name: value, orcid: null, affiliation: null });
    if (flag.name === 'orcid' || flag.name === 'affiliation') {
      const last = authors.at(-1) ?? { name: '', orcid: null, affiliation: null };
      if (authors.length === 0) authors.push(last); // of the author that git or the answers file names
      if (last[flag.name] !== null) throw new UserError(`--${flag.name} is given twice for one author.`, `Each --${flag.name} belongs to the --author before it.`);
      last[flag.name] = value;
    }
  }
  return { command, ...subjects(command, rest, answersOf(given, authors)), options: optionsOf(given) };
}

const short = (name: string): { short: string } | Record<never, never> => {
  const letter = options.find((option) => option.name === name)?.short;
  return letter === undefined ? {} : { short: letter };
};

function commandOf(words: readonly string[]): { command: Command; rest: readonly string[] } {
  const [first = ''] = words;
  const command = commands.find(({ name }) => name === first)?.name;
  if (command && (command !== 'new' || words.length > 1)) return { command, rest: words.slice(1) };
  refuseCommandWord(first);
  return { command: 'new', rest: words };
}

interface Token {
  readonly rawName: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined; // --flag=value
}

function checked({ rawName: raw, name, value, inlineValue }: Token, command: Command): { flag: Flag; value: string } {
  const flag = flags.get(name);
  const known = [...flags.values()].filter(({ commands: where }) => where.includes(command)).map((one) => `--${one.name}`);
  const help = `create-fair-ai ${command === 'new' ? '' : `${command} `}--help lists the options.`;
  if (!flag) throw new UserError(`There is no option ${raw}${meant(raw, known)}.`, help);
  if (!flag.commands.includes(command)) throw new UserError(`${raw} is no option of ${command}.`, refusals[command]?.[name] ?? help);
  if (!flag.value) {
    if (value !== undefined) throw new UserError(`${raw} takes no value, and '${value}' is given.`, `Write ${raw} alone.`);
    return { flag, value: '' };
  }
  const swallowed = !inlineValue && value !== undefined && value.startsWith('--') && flags.has(value.slice(2).split('=')[0] ?? '');
  if (value === undefined || value === '' || swallowed) throw new UserError(`${raw} needs a value.`, `Write ${raw} <value>, or leave it out for the default.`);
  return { flag, value };
}

function subjects(command: Command, rest: readonly string[], answers: Answers): Pick<Invocation, 'subject' | 'about' | 'answers'> {
  const [first, ...further] = rest;
  const about = command === 'list' && first === 'options' ? (further.shift() ?? null) : null;
  const [second] = further;
  if (second !== undefined) throw new UserError(`'${second}' is one word too many after '${first}'.`, 'Put words with spaces in quotes, and with npm a -- before the options: npm init fair-ai -- [dir] [options].');
  if (command !== 'new') return { subject: first ?? null, about, answers };
  if (first === undefined) return { subject: null, about, answers };
  if (first.trim() === '') throw new UserError('The directory is empty.', 'Name it, or leave it out.');
  if (answers.directory !== undefined && answers.directory !== first) throw new UserError(`Two directories are given: ${first} and ${answers.directory}.`, 'Give one.');
  return { subject: null, about, answers: { ...answers, directory: first } };
}

function answersOf(given: ReadonlyMap<string, readonly string[]>, authors: readonly { name: string; orcid: string | null; affiliation: string | null }[]): Answers {
  let answers: Answers = {};
  for (const { key, flag, kind, repeat } of questions) {
    const values = given.get(flag);
    const wanted = kind === 'part' ? given.has(flag.slice(3)) : undefined;
    if (kind === 'part') {
      if (values && wanted) throw new UserError(`--${flag} and --${flag.slice(3)} are both given.`, 'Give one of them.');
      if (values || wanted) answers = { ...answers, [key]: wanted };
    } else if (values) answers = { ...answers, [key]: repeat ? values : values[0] };
  }
  if (authors.length === 0) return answers;
  const people: Answers = { orcids: authors.map(({ orcid }) => orcid), affiliations: authors.map(({ affiliation }) => affiliation) };
  return { ...answers, ...(people.orcids?.some(Boolean) ? { orcids: people.orcids } : {}), ...(people.affiliations?.some(Boolean) ? { affiliations: people.affiliations } : {}) };
}

function optionsOf(given: ReadonlyMap<string, readonly string[]>): Options {
  const on = (name: string): boolean => given.has(name);
  const one = (name: string): string | null => given.get(name)?.[0] ?? null;
  return {
    data: on('data'), yes: on('yes'), dryRun: on('dry-run'), force: on('force'), offline: on('offline'), lookUp: on('look-up'), json: on('json'), help: on('help'), version: on('version'),
    answers: one('answers'), mirror: one('mirror'),
  };
}
