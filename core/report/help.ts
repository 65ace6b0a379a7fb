// The help of each command, printed from the tables of questions and options: one screen.
import { commands, options, type Command } from '../spec/options.ts';
import { questions, type Question } from '../spec/questions.ts';

export function help(command: Command): string {
  const { usage = '', words = '' } = commands.find(({ name }) => name === command) ?? {};
  const call = command === 'new' ? 'create-fair-ai' : `create-fair-ai ${command}`;
  const lines = [`${call} ${usage}`, `  ${words}`];
  if (command === 'new') {
    lines.push('  npm init fair-ai -- [dir] [options]   is the same; npm needs the -- before the options', '');
    lines.push('Questions (asked only if neither flag nor answers file says it)');
    const parts = questions.filter(({ kind }) => kind === 'part').map(({ flag }) => `--${flag}`);
    const said = questions.filter(({ kind, help: about }) => (kind === 'text' || kind === 'choice' || kind === 'flag') && about !== ''); // --directory is [dir]
    for (const { help: about } of said.filter((one, place) => one.help !== said[place - 1]?.help)) lines.push(row(together(said.filter((one) => one.help === about)), about));
    lines.push(row(parts.join(' '), ''), '');
  } else lines.push('');
  const own = questions.filter(({ also }) => also?.includes(command));
  lines.push('Options');
  for (const { flag, value } of own) lines.push(row(`--${flag} ${shown(value)}`, ownWords[command]?.[flag] ?? ''));
  for (const { name, short, value, words: about, commands: where } of options) {
    if (where.includes(command) && !always.includes(name)) lines.push(row(`${short ? `-${short}, ` : ''}--${name}${value ? ` ${shown(value)}` : ''}`, about));
  }
  lines.push(row('-h, --help, -V, --version', 'this page; the version'));
  if (command === 'new') {
    lines.push('', 'Other commands (each has --help)');
    for (const { name, usage: how, words: about } of commands) if (name !== 'new') lines.push(row(`${name} ${how}`, about));
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** In one line, at the end. */
const always: readonly string[] = ['help', 'version'];

/** Flags of questions that are options of other commands. */
const ownWords: Readonly<Partial<Record<Command, Readonly<Record<string, string>>>>> = {
  dataset: { option: 'how local tables are read, decimal=, say; repeat' },
  update: { dataset: 'take this version or dataset in place of the present one' },
};

/** Flags of which the same is said, on one line: a value that they share comes last. */
const together = (flags: readonly Question[]): string =>
  flags.map(({ flag, value }, place) => (value === flags[place + 1]?.value ? `--${flag}` : `--${flag} ${shown(value)}`)).join(' ');

const shown = (value: string | null): string => (value === null ? '' : value.startsWith('"') ? value : `<${value}>`);
const row = (left: string, right: string): string => `  ${left.padEnd(34)} ${right}`;
