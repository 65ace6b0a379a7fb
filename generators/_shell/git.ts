// What git knows of the person and the place: best effort, never fatal. The door to simple-git.
import fs from 'node:fs';
import path from 'node:path';
import { simpleGit, type SimpleGit } from 'simple-git';
import { visible } from '../../core/words.ts';
import { httpsRepository } from '../../core/spec/rules.ts';

export interface GitFacts {
  readonly installed: boolean;
  readonly name: string | null;
  readonly email: string | null;
  readonly remote: string | null; // of the repository whose top is the folder itself
}

/** Variables that would lead git elsewhere, or start a program of the user's, stay outside. */
const foreign = /^(GIT_.*|EDITOR|VISUAL|PREFIX|.*PAGER|.*ASKPASS)$/i;

export function gitIn(folder: string): SimpleGit {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return simpleGit({ baseDir: folder, timeout: { block: 20_000 }, errors: failure }).env({ ...environment, LC_ALL: 'C' });
}

/** simple-git takes a program that fails without a word for one that did its work: a hook may be so. */
function failure(error: Buffer | Error | undefined, { exitCode, stdErr, stdOut }: { readonly exitCode: number; readonly stdErr: readonly Buffer[]; readonly stdOut: readonly Buffer[] }): Buffer | Error | undefined {
  if (error !== undefined || exitCode === 0) return error;
  const words = Buffer.concat([...stdErr, ...stdOut]).toString().trim();
  return new Error(words === '' ? `git ended with status ${exitCode} and said nothing: a hook of yours may have refused it` : words);
}

/** The nearest folder above that exists. */
function existing(folder: string): string {
  return fs.existsSync(folder) && fs.statSync(folder).isDirectory() ? folder : existing(path.dirname(folder));
}

export async function gitFacts(folder: string): Promise<GitFacts> {
  const place = existing(folder);
  const git = gitIn(place);
  const [settings, top] = await Promise.all([
    tried(git.raw(['-c', 'fair-ai.asks=1', 'config', '-z', '--get-regexp', '^(user\\.(name|email)|remote\\.origin\\.url|fair-ai\\.asks)$'])), // never silent: see git-commit.ts
    place === folder ? tried(git.raw(['rev-parse', '--show-cdup'])) : { text: '', problem: 'not there yet' },
  ]);
  const value = (key: string): string | null =>
    settings.text.split('\0').filter((line) => line.startsWith(`${key}\n`)).at(-1)?.slice(key.length + 1).trim() || null;
  const isTop = top.problem === null && top.text.trim() === '';
  const remote = isTop ? value('remote.origin.url') : null;
  return {
    installed: !/ENOENT/.test(settings.problem ?? ''),
    name: process.env['GIT_AUTHOR_NAME']?.trim() || value('user.name'),
    email: process.env['GIT_AUTHOR_EMAIL']?.trim() || value('user.email'),
    remote: remote === null ? null : httpsRepository(remote),
  };
}

/** Is the folder inside a work tree already? One that git will not touch (owned by another) counts, too. */
export async function isInWorkTree(folder: string): Promise<boolean> {
  const { text, problem } = await tried(gitIn(existing(folder)).raw(['rev-parse', '--is-inside-work-tree']));
  return text.trim() === 'true' || /dubious ownership/.test(problem ?? '');
}

export interface Tried {
  readonly text: string;
  readonly problem: string | null;
}

export const tried = (work: PromiseLike<string>): Promise<Tried> =>
  Promise.resolve(work).then(
    (text) => ({ text, problem: null }),
    (error: unknown) => ({ text: '', problem: error instanceof Error ? error.message : String(error) }),
  );

export const said = (problem: string): string => (/ENOENT/.test(problem) ? 'git is not installed' : visible(problem.trim().replace(/^Error: /, '').split('\n')[0] ?? problem).slice(0, 300));
