import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createHand, type Fetch } from '../../generators/_shell/fetch.ts';
import { checkedMirror } from '../../generators/_shell/mirror.ts';
import { proxyFor, throughProxy } from '../../generators/_shell/proxy.ts';

const open: (http.Server | https.Server)[] = [];
const sockets = new Set<net.Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy(); // a tunnel is no connection of the server's any more
  sockets.clear();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

async function listen<T extends http.Server | https.Server>(server: T): Promise<string> {
  open.push(server);
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A mirror whose answers are a function of the path and of how often it was asked. */
async function mirrorOf(answer: (path: string, times: number, request: http.IncomingMessage) => readonly [number, Readonly<Record<string, string>>, string] | null) {
  const seen: http.IncomingMessage[] = [];
  const mirror = `http://${await listen(http.createServer((request, response) => {
    seen.push(request);
    const found = answer(request.url ?? '', seen.filter(({ url }) => url === request.url).length, request);
    if (found !== null) response.writeHead(found[0], found[1]).end(found[2]);
  }))}`;
  const pauses: number[] = [];
  const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  return { mirror, seen, pauses, hand: createHand({ mirror, pause, timeout: 300 }) };
}

const url = 'https://zenodo.org/api/records/1?x=1';
const failure = (name: string, words: RegExp | string) => expect.objectContaining({ name, message: expect.stringMatching(words), remedy: expect.stringContaining('--offline') });

describe('the hand', () => {
  it('asks the mirror in place of the host, and says who it is', async () => {
    const { hand, seen } = await mirrorOf(() => [200, { 'x-a': 'b' }, '{"ä":1}']);
    expect(await hand([{ url, accept: 'application/json' }])).toEqual([{ url, status: 200, headers: expect.objectContaining({ 'x-a': 'b' }), body: '{"ä":1}' }]);
    expect(seen[0]?.url).toBe('/zenodo.org/api/records/1?x=1');
    expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', 'user-agent': expect.stringMatching(/^create-fair-ai\/\d+\.\d+\.\d+\S* \(\+https:\/\/\S+; research data client\)$/) });
  });

  it('answers a batch in the order of the requests', async () => {
    const { hand } = await mirrorOf(where => [200, {}, where]);
    const answers = await hand(['https://a.org/1', 'https://b.org/2', 'https://c.org/3'].map(one => ({ url: one })));
    expect(answers.map(({ body }) => body)).toEqual(['/a.org/1', '/b.org/2', '/c.org/3']);
  });

  it('asks for headers alone without reading the body', async () => {
    const { hand, seen } = await mirrorOf((_, __, { method }) => [200, { 'content-length': '3' }, method === 'HEAD' ? '' : 'abc']);
    expect(await hand([{ url, method: 'HEAD' }, { url, range: 'bytes=0-0' }])).toMatchObject([{ body: '', headers: { 'content-length': '3' } }, { body: '' }]);
    expect(seen.map(({ method }) => method).sort()).toEqual(['GET', 'HEAD']);
    expect(seen.find(({ method }) => method === 'GET')?.headers).toMatchObject({ range: 'bytes=0-0', 'accept-encoding': 'identity' });
  });

  it('asks once for what is only nice to have, and takes no answer for an answer', async () => {
    const { hand, seen } = await mirrorOf(path => (path.endsWith('silent') ? null : path.endsWith('away') ? [302, { location: 'http://elsewhere.org/' }, ''] : [503, { 'retry-after': '7' }, 'busy']));
    const asked = ['busy', 'silent', 'away'].map(name => ({ url: `https://archive.org/${name}`, optional: true }));
    expect(await hand(asked)).toMatchObject([{ status: 503, body: 'busy' }, { status: 0, body: '', url: 'https://archive.org/silent' }, { status: 0 }]);
    expect(seen).toHaveLength(3);
  });

  it.each([429, 503])('waits as long as a busy server asks: %s', async code => {
    const { hand, pauses } = await mirrorOf((_, times) => (times < 3 ? [code, { 'retry-after': '7' }, ''] : [200, {}, 'ok']));
    expect((await hand([{ url }]))[0]?.body).toBe('ok');
    expect(pauses).toEqual([7000, 7000]);
  });

  it('waits 30 seconds at most, knows dates, and asks three times', async () => {
    const { hand, pauses, seen } = await mirrorOf((_, times) => [503, { 'retry-after': times === 1 ? '3600' : new Date(Date.now() + 20_000).toUTCString() }, 'busy']);
    expect((await hand([{ url }]))[0]).toMatchObject({ status: 503, body: 'busy' });
    expect(seen).toHaveLength(3);
    expect(pauses[0]).toBe(30_000);
    expect(pauses[1]).toBeGreaterThan(15_000);
    expect(pauses[1]).toBeLessThanOrEqual(20_000);
  });

  it('does not wait on Retry-After that comes with success or with another error', async () => {
    const { hand, pauses } = await mirrorOf((_, times) => (times === 1 ? [500, { 'retry-after': '60' }, ''] : [200, { 'retry-after': '60' }, 'ok']));
    await hand([{ url }]);
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeLessThan(1000);
  });

  it.each([404, 406, 410, 403])('%s is an answer, not a reason to ask again', async code => {
    const { hand, seen } = await mirrorOf(() => [code, {}, 'no']);
    expect((await hand([{ url }]))[0]).toMatchObject({ status: code, body: 'no' });
    expect(seen).toHaveLength(1);
  });
});

describe('redirects', () => {
  it.each(['https://zenodo.org/api/records/2', '/zenodo.org/api/records/2', 'MIRROR/zenodo.org/api/records/2'])('%s stays in the mirror', async location => {
    const { hand, seen } = await mirrorOf((where, _, { headers }) => (where.endsWith('/1?x=1') ? [302, { location: location.replace('MIRROR', `http://${headers.host}`) }, ''] : [200, {}, 'two']));
    expect(await hand([{ url }])).toEqual([expect.objectContaining({ url: 'https://zenodo.org/api/records/2', body: 'two' })]);
    expect(seen.map(({ url: where }) => where)).toEqual(['/zenodo.org/api/records/1?x=1', '/zenodo.org/api/records/2']);
  });

  it.each(['http://example.org/x', 'file:///etc/passwd', 'http://['])('%s is refused', async location => {
    const { hand, seen } = await mirrorOf(() => [302, { location }, '']);
    await expect(hand([{ url }])).rejects.toEqual(failure('NetworkError', /redirects to/));
    expect(seen).toHaveLength(1);
  });

  it('five are followed, six are not', async () => {
    const chain = (length: number) => mirrorOf(where => {
      const step = Number(/\d+$/.exec(where)?.[0]);
      return step < length ? [301, { location: `https://zenodo.org/${step + 1}` }, ''] : [200, {}, 'end'];
    });
    expect((await (await chain(5)).hand([{ url: 'https://zenodo.org/0' }]))[0]).toMatchObject({ url: 'https://zenodo.org/5', body: 'end' });
    await expect((await chain(6)).hand([{ url: 'https://zenodo.org/0' }])).rejects.toEqual(failure('NetworkError', 'more than 5 times'));
  });
});

describe('a network that fails, in plain words', () => {
  it('silence: three times the time-out', async () => {
    const { hand, seen, mirror } = await mirrorOf(() => null);
    await expect(hand([{ url }])).rejects.toEqual(failure('NetworkError', `No answer from the mirror ${mirror} within 0.3 seconds, 3 times`));
    expect(seen).toHaveLength(3);
  });

  it('a slow body is alive; one that stops is not', async () => {
    const server = http.createServer((request, response) => {
      response.writeHead(200);
      const tick = setInterval(() => response.write('a'), 100);
      request.socket.once('close', () => clearInterval(tick));
      if (request.url?.endsWith('slow')) setTimeout(() => { clearInterval(tick); response.end('z'); }, 900);
      else setTimeout(() => clearInterval(tick), 250);
    });
    const hand = createHand({ mirror: `http://${await listen(server)}`, timeout: 400, pause: async () => {} });
    expect((await hand([{ url: 'https://a.org/slow' }]))[0]?.body).toMatch(/^a+z$/);
    await expect(hand([{ url: 'https://a.org/stops' }])).rejects.toEqual(failure('NetworkError', 'No answer'));
  });

  it('nobody listens', async () => {
    const server = http.createServer();
    const address = await listen(server);
    await new Promise(resolve => open.pop()?.close(resolve));
    await expect(createHand({ mirror: `http://${address}`, pause: async () => {} })([{ url }])).rejects.toEqual(failure('NetworkError', 'refuses the connection'));
  });

  it('the line breaks', async () => {
    const address = await listen(http.createServer((_, response) => response.socket?.resetAndDestroy()));
    await expect(createHand({ mirror: `http://${address}`, pause: async () => {} })([{ url }])).rejects.toEqual(failure('NetworkError', 'broke off the connection'));
  });

  it('a body that is cut off', async () => {
    const address = await listen(http.createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.socket?.destroy());
    }));
    await expect(createHand({ mirror: `http://${address}`, pause: async () => {} })([{ url }])).rejects.toEqual(failure('NetworkError', 'broke off the connection'));
  });

  const failing = (code: string, more = {}): Fetch => async () => { throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code, ...more }) }); };
  it.each([
    ['ENOTFOUND', 'The name of zenodo.org cannot be looked up', 1], ['EAI_AGAIN', 'cannot be looked up', 3], ['UND_ERR_CONNECT_TIMEOUT', 'No answer from zenodo.org', 3], ['ENETUNREACH', 'no way to zenodo.org', 3],
    ['CERT_HAS_EXPIRED', 'certificate of zenodo.org cannot be trusted', 1], ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', 1], ['ESOMETHING', 'cannot be reached \\(ESOMETHING\\)', 3],
  ])('%s', async (code, words, times) => {
    let asked = 0;
    const hand = createHand({ mirror: null, pause: async () => {}, fetch: (...call) => { asked += 1; return failing(code)(...call); } });
    await expect(hand([{ url }])).rejects.toEqual(failure('NetworkError', new RegExp(words)));
    expect(asked).toBe(times);
  });

  it('a bug stays a bug', async () => {
    const hand = createHand({ mirror: null, pause: async () => {}, fetch: async () => { throw new RangeError('ours'); } });
    await expect(hand([{ url }])).rejects.toThrow(new RangeError('ours'));
  });

  it('an endless body is not read to its end', async () => {
    let sent = 0;
    const endless = () => new ReadableStream({ pull: controller => { sent += 1e6; controller.enqueue(new Uint8Array(1e6)); } });
    const hand = (headers: Readonly<Record<string, string>>) => createHand({ mirror: null, fetch: async () => new Response(endless(), { headers: { ...headers } }) });
    await expect(hand({})([{ url }])).rejects.toEqual(failure('NetworkError', 'longer than 50 MB'));
    expect(sent).toBeLessThan(60e6);
    sent = 0;
    await expect(hand({ 'content-length': '60000000' })([{ url }])).rejects.toEqual(failure('NetworkError', 'longer than 50 MB'));
    expect(sent).toBeLessThan(5e6);
  });

  it.each(['ftp://a.org', 'a.org', '', 'http://'])('a mirror "%s" is refused', mirror => expect(() => checkedMirror(mirror)).toThrow(expect.objectContaining({ name: 'UserError' })));
});

