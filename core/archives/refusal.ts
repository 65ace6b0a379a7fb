// The refusals that most archives share, in two parts: nothing there, gone, or not for everybody.
import { UserError } from '../errors.ts';
import { refused } from './answers.ts';
import { NoRecord, type Answer } from './archive.ts';
import { tokenWords } from './tokens.ts';

interface Asked {
  readonly who: string; // the archive
  readonly what: string; // "dataset 12", as the archive counts it
  readonly check: string; // what to look at when it is not there
}

/** How to come by files that are not open: by the archive's token, if we know one, else by hand. */
export function loginRemedy(host: string): string {
  const variable = tokenWords(host);
  return `${variable === null ? 'Ask' : `If you have access, set ${variable} to your token there; else ask`} the owners for access, or download the files by hand and give their folder as --dataset.`;
}

/** What is neither missing, removed nor closed is a failure of the service. */
export function refusalOf(answer: Answer, { who, what, check }: Asked): Error {
  const { status } = answer;
  if (status === 404) return new NoRecord(`${who} has no ${what}`, check);
  if (status === 410) return new UserError(`${who} has removed ${what}: ${answer.url}`, 'Choose another version of it, or another dataset.');
  if (status === 401 || status === 403)
    return new UserError(`${who} shows ${what} only with a login that may see it (status ${status}), if it is there at all`, loginRemedy(new URL(answer.url).hostname));
  return refused(answer, who);
}
