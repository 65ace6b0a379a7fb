// What an answer must keep; each rule returns a sentence when it does not, else null.
import { UserError } from '../errors.ts';
import { isPackageName, packageOf, parseDoi } from './identifiers.ts';
import { isModule } from './modules.ts';
import { findLicence } from './licences.ts';
import { secretIn } from './secrets.ts';
import { hiddenInText, hiddenSign, isReadable } from '../signs.ts';

const LONGEST = 2000; // characters of what stands on one line
const LONGEST_TEXT = 20_000;

const seen = (hidden: string | null): string | null => (hidden === null ? null : `It holds a control character or an invisible one: ${hidden}.`);

/** What stands on one line. */
export function lineProblem(text: string): string | null {
  if (text.trim() === '') return 'It must not be empty.';
  if (text.length > LONGEST) return `It has more than ${LONGEST} characters.`;
  return /[\n\r]/.test(text) ? 'It holds a line break, and must stand on one line.' : seen(hiddenSign(text));
}

/** Something to be read by people, on one line. */
export const wordsProblem = (text: string): string | null => lineProblem(text) ?? (isReadable(text) ? null : 'It must have a letter or a digit.');

/** Newlines and tabs are welcome. */
export function textProblem(text: string): string | null {
  if (!isReadable(text)) return 'It must have a letter or a digit.';
  if (text.length > LONGEST_TEXT) return `It has more than ${LONGEST_TEXT} characters.`;
  return seen(hiddenInText(text));
}

export function directoryProblem(text: string): string | null {
  const parts = text.split(/[/\\]/);
  if (parts.some((part) => new TextEncoder().encode(part).length > 200)) return 'The name of a directory is at most 200 bytes long.';
  return lineProblem(text);
}

export function packageProblem(text: string): string | null {
  if (isPackageName(text)) return null;
  if (isModule(text)) return `A package of that name would hide the module ${text}, which the project or Python itself imports: ${packageOf(text)}, say.`;
  return `A package is an identifier in lower case, at most 40 letters, that hides no other: ${packageOf(text)}, say.`;
}

/** cookiecutter4fair offers "No license file": that choice is refused, never replaced in silence. */
export function licenceProblem(text: string): string | null {
  if (/^no licen[sc]e( file)?$/i.test(text.trim())) return 'Without a licence nobody may reuse the code; MIT is the usual one.';
  try {
    findLicence(text);
    return null;
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.remedy}`;
    throw error;
  }
}

export const doiProblem = (text: string): string | null => (parseDoi(text) === null ? 'A DOI looks like 10.5281/zenodo.1234567.' : null);

export const repositoryProblem = (text: string): string | null =>
  httpsRepository(text) === null ? 'A repository is an address like https://github.com/owner/name.' : null;

/** The https address of a repository, from what git calls it too (git@host:owner/name.git); never with a password in it. */
export function httpsRepository(text: string): string | null {
  if (text.length > LONGEST) return null;
  const remote = text.trim();
  const scp = /^(?:ssh:\/\/)?[\w.-]+@([\w.-]+)(?::\d+\/|[:/])(.+)$/.exec(remote);
  const address = scp ? `https://${scp[1]}/${scp[2]}` : remote;
  if (!/^https?:\/\/[^\s"'<>\\^`{|}]+$/.test(address) || !URL.canParse(address)) return null;
  const { hostname, port, pathname, username, protocol } = new URL(address);
  if (username !== '' && !scp && protocol !== 'https:') return null;
  const name = pathname.replace(/\.git\/?$/, '').replace(/\/+$/, '');
  const plain = `https://${hostname}${port ? `:${port}` : ''}${name}`;
  return name === '' || !hostname.includes('.') || secretIn(plain) !== null ? null : plain;
}
