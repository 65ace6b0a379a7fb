// Words that are commands, here, in a later version or in other tools: none of them is taken for a directory, nor is one that is mistyped.
import { UserError } from '../errors.ts';
import { commands, later } from './options.ts';
import { distance } from './nearest.ts';

/** What a word means that is a command elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  help: 'For help: create-fair-ai --help', version: 'For the version: create-fair-ai --version', upgrade: 'For the newest version: npm init fair-ai@latest', lists: 'create-fair-ai list <kind>',
  datasets: 'create-fair-ai list datasets', models: 'create-fair-ai list models', frameworks: 'create-fair-ai list frameworks', licenses: 'create-fair-ai list licenses', licences: 'create-fair-ai list licenses',
  ...Object.fromEntries(['new', 'init', 'create', 'generate', 'scaffold', 'start'].map((word) => [word, 'A new project needs no word before its directory: create-fair-ai <dir>'])),
  ...Object.fromEntries(['install', 'uninstall', 'remove', 'delete', 'config', 'doctor', 'info', 'search', 'show', 'status', 'run', 'publish', 'release', 'ls'].map((word) => [word, 'create-fair-ai --help lists the commands'])),
};

/** What a slip of the fingers may mean: a word that is a command elsewhere alone is known by its exact spelling. */
const near: readonly string[] = [...commands.map(({ name }) => name).filter((name) => name !== 'new'), ...later, 'help', 'version'];

/** Refuses a first word that is no command and cannot be meant as a directory either. */
export function refuseCommandWord(word: string): void {
  const asDirectory = `for a project in a directory of that name: create-fair-ai ./${word}`;
  const lower = word.toLowerCase();
  if (later.includes(lower)) throw new UserError(`${word} comes in a later version.`, `${capital(asDirectory)}.`);
  const meant = lower in elsewhere ? lower : near.find((one) => isNear(lower, one));
  if (meant === undefined) return;
  const what = later.includes(meant) ? `${meant} comes in a later version` : (elsewhere[meant] ?? `create-fair-ai ${meant}`);
  throw new UserError(meant === word ? `There is no command '${word}'.` : `There is no command '${word}': did you mean ${meant}?`, `${capital(what)}; ${asDirectory}.`);
}

/** One slip of the fingers, two in a long word; a first letter is left out or swapped with the second, hardly ever another one. */
function isNear(word: string, command: string): boolean {
  if (command.length >= 4 && command.slice(1) === word) return true;
  if (!/^[a-z]+$/.test(word) || Math.abs(word.length - command.length) > 2) return false;
  const steps = distance(word, command);
  const swapped = word[0] === command[1] && word[1] === command[0];
  if (word[0] !== command[0] && !swapped) return false;
  return steps <= (command.length >= 6 && word.length >= 6 ? 2 : command.length >= 4 ? 1 : swapped || [...word].sort().join() === [...command].sort().join() ? 1 : 0);
}

const capital = (text: string): string => (text.startsWith('create-fair-ai') ? text : text.replace(/^./, (letter) => letter.toUpperCase()));
