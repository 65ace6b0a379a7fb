// A failure of the network in plain words: who failed, and what can be done about it.
import type { Request } from '../../core/archives/index.ts';
import { NetworkError, UserError } from '../../core/errors.ts';
import type { Mirror } from './mirror.ts';

export const remedy = 'Check the connection, the proxy (HTTPS_PROXY) or --mirror, or go on without the network: --offline';

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
export const isFinal = (error: unknown): boolean => error instanceof NetworkError || error instanceof UserError || ['ENOTFOUND', 'PROXY'].includes(causeOf(error).code) || isCertificate(causeOf(error).code);

/** What a refusing or absent proxy is asked for. */
function proxyRemedy(message: string): string {
  const what = message.includes('status 407') ? 'Put your login into HTTPS_PROXY: http://user:password@host:port' : 'Correct HTTPS_PROXY, or name the host in NO_PROXY if it can be reached directly';
  return `${what}; or go on without the network: --offline`;
}

const isReset = (code: string, message: string): boolean => code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('UND_ERR_SOCKET') || message === 'terminated';

/** Whether the other side closed the connection. */
export function isBrokenOff(error: unknown): boolean {
  const { code, message } = causeOf(error);
  return isReset(code, message);
}

/** The failure in words; what is no failure of the network is a bug, and stays as it is. */
export function explained(error: unknown, { url }: Request, { mirror, timeout, tries }: { readonly mirror: Mirror | null; readonly timeout: number; readonly tries: number }): unknown {
  if (error instanceof NetworkError) return error;
  const { code, name, message } = causeOf(error);
  const host = mirror === null ? new URL(url).host : `the mirror ${mirror.name}`;
  const said = (words: string): NetworkError => new NetworkError(words, remedy);
  if (name === 'TimeoutError' || code.includes('TIMEOUT') || code === 'ETIMEDOUT') return said(`No answer from ${host} within ${timeout / 1000} seconds${tries > 1 ? `, ${tries} times` : ''}: ${url}`);
  if (code === 'PROXY') return new NetworkError(`No way to ${host}: ${message}`, proxyRemedy(message));
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return said(`The name of ${host} cannot be looked up: is there a network?`);
  if (code === 'ECONNREFUSED') return said(`${host} refuses the connection: ${url}`);
  if (isReset(code, message)) return said(`${host} broke off the connection: ${url}`);
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH') return said(`There is no way to ${host} from here: ${url}`);
  if (isCertificate(code)) return new NetworkError(`The certificate of ${host} cannot be trusted (${code})`, 'Behind a filtering proxy: set NODE_EXTRA_CA_CERTS to its certificate; or go on without the network: --offline');
  return of(error, 'name') === 'TypeError' || code !== '' ? said(`${host} cannot be reached (${code || message}): ${url}`) : error;
}