describe('proxies', () => {
  it.each([
    ['https://a.org/', { HTTPS_PROXY: 'http://p:8' }, 'http://p:8/'], ['https://a.org/', { https_proxy: 'p:8' }, 'http://p:8/'], ['http://a.org/', { HTTPS_PROXY: 'http://p:8' }, undefined], ['http://a.org/', { http_proxy: 'http://p:8' }, 'http://p:8/'],
    ['https://a.org/', { ALL_PROXY: 'http://p:8' }, 'http://p:8/'], ['https://a.org/', {}, undefined], ['https://a.org/', { HTTPS_PROXY: 'socks5://p:8' }, undefined],
    ...(['*', 'a.org', '.a.org', '*.a.org', 'b.org, a.org', 'A.ORG', 'a.org:443'].map(NO_PROXY => ['https://x.a.org/', { HTTPS_PROXY: 'http://p', NO_PROXY }, undefined] as const)),
    ...(['b.org', 'xa.org', 'a.org:80', 'org.a', ''].map(NO_PROXY => ['https://a.org/', { HTTPS_PROXY: 'http://p', NO_PROXY }, 'http://p/'] as const)),
  ])('%s with %j', (address, env, proxy) => expect(proxyFor(new URL(address), env)?.href).toBe(proxy));

  it('http goes to the proxy with its whole address', async () => {
    const seen: (readonly [string | undefined, string | undefined])[] = [];
    const proxy = await listen(http.createServer((request, response) => {
      seen.push([request.url, request.headers['proxy-authorization']]);
      response.writeHead(207, { 'x-a': 'b' }).end('through');
    }));
    const answer = await throughProxy(new URL(`http://me:s%40cret@${proxy}`))('http://mirror.example/a?b', { method: 'GET', headers: {}, redirect: 'manual', signal: AbortSignal.timeout(5000) });
    expect([answer.status, answer.headers.get('x-a'), await answer.text()]).toEqual([207, 'b', 'through']);
    expect(seen).toEqual([['http://mirror.example/a?b', `Basic ${Buffer.from('me:s@cret').toString('base64')}`]]);
  });

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-tls-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  let made = true;
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=data.example', '-addext', 'subjectAltName=DNS:data.example', '-keyout', key, '-out', cert], { stdio: 'ignore' });
  } catch {
    made = false;
    console.warn('SKIPPED: openssl is not here to make a certificate, so no tunnel was tried.');
  }

  (made ? it : it.skip)('https goes through a tunnel, whose end is verified', async () => {
    const place = await listen(https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, response) => response.end(`${request.method} ${request.url} for ${request.headers.host}`)));
    const tunnels: string[] = [];
    const server = http.createServer();
    server.on('connect', (request, client, head) => {
      tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const [, port = '0'] = place.split(':');
      const far = net.connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        far.write(head);
        far.pipe(client).pipe(far);
      });
      for (const socket of [far, client]) socket.on('error', () => socket.destroy());
    });
    const proxy = `http://u:p@${await listen(server)}`;
    // A trusted certificate needs NODE_EXTRA_CA_CERTS at start: another process asks, once with and once without it.
    const script = `
      import { throughProxy } from ${JSON.stringify(path.join(folder, 'proxy.mjs'))};
      const answer = await throughProxy(new URL(${JSON.stringify(proxy)}))('https://data.example/x?y', { method: 'GET', headers: {}, redirect: 'manual', signal: AbortSignal.timeout(5000) });
      console.log(answer.status, await answer.text());`;
    const { build } = await import('esbuild');
    await build({ entryPoints: [path.resolve(import.meta.dirname, '../../generators/_shell/proxy.ts')], outfile: path.join(folder, 'proxy.mjs'), format: 'esm', platform: 'node', bundle: true, logLevel: 'silent' });
    const { execa } = await import('execa');
    const run = (env: Readonly<Record<string, string>>) => execa('node', ['--input-type=module', '-e', script], { env: { ...env }, reject: false });
    expect((await run({ NODE_EXTRA_CA_CERTS: cert })).stdout).toBe('200 GET /x?y for data.example');
    expect((await run({})).stderr).toMatch(/SELF_SIGNED|self-signed/);
    expect(tunnels[0]).toBe(`data.example:443 Basic ${Buffer.from('u:p').toString('base64')}`);
  }, 30_000);

  it('a proxy that refuses is named', async () => {
    const server = http.createServer();
    server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const proxy = new URL(`http://${await listen(server)}`);
    const hand = createHand({ mirror: null, pause: async () => {}, fetch: throughProxy(proxy) });
    await expect(hand([{ url }])).rejects.toEqual(failure('NetworkError', `No way to zenodo.org: the proxy ${proxy.host} asks for a login \\(status 407\\)`));
  });
});
