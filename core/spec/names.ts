// Title, directory, slug and package: each from the others, so that one of them is enough, or none.
import path from 'node:path';
import { isReadable, withoutHidden } from '../signs.ts';
import { distributionOf, packageOf, slugOf } from './identifiers.ts';
import type { Answers } from './spec.ts';

interface Known {
  readonly answers: Answers;
  readonly facts: { readonly cwd: string };
}

const fallback = 'fair-ai-project';

/** The name of the directory that `directory` means ("." is the one we are in). */
const folderName = (directory: string, cwd: string): string => path.basename(path.resolve(cwd, directory));

/** slugOf never returns nothing: has the text itself anything that a slug can be made of? */
const slugIn = (text: string): string | null => (slugOf(text) !== slugOf('') || /project/i.test(text) ? slugOf(text) : null);

/** Name of the distribution: from the directory, else from the title; never that of a module or of something it needs. */
export function slugFor({ answers, facts }: Known): string {
  const fromFolder = answers.directory === undefined ? null : slugIn(folderName(answers.directory, facts.cwd));
  return distributionOf(fromFolder ?? slugIn(answers.title ?? '') ?? fallback);
}

/** "my-jets" becomes "My jets". */
export function titleFor({ answers, facts }: Known): string {
  if (answers.directory === undefined) return 'FAIR AI project';
  const words = withoutHidden(folderName(answers.directory, facts.cwd), '').replace(/[-_\s]+/g, ' ').trim();
  return !isReadable(words) ? 'FAIR AI project' : words.replace(/^./u, (letter) => letter.toUpperCase());
}

export const directoryFor = ({ answers }: Known): string => slugIn(answers.title ?? '') ?? fallback;

export const packageFor = (known: Known): string => packageOf(slugFor(known));
