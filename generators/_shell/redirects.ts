// Redirects into a private network: whoever answers for a public address may not lead this computer to itself or to its neighbours.
import { subscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import https from 'node:https';
import net, { type LookupFunction } from 'node:net';
import { NetworkError } from '../../core/errors.ts';
import type { Fetch } from './fetch.ts';
import { toResponse } from './proxy.ts';

// What is not global by IANA's registries of special-purpose addresses, and multicast.
const closed = new net.BlockList();
const V4 = '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';
const V6 = '::/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8';
for (const [family, list] of [['ipv4', V4], ['ipv6', V6]] as const) for (const subnet of list.split(' ')) closed.addSubnet(subnet.split('/')[0] ?? '', Number(subnet.split('/')[1]), family);

/** Can everybody reach this IP address? Those that carry an IPv4 address (mapped, NAT64) are what that is. */
export function isGlobal(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (net.isIPv4(bare)) return !closed.check(bare, 'ipv4');
  if (!net.isIPv6(bare)) return false;
  const plain = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = /^(?:::ffff|64:ff9b:):(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(plain) ?? [];
  if (low === undefined) return !closed.check(plain, 'ipv6');
  const [first, second] = [Number.parseInt(high ?? '0', 16), Number.parseInt(low, 16)];
  return !closed.check([first >> 8, first & 255, second >> 8, second & 255].join('.'), 'ipv4');
}

/** Where each host was really connected to, as the fetch of Node tells it. */
const connected = new Map<string, Set<string>>();
let watching = false;

/** From now on: needed before the first request. */
export function watchConnections(): void {
  if (watching) return;
  watching = true;
  subscribe('undici:client:connected', (message) => {
    const host = String(Reflect.get(Object(Reflect.get(Object(message), 'connectParams')), 'hostname') ?? '');
    const address: unknown = Reflect.get(Object(Reflect.get(Object(message), 'socket')), 'remoteAddress');
    if (typeof address === 'string') connected.set(host, new Set([...connected.get(host) ?? [], address]));
  });
}

/** Is the host, which a person named, inside a private network itself? Then its redirects may stay there. */
function isPrivate(host: string): boolean {
  const addresses = [...connected.get(host) ?? []];
  return addresses.length > 0 && !addresses.some(isGlobal);
}

const refused = (host: string, address: string): NetworkError => new NetworkError(
  `A redirect leads to ${host}, which is ${host === address ? '' : `${address}, `}an address of this computer or of a private network`,
  'Nothing was fetched from there. If you trust it, give that address itself as --dataset; behind a proxy (HTTPS_PROXY) it is not judged.',
);

/** The usual lookup, which hands out no address that is not global: what is connected to is what was judged. */
const guarded: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [inside] = addresses.filter(({ address }) => !isGlobal(address));
    if (inside !== undefined) return callback(refused(hostname, inside.address), '', 0);
    const [first] = addresses;
    return options.all === true ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family ?? 0);
  });
};

/** A fetch for every step of a redirect but the first; `first` is the host that was asked first. */
export const redirectedFetch = (first: string): Fetch => async (address, { method, headers, signal }) => {
  const url = new URL(address);
  const [host, free] = [url.hostname.replace(/^\[|\]$/g, ''), isPrivate(first)];
  if (!free && net.isIP(host) !== 0 && !isGlobal(host)) throw refused(host, host);
  return await new Promise((resolve, reject) => {
    const ask = https.request(url, { method, headers: { ...headers, 'accept-encoding': 'identity' }, signal, agent: false, ...(free ? {} : { lookup: guarded }) });
    ask.once('error', reject);
    ask.once('response', (message) => resolve(toResponse(message)));
    ask.end();
  });
};
