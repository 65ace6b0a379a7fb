import http from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHand, type Fetch } from '../../generators/_shell/fetch.ts';
import { checkedMirror } from '../../generators/_shell/mirror.ts';
import { proxyFor } from '../../generators/_shell/proxy.ts';
import { closeAll, listen } from './serving.ts';

afterEach(closeAll);

/** A mirror whose answers are a function of the path and of how often it was asked. */
async function mirrorOf(answer: (path: string, times: number, request: http.IncomingMessage) => readonly [number, Readonly<Record<string, string>>, string] | null, timeout = 30_000) {
  const seen: http.IncomingMessage[] = [];
  const mirror = `http://${await listen(http.createServer((request, response) => {
    seen.push(request);
    const found = answer(request.url ?? '', seen.filter(({ url }) => url === request.url).length, request);
    if (found !== null) response.writeHead(found[0], found[1]).end(found[2]);
  }))}`;
  const pauses: number[] = [];
  const pause = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  return { mirror, seen, pauses, hand: createHand({ mirror, pause, timeout }) };
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

  it('takes a connection that was closed during the wait for none of its three tries', async () => {
    const { hand, pauses } = await mirrorOf((_, times, request) => {
      if (times === 3) request.socket.destroy();
      return times < 3 ? [429, { 'retry-after': '1' }, ''] : times === 3 ? null : [200, {}, 'ok'];
    });
    expect((await hand([{ url }]))[0]?.body).toBe('ok');
    expect(pauses).toHaveLength(3);
    const broken = await mirrorOf((_, times, request) => (times === 1 ? [429, {}, ''] : (request.socket.destroy(), null)));
    await expect(broken.hand([{ url }])).rejects.toEqual(failure('NetworkError', /broke off the connection/));
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
    const { hand, seen, mirror } = await mirrorOf(() => null, 1000);
    await expect(hand([{ url }])).rejects.toEqual(failure('NetworkError', `No answer from the mirror ${mirror} within 1 seconds, 3 times`));
    expect(seen).toHaveLength(3);
  });

  it('a slow body is alive; one that stops is not', async () => {
    const server = http.createServer((request, response) => {
      response.writeHead(200);
      const tick = setInterval(() => response.write('a'), 100);
      request.socket.once('close', () => clearInterval(tick));
      if (request.url?.endsWith('slow')) setTimeout(() => { clearInterval(tick); response.end('z'); }, 2500);
      else setTimeout(() => clearInterval(tick), 250);
    });
    const mirror = `http://${await listen(server)}`;
    const hand = (timeout: number) => createHand({ mirror, timeout, pause: async () => {} });
    expect((await hand(2000)([{ url: 'https://a.org/slow' }]))[0]?.body).toMatch(/^a+z$/); // longer than the time-out in all
    await expect(hand(400)([{ url: 'https://a.org/stops' }])).rejects.toEqual(failure('NetworkError', 'No answer'));
  });

  it('nobody listens', async () => {
    const address = await listen(http.createServer());
    await closeAll();
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
});
