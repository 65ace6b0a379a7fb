// A recording: one resolution with every answer it was given, so that it can be done again without a network. `npm run record` makes them.
import type { Answer, Asking, Request } from '../../../core/archives/archive.ts';
import { isPage } from '../../../core/archives/answers.ts';
import { parseReference, resolveReference } from '../../../core/archives/index.ts';
import { slugOf } from '../../../core/spec/identifiers.ts';
import type { DatasetRecord } from '../../../core/spec/dataset.ts';
import { createHand } from '../../../generators/_shell/fetch.ts';

export interface Exchange {
  readonly request: Request;
  readonly answer: Answer;
}

export interface Recording {
  readonly format: 'fair-ai/recording@1';
  readonly requested: string;
  readonly recordedAt: string;
  readonly through: string | null; // a mirror; null: the services themselves
  readonly exchanges: readonly Exchange[];
  readonly record: DatasetRecord;
}

/** Without the catalogue, so that a recording does not change with it. */
const resolution = (requested: string, resolvedAt: string): Asking<DatasetRecord> =>
  resolveReference(parseReference(requested, []), { catalogue: { datasets: [] }, offline: false, listed: false, resolvedAt });

/** The headers that a reader of ours looks at; cookies and the like are nobody's business. */
const KEPT = ['content-type', 'content-length', 'content-range', 'content-disposition', 'content-encoding', 'link'];
const SIGNED = /(?:signature|token|credential|x-amz-|expires|sig)=/i;

/** The typed links and the JSON-LD of a page: the rest of it is somebody's text, and says nothing to us. */
function essentials(html: string): string {
  const links = [...html.matchAll(/<link\b[^<>]*\brel\s*=\s*["']?[^<>]*>/gi)].map(([tag]) => tag).filter(tag => /\brel\s*=\s*["']?[\w -]*\b(?:item|cite-as|license|author|describedby|linkset)\b/i.test(tag));
  const scripts = [...html.matchAll(/<script\b[^<>]*\bapplication\/ld\+json\b[^<>]*>[^]*?<\/script\s*>/gi)].map(([tag]) => tag);
  return `<!DOCTYPE html><html><head>${[...links, ...scripts].join('')}</head></html>`;
}

function kept({ url, status, headers, body }: Answer): Answer {
  const page = isPage({ url, status, headers, body });
  return {
    url: SIGNED.test(url) ? url.replace(/\?.*$/, '') : url, status, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.includes(name))),
    body: page && body !== '' ? essentials(body) : body,
  };
}

/** What anybody may see is recorded: a proxy is used, a token is not. */
const withoutTokens = Object.fromEntries(Object.entries(process.env).filter(([name]) => /_proxy$/i.test(name)));

/** Resolves with the services, or through a mirror, and keeps what was said; throws what the resolution throws. */
export async function record(requested: string, { mirror, now }: { readonly mirror: string | null; readonly now: Date }): Promise<Recording> {
  const hand = createHand({ mirror, env: withoutTokens });
  const asking = resolution(requested, now.toISOString());
  const exchanges: Exchange[] = [];
  let step = asking.next();
  while (step.done !== true) {
    const requests = step.value;
    const answers = await hand(requests);
    requests.forEach((request, i) => {
      const answer = answers[i];
      if (answer !== undefined) exchanges.push({ request, answer: kept(answer) });
    });
    step = asking.next(answers);
  }
  const made = { format: 'fair-ai/recording@1' as const, requested, recordedAt: now.toISOString(), through: mirror, exchanges };
  const again = replay({ ...made, record: step.value });
  const told = (one: DatasetRecord): string => JSON.stringify({ ...one, sources: one.sources.map(({ url }) => url) });
  if (told(again) !== told(step.value)) throw new Error(`${requested} resolves to another record from what was kept of the answers: the reader needs more of them than test/core/archives/recording.ts keeps`);
  return { ...made, record: again }; // a page's checksum is that of what was kept
}

const same = (a: Request, b: Request): boolean => a.url === b.url && a.accept === b.accept && a.method === b.method && a.range === b.range;

/** The record that the kept answers give. */
export function replay({ requested, recordedAt, exchanges }: Recording): DatasetRecord {
  const asking = resolution(requested, recordedAt);
  let step = asking.next();
  while (step.done !== true) {
    step = asking.next(step.value.map(request => {
      const found = exchanges.find(exchange => same(exchange.request, request));
      if (found === undefined) throw new Error(`${requested}: no answer was recorded for ${request.method ?? 'GET'} ${request.url}`);
      return found.answer;
    }));
  }
  return step.value;
}

/** "zenodo-10-5281-zenodo-4559324.json" */
export const fileNameOf = ({ requested, record: { archive } }: Recording): string => `${archive}-${slugOf(requested.replace(/^https?:\/\/(?:(?:dx\.)?doi\.org\/)?/i, ''))}.json`;
