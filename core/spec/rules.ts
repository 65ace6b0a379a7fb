// What an answer must keep; each rule returns a sentence when it does not, else null.
import { UserError } from '../errors.ts';
import { isPackageName, packageOf, parseDoi } from './identifiers.ts';
import { findLicence } from './licences.ts';

// Control characters, line separators, text-reordering marks, halves of surrogate pairs and noncharacters: no file format keeps them all.
const foreign = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

export const lineProblem = (text: string): string | null =>
  text.trim() === '' ? 'It must not be empty.' : foreign.test(text) ? 'It stands on one line, without control characters.' : null;

/** Newlines and tabs are welcome. */
export const textProblem = (text: string): string | null =>
  text.trim() === '' ? 'It must not be empty.' : foreign.test(text.replace(/[\n\r\t]/g, '')) ? 'It must be free of control characters.' : null;

export function directoryProblem(text: string): string | null {
  const parts = text.split(/[/\\]/);
  if (parts.some((part) => new TextEncoder().encode(part).length > 200)) return 'The name of a directory is at most 200 bytes long.';
  return lineProblem(text);
}

export function packageProblem(text: string): string | null {
  if (isPackageName(text)) return null;
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
  const remote = text.trim();
  const scp = /^(?:ssh:\/\/)?[\w.-]+@([\w.-]+)(?::\d+\/|[:/])(.+)$/.exec(remote);
  const address = scp ? `https://${scp[1]}/${scp[2]}` : remote;
  if (!/^https?:\/\/[^\s"'<>\\^`{|}]+$/.test(address) || !URL.canParse(address)) return null;
  const { hostname, port, pathname, username, protocol } = new URL(address);
  if (username !== '' && !scp && protocol !== 'https:') return null;
  const name = pathname.replace(/\.git\/?$/, '').replace(/\/+$/, '');
  return name === '' || !hostname.includes('.') ? null : `https://${hostname}${port ? `:${port}` : ''}${name}`;
}
