// What an answer means: JSON, or a refusal in plain words.
import { createHash } from 'node:crypto';
import { NetworkError } from '../errors.ts';
import type { Answer, Asking, Request } from './archive.ts';

export const WITHOUT_NETWORK = 'Try again later, or go on without the network: --offline';

export function* ask(request: Request): Asking<Answer> {
  const [answer] = yield [request];
  if (answer === undefined) throw new Error(`no answer was handed in for ${request.url}`);
  return answer;
}

/** Two requests at once. */
export function* askBoth(first: Request, second: Request): Asking<readonly [Answer, Answer]> {
  const [one, two] = yield [first, second];
  if (one === undefined || two === undefined) throw new Error(`no answer was handed in for ${first.url} or ${second.url}`);
  return [one, two];
}

/** What was read, so that a later reader can tell whether the source has changed. */
export const sourceOf = ({ url, body }: Answer): { readonly url: string; readonly sha256: string } =>
  ({ url, sha256: createHash('sha256').update(body).digest('hex') });

export const isPage = ({ headers, body }: Answer): boolean => /html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(body);

function reason(answer: Answer): string {
  const { status } = answer;
  if (status === 401) return 'asks for a login (status 401)';
  if (status === 403) return `refused the request (status 403)${isPage(answer) ? ', with a page made for browsers' : ''}`;
  if (status === 429) return 'has had too many requests from here (status 429)';
  if (status >= 500) return `is out of order (status ${status})`;
  if (status === 202) return 'answered with a check for browsers in place of data (status 202)';
  return `answered with status ${status}`;
}

/** The refusal of a service, as an error. */
export const refused = (answer: Answer, who: string): NetworkError => new NetworkError(`${who} ${reason(answer)}: ${answer.url}`, WITHOUT_NETWORK);

/** The JSON of any answer, or null if there is none. */
export function jsonOrNull({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The JSON of a good answer; anything else is a NetworkError that names the service. */
export function readJson(answer: Answer, who: string): unknown {
  if (answer.status !== 200) throw refused(answer, who);
  try {
    return JSON.parse(answer.body);
  } catch {
    const what = isPage(answer) ? 'a web page in place of data' : 'broken JSON';
    throw new NetworkError(`${who} answered with ${what}: ${answer.url}`, WITHOUT_NETWORK);
  }
}
