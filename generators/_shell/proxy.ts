// Requests through an HTTP proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), which the fetch of Node 20 does not know: a CONNECT tunnel, or for http the whole address.
import { Buffer } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { decoded } from '../../core/spec/identifiers.ts';
import type { Fetch } from './fetch.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Is the host exempt: "*", "host", ".domain", "domain" (with its subdomains), each with an optional port. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const number = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some(entry => {
    const [, name = '', own] = /^\*?\.?([^\s:]*|\[[^\]]*\])(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (entry === '*') return true;
    return name !== '' && (own === undefined || own === number) && (hostname === name || hostname.endsWith(`.${name}`));
  });
}

/** The proxy that the environment names for an address, or null. */
export function proxyFor(url: URL, env: Environment): URL | null {
  const of = (name: string): string => env[name.toLowerCase()] || env[name.toUpperCase()] || '';
  const address = url.protocol === 'https:' ? of('https_proxy') || of('all_proxy') : of('http_proxy') || of('all_proxy');
  if (address === '' || isExempt(url, of('no_proxy'))) return null;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol)) return null; // SOCKS and the like: fetch tries without
  return new URL(whole);
}

function login({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const words = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}

/** What the proxy itself says no with. */
const refusal = (proxy: URL, status: number | undefined): Error => {
  const why: Readonly<Record<number, string>> = { 403: 'does not let this host through', 407: proxy.username === '' ? 'asks for a login' : 'does not accept the login' };
  return failure(`the proxy ${proxy.host} ${why[status ?? 0] ?? 'refused'} (status ${status})`);
};

const failure = (message: string): Error => Object.assign(new Error(message), { code: 'PROXY' });

/** The proxy cannot be reached: named, since it is not the archive that fails. */
function unreachable(proxy: URL, error: unknown): Error {
  const code = String(Reflect.get(Object(error), 'code') ?? '');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return failure(`the name of the proxy ${proxy.host} cannot be looked up`);
  if (code === 'ECONNREFUSED') return failure(`the proxy ${proxy.host} refuses the connection`);
  if (code === 'ECONNRESET' || code === 'EPIPE') return failure(`the proxy ${proxy.host} broke off the connection`);
  return failure(`the proxy ${proxy.host} cannot be reached (${code || String(error)})`);
}

/** The host's certificate counts, whoever carries the bytes; an IP address is no server name. */
const nameOf = ({ hostname }: URL): { readonly servername?: string; readonly host?: string } => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return net.isIP(bare) === 0 ? { servername: bare } : { host: bare };
};

/** A TLS connection to the host through the proxy. */
function tunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<tls.TLSSocket> {
  const place = `${url.hostname}:${url.port || 443}`;
  const { request } = proxy.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const ask = request(proxy, { method: 'CONNECT', path: place, headers: { host: place, ...login(proxy) }, agent: false, signal });
    ask.once('error', error => reject(signal.aborted ? signal.reason : unreachable(proxy, error)));
    ask.once('response', answer => { // some proxies refuse like a web server
      answer.resume();
      ask.destroy();
      reject(refusal(proxy, answer.statusCode));
    });
    ask.once('connect', ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        reject(refusal(proxy, statusCode));
        return;
      }
      const hangUp = (): void => {
        socket.destroy();
        reject(signal.reason);
      };
      signal.addEventListener('abort', hangUp, { once: true }); // the request is over, and with it its hold on the socket
      const secure = tls.connect({ socket, ...nameOf(url), ALPNProtocols: ['http/1.1'] }, () => {
        signal.removeEventListener('abort', hangUp);
        resolve(secure);
      });
      secure.once('error', reject);
    });
    ask.end();
  });
}

export function toResponse(message: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, [value].flat().join(', '));
  const status = message.statusCode ?? 502;
  const empty = [204, 205, 304].includes(status);
  if (empty) message.resume();
  return new Response(empty ? null : new ReadableStream({
    start: controller => {
      message.on('data', (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
      message.once('end', () => controller.close());
      message.once('error', error => controller.error(error));
    },
    cancel: () => void message.destroy(),
  }), { status, headers });
}

/** A fetch that goes through the proxy; bodies come uncompressed. */
export const throughProxy = (proxy: URL): Fetch => async (address, { method, headers, signal }) => {
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  const socket = secure ? await tunnel(url, proxy, signal) : null;
  const plain = { ...headers, host: url.host, connection: 'close', 'accept-encoding': 'identity' };
  return await new Promise((resolve, reject) => {
    const ask = socket === null
      ? (proxy.protocol === 'https:' ? https : http).request(proxy, { method, path: url.href, headers: { ...plain, ...login(proxy) }, agent: false, signal })
      : http.request(url.href.replace(/^https:/, 'http:'), { method, headers: plain, createConnection: () => socket, signal });
    ask.once('error', error => reject(socket !== null || signal.aborted ? error : unreachable(proxy, error)));
    ask.once('response', message => {
      if (socket !== null || message.statusCode !== 407) return resolve(toResponse(message));
      message.resume();
      reject(refusal(proxy, 407));
    });
    ask.end();
  });
};
