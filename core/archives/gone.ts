// What an archive no longer has: bad input for a new project, news for one that was made when it was there.
import { UserError } from '../errors.ts';
import { NoRecord, type Answer } from './archive.ts';
import { at, isPresent, word } from './json.ts';
import { dateOrNull, lineOrNull } from './text.ts';

export interface Gone {
  readonly status: 404 | 410;
  readonly date: string | null; // of the removal, from the tombstone
  readonly reason: string | null;
  readonly said: string; // the refusal in words
}

/** The refusal of a resolution whose last answer was "not here" or "no longer here". */
export class GoneError extends UserError {
  readonly gone: Gone;
  constructor(cause: UserError, gone: Gone) {
    super(cause.message, cause.remedy);
    this.gone = gone;
  }
}

function tombstoneOf(answer: Answer | undefined): unknown {
  try {
    return at(JSON.parse(answer?.body ?? ''), 'tombstone');
  } catch {
    return undefined; // a bare 410 says enough
  }
}

/** The same error, as a GoneError if the archive has no such record or the answers that led to it were 404 or 410; InvenioRDM's tombstones say when and why. */
export function goneOr(error: unknown, answers: readonly Answer[]): unknown {
  const answer = answers.find(({ status }) => status === 410) ?? answers.find(({ status }) => status === 404);
  if (!(error instanceof UserError) || (answer === undefined && !(error instanceof NoRecord))) return error;
  const tombstone = tombstoneOf(answer);
  const reason = [at(tombstone, 'removal_reason', 'title', 'en'), at(tombstone, 'removal_reason', 'id')].map(word).filter(isPresent)[0] ?? null;
  const note = word(at(tombstone, 'note'));
  return new GoneError(error, {
    status: answer?.status === 410 ? 410 : 404, date: dateOrNull(word(at(tombstone, 'removal_date'))),
    reason: [lineOrNull(reason), lineOrNull(note)].filter(isPresent).join(': ') || null, said: error.message,
  });
}
