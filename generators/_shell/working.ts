// The working folder of a run, beside its goal: what is not whole yet lies in it. Its name is nobody else's, and says of whom it is from the moment when it is there.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beginningOf, spaceOfNumbers, UNSAID } from './processes.ts';

/** Digests of the goal, of where process numbers have a meaning, and of when the process began; the number between them. */
const NAME = /^\.fair-ai-(?<goal>[0-9a-f]{12})-(?<space>[0-9a-f]{12})-(?<pid>\d{1,10})-(?<began>[0-9a-f]{12})-[0-9a-f]{8}\.partial$/;
const BEAT = 10_000; // ms between two signs of life
const SILENT = 120_000; // ms without a sign of life, after which a run on another machine is taken to be dead

export interface Remains {
  readonly folder: string;
  readonly pid: number;
  readonly atWork: boolean;
}

const digest = (text: string): string => createHash('sha256').update(`fair-ai ${text}`).digest('hex').slice(0, 12);

/** The name of a new working folder in `parent`, of a run that makes `goal`: a name in it, or "." for the folder itself. */
export const workingFolder = (parent: string, goal: string): string =>
  path.join(parent, `.fair-ai-${digest(goal)}-${digest(spaceOfNumbers())}-${process.pid}-${digest(beginningOf(process.pid) ?? UNSAID)}-${randomBytes(4).toString('hex')}.partial`);

/** Makes it; git leaves all of it out. */
export function open(folder: string): void {
  fs.mkdirSync(folder, { mode: 0o700 });
  fs.writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
}

/** Shows, until the work ends, that it is going on. */
export async function alive(folder: string, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => fs.utimes(folder, new Date(), new Date(), () => {}), BEAT);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** What runs of this user left in a folder while they made `goal`, or are making it; without `goal`, any. */
export function remainsIn(parent: string, goal: string | null = null): readonly Remains[] {
  return fs.readdirSync(parent).flatMap((name) => {
    const said = NAME.exec(name)?.groups;
    const folder = path.join(parent, name);
    const age = said === undefined || (goal !== null && said['goal'] !== digest(goal)) ? null : ageOf(folder);
    return said === undefined || age === null ? [] : [{ folder, pid: Number(said['pid']), atWork: isAtWork(said, age) }];
  });
}

/** By the process where its number has a meaning, else by the last sign of life. */
function isAtWork(said: Readonly<Record<string, string>>, age: number): boolean {
  const now = said['space'] === digest(spaceOfNumbers()) ? beginningOf(Number(said['pid'])) : UNSAID;
  if (now === null) return false;
  return now === UNSAID || said['began'] === digest(UNSAID) ? Math.abs(age) < SILENT : said['began'] === digest(now);
}

/** How long ago it was heard of; null for a link, a file, and a folder of another user: not ours. */
function ageOf(folder: string): number | null {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory() || stat.uid !== (process.getuid?.() ?? stat.uid)) return null;
  return Date.now() - stat.mtimeMs;
}
