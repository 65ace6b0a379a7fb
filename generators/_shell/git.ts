// What git knows of the person and the place, and the first commit: best effort, never fatal, never as somebody else. The door to simple-git.
import fs from 'node:fs';
import path from 'node:path';
import { simpleGit, type SimpleGit } from 'simple-git';
import { httpsRepository } from '../../core/spec/rules.ts';

export interface GitFacts {
  readonly installed: boolean;
  readonly name: string | null;
  readonly email: string | null;
  readonly remote: string | null; // of the repository whose top is the folder itself
}

/** Variables that would lead git elsewhere, or start a program of the user's, stay outside. */
const foreign = /^(GIT_.*|EDITOR|VISUAL|PREFIX|.*PAGER|.*ASKPASS)$/i;

function gitIn(folder: string): SimpleGit {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return simpleGit({ baseDir: folder, timeout: { block: 20_000 } }).env({ ...environment, LC_ALL: 'C' });
}

/** The nearest folder above that exists. */
function existing(folder: string): string {
  return fs.existsSync(folder) && fs.statSync(folder).isDirectory() ? folder : existing(path.dirname(folder));
}

export async function gitFacts(folder: string): Promise<GitFacts> {
  const place = existing(folder);
  const git = gitIn(place);
  const [settings, top] = await Promise.all([
    tried(git.raw(['-c', 'fair-ai.asks=1', 'config', '-z', '--get-regexp', '^(user\\.(name|email)|remote\\.origin\\.url|fair-ai\\.asks)$'])), // never silent: see firstCommit
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

/** A repository with one commit, as the user; says in words what came of it. */
export async function firstCommit(folder: string, facts: GitFacts, message: string): Promise<string> {
  const git = gitIn(folder); // every command says something: simple-git waits 50 ms for the last words of a silent one
  const started = await tried(git.raw(['init', '-b', 'main']));
  if (started.problem !== null) return `no repository: ${said(started.problem)}`;
  if (facts.name === null || facts.email === null) return "a repository without a commit: git's user.name and user.email are not set";
  // One pack instead of a file for each object, and no housekeeping: several times faster, and the same repository.
  const quick = ['-c', 'core.bigFileThreshold=1', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false'];
  const as = [...quick, '-c', `user.name=${facts.name}`, '-c', `user.email=${facts.email}`];
  const committed = await tried(git.raw([...quick, 'add', '-v', '-A']).then(() => git.raw([...as, 'commit', '--no-verify', '--no-gpg-sign', '-m', message])));
  return committed.problem === null ? 'a repository with one commit' : `a repository without a commit: ${said(committed.problem)}`;
}

interface Tried {
  readonly text: string;
  readonly problem: string | null;
}

const tried = (work: PromiseLike<string>): Promise<Tried> =>
  Promise.resolve(work).then(
    (text) => ({ text, problem: null }),
    (error: unknown) => ({ text: '', problem: error instanceof Error ? error.message : String(error) }),
  );

const said = (problem: string): string => (/ENOENT/.test(problem) ? 'git is not installed' : (problem.trim().split('\n')[0] ?? problem));
