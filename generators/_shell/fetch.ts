// The one hand on the network: a mirror, time-outs, patience with busy servers, and refusals in plain words.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Request } from '../../core/archives/index.ts';
import { NetworkError, UserError } from '../../core/errors.ts';
import { ownVersion } from './disk.ts';

const TRIES = 3;
const REDIRECTS = 5;
const LONGEST_BODY = 50e6; // bytes
const LONGEST_PAUSE = 30_000; // ms

/** The part of fetch that is needed. */
export type Fetch = (url: string, init: {
  readonly method: string; readonly headers: Record<string, string>; readonly redirect: 'manual'; readonly signal: AbortSignal;
}) => Promise<Response>;

export interface HandOptions {
  readonly mirror: string | null; // every https://HOST/PATH becomes <mirror>/HOST/PATH
  readonly fetch?: Fetch;
  readonly timeout?: number; // ms without a sign of life; 20 000
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Answers a batch of requests, all at once. */
export type Hand = (requests: readonly Request[]) => Promise<readonly Answer[]>;

const NAME = 'create-fair-ai';
const agent = (): string => `${NAME}/${ownVersion()} (+https://www.npmjs.com/package/${NAME}; research data client)`;

/** The mirror's address without a slash at its end; a UserError if it is none. */
export function checkedMirror(mirror: string | null): string | null {
  if (mirror === null) return null;
  if (!/^https?:\/\/[^/?#]/i.test(mirror) || !URL.canParse(mirror)) throw new UserError(`The mirror "${mirror}" is no http address`, 'Give --mirror https://host/path, or unset FAIR_AI_MIRROR.');
  return mirror.replace(/\/+$/, '');
}

export function createHand(options: HandOptions): Hand {
  const mirror = checkedMirror(options.mirror);
  const chosen: Fetch = options.fetch ?? (async (url, init) => {
    const { proxyFor, throughProxy } = await import('./proxy.ts'); // brings Node's http and tls: only when there is something to fetch
    const proxy = proxyFor(new URL(url), process.env);
    return await (proxy === null ? globalThis.fetch : throughProxy(proxy))(url, init);
  });
  const settings: Settings = { mirror, agent: agent(), fetch: chosen, timeout: options.timeout ?? 20_000, pause: options.pause ?? sleep };
  return requests => Promise.all(requests.map(request => (request.optional === true ? once : patiently)(request, settings)));
}

interface Settings {
  readonly mirror: string | null;
  readonly agent: string;
  readonly fetch: Fetch;
  readonly timeout: number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** What is only nice to have: no answer is an answer, too. */
async function once(request: Request, settings: Settings): Promise<Answer> {
  try {
    return await followed(request, { ...settings, timeout: Math.min(settings.timeout, 10_000) });
  } catch (error) {
    const failure = explained(error, request, settings);
    if (failure instanceof NetworkError) return { url: request.url, status: 0, headers: {}, body: '' };
    throw failure;
  }
}

const isBusy = (status: number): boolean => status === 429 || status >= 500;

/** Up to three tries; a busy server's last answer is returned, since it may still say why. */
async function patiently(request: Request, settings: Settings): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    let pause = 500 * 2 ** (attempt - 1) * (1 + Math.random() / 2);
    try {
      const answer = await followed(request, settings);
      if (!isBusy(answer.status) || attempt === TRIES) return answer;
      pause = Math.max(pause, retryAfter(answer));
    } catch (error) {
      if (error instanceof NetworkError || attempt === TRIES || isFinal(error)) throw explained(error, request, settings);
    }
    await settings.pause(pause);
  }
}

/** What a busy server asks for, in ms. Zenodo sends the header with success, too: there it means nothing. */
function retryAfter({ status, headers }: Answer): number {
  const asked = headers['retry-after'];
  if (asked === undefined || (status !== 429 && status !== 503)) return 0;
  const pause = /^\d+$/.test(asked) ? 1000 * Number(asked) : Date.parse(asked) - Date.now();
  return Number.isFinite(pause) ? Math.min(Math.max(pause, 0), LONGEST_PAUSE) : 0;
}

async function followed(request: Request, settings: Settings): Promise<Answer> {
  let url = request.url;
  for (let step = 0; step <= REDIRECTS; step += 1) {
    const answer = await asked({ ...request, url }, settings);
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    url = redirected(location, url, settings.mirror);
  }
  throw new NetworkError(`${request.url} was redirected more than ${REDIRECTS} times`, remedy);
}

const place = (url: string, mirror: string | null): string => (mirror === null ? url : url.replace(/^https:\//i, mirror));

/** The https address of a redirect; one that points into the mirror is written as the address it stands for. */
function redirected(location: string, from: string, mirror: string | null): string {
  const base = place(from, mirror);
  if (!URL.canParse(location, base)) throw new NetworkError(`${from} redirects to "${location}", which is no address`, remedy);
  const target = new URL(location, base).href;
  if (mirror !== null && target.startsWith(`${mirror}/`)) return `https:/${target.slice(mirror.length)}`;
  if (target.startsWith('https://')) return target;
  throw new NetworkError(`${from} redirects to ${target}, which is not https`, remedy);
}

/** One request. The clock starts anew with every sign of life. */
async function asked(request: Request, { mirror, agent, fetch, timeout }: Settings): Promise<Answer> {
  const stop = new AbortController();
  const expire = (): void => stop.abort(new DOMException('no sign of life', 'TimeoutError'));
  let clock = setTimeout(expire, timeout);
  const alive = (): void => {
    clearTimeout(clock);
    clock = setTimeout(expire, timeout);
  };
  const bodyWanted = request.method !== 'HEAD' && request.range === undefined;
  const headers = {
    'user-agent': agent, accept: request.accept ?? '*/*', ...(request.range === undefined ? {} : { range: request.range }),
    ...(request.method === 'HEAD' ? { 'accept-encoding': 'identity' } : {}), // the size that counts is that of the file; with a range fetch says so itself
  };
  try {
    const response = await fetch(place(request.url, mirror), { method: request.method ?? 'GET', headers, redirect: 'manual', signal: stop.signal });
    alive();
    if (!bodyWanted) await response.body?.cancel();
    const body = bodyWanted ? await readBody(response, request.url, alive) : '';
    return { url: request.url, status: response.status, headers: Object.fromEntries(response.headers), body };
  } finally {
    clearTimeout(clock);
  }
}

async function readBody(response: Response, url: string, alive: () => void): Promise<string> {
  const tooLong = (): NetworkError => new NetworkError(`The answer of ${url} is longer than ${LONGEST_BODY / 1e6} MB`, remedy);
  if (Number(response.headers.get('content-length') ?? 0) > LONGEST_BODY) {
    await response.body?.cancel();
    throw tooLong();
  }
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    alive();
    length += chunk.length;
    if (length > LONGEST_BODY) throw tooLong(); // leaving the loop cancels the stream
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}

const remedy = 'Check the connection, the proxy (HTTPS_PROXY) or --mirror, or go on without the network: --offline';

/** A property of whatever was thrown. */
const of = (thrown: unknown, name: string): unknown => (typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined);

/** The innermost system error: fetch wraps it, twice if it tried several addresses. */
function causeOf(error: unknown): { readonly code: string; readonly name: string; readonly message: string } {
  const inner = of(of(error, 'errors'), '0') ?? of(error, 'cause');
  if (inner !== undefined) return causeOf(inner);
  return { code: String(of(error, 'code') ?? ''), name: String(of(error, 'name') ?? ''), message: String(of(error, 'message') ?? error) };
}

const isCertificate = (code: string): boolean => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code);

/** Trying again would not help. */
const isFinal = (error: unknown): boolean => ['ENOTFOUND', 'PROXY'].includes(causeOf(error).code) || isCertificate(causeOf(error).code);

/** The failure in words; what is no failure of the network is a bug, and stays as it is. */
function explained(error: unknown, { url }: Request, { mirror, timeout }: Settings): unknown {
  if (error instanceof NetworkError) return error;
  const { code, name, message } = causeOf(error);
  const host = mirror === null ? new URL(url).host : `the mirror ${mirror}`;
  const said = (words: string): NetworkError => new NetworkError(words, remedy);
  if (name === 'TimeoutError' || code.includes('TIMEOUT') || code === 'ETIMEDOUT') return said(`No answer from ${host} within ${timeout / 1000} seconds, ${TRIES} times: ${url}`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return said(`The name of ${host} cannot be looked up: is there a network?`);
  if (code === 'ECONNREFUSED') return said(`${host} refuses the connection: ${url}`);
  if (code === 'PROXY') return said(`No way to ${host}: ${message}`);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('UND_ERR_SOCKET') || message === 'terminated') return said(`${host} broke off the connection: ${url}`);
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH') return said(`There is no way to ${host} from here: ${url}`);
  if (isCertificate(code)) return new NetworkError(`The certificate of ${host} cannot be trusted (${code})`, 'Behind a filtering proxy: set NODE_EXTRA_CA_CERTS to its certificate; or go on without the network: --offline');
  return of(error, 'name') === 'TypeError' || code !== '' ? said(`${host} cannot be reached (${code || message}): ${url}`) : error;
}
