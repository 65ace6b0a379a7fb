import http from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHand, type Fetch } from '../../generators/_shell/fetch.ts';
import { closeAll, listen } from './serving.ts';

afterEach(closeAll);

const env = { ZENODO_TOKEN: 'z-secret', HF_TOKEN: 'h-secret', DATAVERSE_API_TOKEN: 'd-secret' };

/** A network in which some addresses redirect; what each was asked with is kept. */
function network(redirects: Readonly<Record<string, string>>) {
  const seen: (readonly [string, string | undefined])[] = [];
  const fetch: Fetch = async (url, { headers }) => {
    seen.push([url, headers['authorization'] ?? headers['x-dataverse-key']]);
    const location = redirects[url];
    return location === undefined ? new Response('end') : new Response(null, { status: 302, headers: { location } });
  };
  return { seen, fetch };
}

describe('a token goes to its own host', () => {
  it('and not across a redirect to another host, from which the other host\'s own token goes on', async () => {
    const { seen, fetch } = network({ 'https://zenodo.org/a': 'https://zenodo.org/b', 'https://zenodo.org/b': 'https://storage.example/c', 'https://storage.example/c': 'https://huggingface.co/d', 'https://huggingface.co/d': 'https://cdn.huggingface.co/e' });
    await createHand({ mirror: null, env, fetch })([{ url: 'https://zenodo.org/a' }]);
    expect(seen).toEqual([['https://zenodo.org/a', 'Bearer z-secret'], ['https://zenodo.org/b', 'Bearer z-secret'], ['https://storage.example/c', undefined], ['https://huggingface.co/d', 'Bearer h-secret'], ['https://cdn.huggingface.co/e', undefined]]);
  });

  it('Dataverse\'s to the host of DATAVERSE_URL', async () => {
    const { seen, fetch } = network({});
    await createHand({ mirror: null, env: { ...env, DATAVERSE_URL: 'https://data.example.org' }, fetch })([{ url: 'https://data.example.org/a' }, { url: 'https://dataverse.harvard.edu/a' }]);
    expect(seen).toEqual([['https://data.example.org/a', 'd-secret'], ['https://dataverse.harvard.edu/a', undefined]]);
  });

  it('not to a mirror elsewhere', async () => {
    for (const mirror of ['https://cache.example/x', 'http://cache.example', 'http://127.0.0.1.example']) {
      const { seen, fetch } = network({});
      await createHand({ mirror, env, fetch })([{ url: 'https://zenodo.org/a' }]);
      expect(seen).toEqual([[`${mirror}/zenodo.org/a`, undefined]]);
    }
  });

  it('but to one on this computer, over the wire', async () => {
    const seen: (readonly [string | undefined, string | undefined])[] = [];
    const place = await listen(http.createServer((request, response) => {
      seen.push([request.url, request.headers.authorization]);
      if (request.url === '/zenodo.org/a') response.writeHead(302, { location: 'https://elsewhere.example/b' });
      response.end();
    }));
    await createHand({ mirror: `http://${place}`, env })([{ url: 'https://zenodo.org/a' }]);
    expect(seen).toEqual([['/zenodo.org/a', 'Bearer z-secret'], ['/elsewhere.example/b', undefined]]);
  });
});

describe('a token is in no message', () => {
  const said = async (fetch: Fetch, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    try {
      return JSON.stringify(await createHand({ mirror: null, env: { ...env, ...more }, fetch, pause: async () => {} })([{ url: 'https://zenodo.org/a' }]));
    } catch (error) {
      return `${String(error)} ${String(Reflect.get(Object(error), 'remedy'))} ${String(Reflect.get(Object(error), 'stack'))}`;
    }
  };
  it.each([
    ['a refusal', async () => new Response('no', { status: 403 })], ['a failure', async () => { throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ESOMETHING' } }); }], ['a redirect nowhere', async () => new Response(null, { status: 302, headers: { location: 'http://x' } })],
    ['silence', async () => { throw new DOMException('x', 'TimeoutError'); }],
  ] as const)('%s', async (_, fetch) => {
    const words = await said(fetch);
    expect(words).toContain('https://zenodo.org/a');
    expect(words).not.toContain('secret');
  });
  it('a token that no header can hold: refused before anything is asked', async () => {
    let asked = 0;
    const words = await said(async () => { asked += 1; return new Response(''); }, { ZENODO_TOKEN: 'z-secret\nx: y' });
    expect([asked, words.includes('ZENODO_TOKEN holds characters'), words.includes('secret')]).toEqual([0, true, false]);
  });
});
