// The one hand on the network: mirrors, tokens for their own host, time-outs, patience with busy servers, politeness.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { Answer, Request } from '../../core/archives/index.ts';
import { authorization } from '../../core/archives/tokens.ts';
import { NetworkError } from '../../core/errors.ts';
import { ownVersion } from './disk.ts';
import { explained, isBrokenOff, isFinal, remedy } from './failures.ts';
import { createTurns, type Turn } from './limits.ts';
import { checkedMirror, type Mirror } from './mirror.ts';

const TRIES = 3;
const REDIRECTS = 5;
const LONGEST_BODY = 50e6; // bytes
const LONG_BODY = 8e6; // bytes
const LONGEST_PAUSE = 30_000; // ms
const LONGEST_ANSWER = 300_000; // ms, however lively it drips
const OPTIONAL_TIMEOUT = 10_000; // ms

type Environment = Readonly<Record<string, string | undefined>>;

/** The part of fetch that is needed. */
export type Fetch = (url: string, init: {
  readonly method: string; readonly headers: Record<string, string>; readonly redirect: 'manual'; readonly signal: AbortSignal;
  readonly first?: string; // of a redirect: the host that was asked first
}) => Promise<Response>;

export interface HandOptions {
  readonly mirror: string | null; // every https://HOST/PATH becomes <mirror>/HOST/PATH; an http(s) address or a folder
  readonly fetch?: Fetch;
  readonly env?: Environment; // tokens and proxies; the process's own
  readonly timeout?: number; // ms without a sign of life; 20 000
  readonly longest?: number; // ms for one whole answer
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Answers a batch of requests, in their order; a few at a time for each host. */
export type Hand = (requests: readonly Request[]) => Promise<readonly Answer[]>;

interface Settings extends Required<Omit<HandOptions, 'mirror'>> {
  readonly mirror: Mirror | null;
  readonly agent: string;
  readonly turn: Turn;
  readonly tries: number;
}

const NAME = 'create-fair-ai';
const agent = (): string => `${NAME}/${ownVersion()} (+https://www.npmjs.com/package/${NAME}; research data client)`;

export function createHand(options: HandOptions): Hand {
  const mirror = checkedMirror(options.mirror);
  const env = options.env ?? process.env;
  const settings: Settings = {
    mirror, env, agent: agent(), fetch: options.fetch ?? fetchFor(mirror, env), timeout: options.timeout ?? 20_000, longest: options.longest ?? LONGEST_ANSWER,
    pause: options.pause ?? sleep, turn: createTurns(), tries: TRIES,
  };
  return requests => Promise.all(requests.map(request => (request.optional === true ? once : patiently)(request, settings)));
}

/** A folder, a proxy or the network itself; what is not needed is not loaded. */
export const fetchFor = (mirror: Mirror | null, env: Environment): Fetch => async (url, init) => {
  if (mirror !== null && mirror.folder !== null) return await (await import('./folder.ts')).fromFolder(mirror.folder)(url, init);
  const { proxyFor, throughProxy } = await import('./proxy.ts');
  const proxy = proxyFor(new URL(url), env);
  if (proxy !== null) return await throughProxy(proxy)(url, init);
  const { redirectedFetch, watchConnections } = await import('./redirects.ts');
  watchConnections();
  return await (init.first === undefined || mirror !== null ? globalThis.fetch : redirectedFetch(init.first))(url, init);
};

/** What is only nice to have: no answer is an answer, too. */
async function once(request: Request, settings: Settings): Promise<Answer> {
  const hasty = { ...settings, timeout: Math.min(settings.timeout, OPTIONAL_TIMEOUT), tries: 1 };
  try {
    return await followed(request, hasty);
  } catch (error) {
    const failure = explained(error, request, hasty);
    if (failure instanceof NetworkError) return { url: request.url, status: 0, headers: {}, body: '' };
    throw failure;
  }
}

const isBusy = (status: number): boolean => status === 429 || status >= 500;

/** Up to three tries; a busy server's last answer is returned, since it may still say why. */
async function patiently(request: Request, settings: Settings): Promise<Answer> {
  let kept = false; // the connection of a busy server may be closed while we wait as it asked: that is no answer, and no try
  for (let attempt = 1; ; attempt += 1) {
    let pause = 500 * 2 ** (attempt - 1) * (1 + Math.random() / 2);
    try {
      const answer = await followed(request, settings);
      if (!isBusy(answer.status) || attempt === settings.tries) return answer;
      pause = Math.max(pause, retryAfter(answer));
      kept = true;
    } catch (error) {
      if (kept && isBrokenOff(error)) [attempt, kept] = [attempt - 1, false];
      else if (attempt === settings.tries || isFinal(error)) throw explained(error, request, settings);
    }
    await settings.pause(pause);
  }
}

/** What a busy server asks for, in ms. Zenodo sends the header with success, too: there it means nothing. */
function retryAfter({ status, headers }: Answer): number {
  const wish = headers['retry-after'];
  if (wish === undefined || (status !== 429 && status !== 503)) return 0;
  const pause = /^\d+$/.test(wish) ? 1000 * Number(wish) : Date.parse(wish) - Date.now();
  return Number.isFinite(pause) ? Math.min(Math.max(pause, 0), LONGEST_PAUSE) : 0;
}

async function followed(request: Request, settings: Settings): Promise<Answer> {
  let url = request.url;
  for (let step = 0; step <= REDIRECTS; step += 1) {
    const here = url;
    const answer = await settings.turn(new URL(here).hostname, () => asked({ ...request, url: here }, settings, step === 0 ? {} : { first: new URL(request.url).hostname }));
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    url = redirected(location, url, settings.mirror);
  }
  throw new NetworkError(`${request.url} was redirected more than ${REDIRECTS} times`, remedy);
}

/** The https address of a redirect; one that points into the mirror is written as the address it stands for. */
function redirected(location: string, from: string, mirror: Mirror | null): string {
  const base = mirror?.address(from) ?? from;
  if (!URL.canParse(location, base)) throw new NetworkError(`${from} redirects to "${location}", which is no address`, remedy);
  const target = new URL(location, base).href;
  const original = mirror?.original(target) ?? target;
  if (original.startsWith('https://')) return original;
  throw new NetworkError(`${from} redirects to ${target}, which is not https`, remedy);
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The token of the address's own host: to that host itself, or to a mirror on this computer; on every step of a redirect anew. */
function tokenFor(url: string, address: string, env: Environment): Readonly<Record<string, string>> {
  const [archive, really] = [new URL(url), new URL(address)];
  const own = really.protocol === 'https:' && really.host === archive.host;
  return own || LOOPBACK.includes(really.hostname) ? authorization(archive.host, env) : {};
}

/** One request. The clock starts anew with every sign of life, and ends for good after `longest`. */
async function asked(request: Request, { mirror, agent, fetch, timeout, longest, env }: Settings, redirect: { readonly first?: string }): Promise<Answer> {
  const address = mirror?.address(request.url) ?? request.url;
  const bodyWanted = request.method !== 'HEAD' && request.range === undefined;
  const headers = {
    'user-agent': agent, accept: request.accept ?? '*/*', ...(request.range === undefined ? {} : { range: request.range }),
    ...(request.method === 'HEAD' ? { 'accept-encoding': 'identity' } : {}), // the size that counts is that of the file; with a range fetch says so itself
    ...(mirror?.folder === undefined || mirror.folder === null ? tokenFor(request.url, address, env) : {}),
  };
  const stop = new AbortController();
  const expire = (): void => stop.abort(new DOMException('no sign of life', 'TimeoutError'));
  const end = setTimeout(() => stop.abort(new NetworkError(`The answer of ${request.url} is not complete after ${longest / 1000} seconds`, remedy)), longest);
  let clock = setTimeout(expire, timeout);
  const alive = (): void => {
    clearTimeout(clock);
    clock = setTimeout(expire, timeout);
  };
  try {
    const response = await fetch(address, { method: request.method ?? 'GET', headers, redirect: 'manual', signal: stop.signal, ...redirect });
    alive();
    if (!bodyWanted) await response.body?.cancel();
    const body = bodyWanted ? await readBody(response, request.url, alive) : '';
    return { url: request.url, status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error; // whatever broke then, it broke because we hung up
  } finally {
    clearTimeout(clock);
    clearTimeout(end);
  }
}

/** A list of 100 000 files: from now on memory counts for more than speed. */
const thrift = (): void => setFlagsFromString('--optimize-for-size');

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
    if (length > LONG_BODY) thrift();
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}
