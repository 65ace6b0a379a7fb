// The first commit of a new project, and in words what really came of it: who is its author, which rules would have left files out, and what a hook said.
import type { Person } from '../../core/spec/spec.ts';
import { gitIn, said, tried, type GitFacts } from './git.ts';

export interface First {
  readonly message: string;
  readonly paths: readonly string[]; // of the plan: what the commit must hold
  readonly author: Person | null; // who was just typed; null: the one that git knows
}

const NAMED = 5;

/** A repository with one commit, as the user; says in words what came of it. */
export async function firstCommit(folder: string, facts: GitFacts, { message, paths, author }: First): Promise<string> {
  const git = gitIn(folder); // every command says something: simple-git waits 50 ms for the last words of a silent one
  const started = await tried(git.raw(['init', '-b', 'main']));
  if (started.problem !== null) return `no repository: ${said(started.problem)}`;
  const committer = facts.name !== null && facts.email !== null ? { name: facts.name, email: facts.email } : author === null || author.email === null ? null : { name: nameOf(author), email: author.email };
  if (committer === null) return "a repository without a commit: git's user.name and user.email are not set";
  // One pack instead of a file for each object, and no housekeeping: several times faster, and the same repository.
  const quick = ['-c', 'core.bigFileThreshold=1', '-c', 'core.quotePath=false', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false'];
  const added = await tried(git.raw([...quick, 'add', '-v', '-A']));
  if (added.problem !== null) return `a repository without a commit: ${said(added.problem)}`;
  const rules = await addLeftOut(folder, quick, paths, added.text);
  if (rules.problem !== null) return `a repository without a commit: ${said(rules.problem)}`;
  const as = [...quick, '-c', `user.name=${committer.name}`, '-c', `user.email=${committer.email}`];
  const isCommitter = author === null || (author.email === null && nameOf(author) === committer.name);
  const whose = isCommitter ? [] : [`--author=${nameOf(author)} <${author.email ?? ''}>`];
  const committed = await tried(git.raw([...as, 'commit', '--no-verify', '--no-gpg-sign', ...whose, '-m', message]));
  const note = rules.text === '' ? '' : `; ${rules.text}`;
  return committed.problem === null ? `a repository with one commit${note}` : `a repository without a commit: ${said(committed.problem)}${note}`;
}

/** As git takes a name: without the signs that end it. */
const nameOf = ({ given, family }: Person): string => `${given} ${family}`.replace(/[<>\n]/g, '').trim();

/** What a rule of the user's own (core.excludesFile, .git/info/exclude) keeps out of a commit belongs to the project all the same: it is added, and the rule is named. */
async function addLeftOut(folder: string, quick: readonly string[], paths: readonly string[], added: string): Promise<{ readonly text: string; readonly problem: string | null }> {
  const there = new Set([...added.matchAll(/^add '(.*)'$/gm)].map(([, name = '']) => name));
  const out = paths.filter((name) => !there.has(name));
  if (out.length === 0) return { text: '', problem: null };
  const git = gitIn(folder);
  const [why, forced] = [await tried(git.raw([...quick, 'check-ignore', '-v', '--no-index', '--', ...out])), await tried(git.raw([...quick, 'add', '-v', '-f', '--', ...out]))];
  if (forced.problem !== null) return { text: '', problem: forced.problem };
  const sources = [...new Set([...why.text.matchAll(/^(.+?):\d+:/gm)].map(([, file = '']) => file))];
  const named = `${out.slice(0, NAMED).join(', ')}${out.length > NAMED ? ` and ${out.length - NAMED} more` : ''}`;
  return { text: `${sources.length === 0 ? 'a rule of git' : `${sources.join(' and ')} (core.excludesFile)`} ignores ${named}: added all the same (git add -f)`, problem: null };
}
