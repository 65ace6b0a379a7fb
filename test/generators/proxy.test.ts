import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHand, type HandOptions } from '../../generators/_shell/fetch.ts';
import { closeAll, connectProxy, listen, ownCertificate } from './serving.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-proxy-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
afterEach(closeAll);

const url = 'https://data.example/x?y=z';
const hand = (env: Readonly<Record<string, string>>, more: Partial<HandOptions> = {}) => createHand({ mirror: null, env, timeout: 400, pause: async () => {}, ...more });
const failure = (words: RegExp | string, remedy: string) => expect.objectContaining({ name: 'NetworkError', message: expect.stringMatching(words), remedy: expect.stringContaining(remedy) });

describe('a proxy that says no is told as the proxy\'s no', () => {
  it.each([
    [407, '', 'the proxy PLACE asks for a login \\(status 407\\)', 'Put your login into HTTPS_PROXY'], [407, 'me:secret@', 'the proxy PLACE does not accept the login \\(status 407\\)', 'Put your login into HTTPS_PROXY'],
    [403, '', 'the proxy PLACE does not let this host through \\(status 403\\)', 'NO_PROXY'], [502, '', 'the proxy PLACE refused \\(status 502\\)', 'HTTPS_PROXY'],
  ])('%s %s', async (refusal, login, words, remedy) => {
    const proxy = await connectProxy('127.0.0.1:9', { refusal });
    const answer = hand({ HTTPS_PROXY: `http://${login}${proxy.place}` })([{ url }]);
    await expect(answer).rejects.toEqual(failure(`^No way to data.example: ${words.replace('PLACE', proxy.place)}$`, remedy));
    await answer.catch((error: unknown) => expect(String(error)).not.toContain('secret'));
    expect(proxy.seen).toEqual([{ target: 'data.example:443', login: login === '' ? undefined : `Basic ${Buffer.from('me:secret').toString('base64')}` }]); // asked once
  });

  it('a login that is missing for plain http', async () => {
    const proxy = await connectProxy('127.0.0.1:9', { refusal: 407 });
    await expect(hand({ HTTP_PROXY: proxy.place }, { mirror: 'http://cache.example' })([{ url }])).rejects.toEqual(failure(/^No way to the mirror http:\/\/cache\.example: the proxy .* asks for a login/, 'user:password'));
  });

  it('nobody listens there', async () => {
    const place = await listen(http.createServer());
    await closeAll();
    await expect(hand({ HTTPS_PROXY: place })([{ url }])).rejects.toEqual(failure(`the proxy ${place} refuses the connection`, 'HTTPS_PROXY'));
  });

  it('its name is not known', async () => await expect(hand({ HTTPS_PROXY: 'http://proxy.invalid:3128' }, { timeout: 5000 })([{ url }])).rejects.toEqual(failure('the name of the proxy proxy.invalid:3128 cannot be looked up', 'HTTPS_PROXY')));

  it('it hangs up', async () => {
    const place = await listen(http.createServer().on('connect', (_, socket) => socket.destroy()));
    await expect(hand({ HTTPS_PROXY: place })([{ url }])).rejects.toEqual(failure(`the proxy ${place} broke off the connection`, 'HTTPS_PROXY'));
  });
});

describe('nothing hangs', () => {
  const silent = async (work: Promise<unknown>): Promise<void> => {
    await expect(work).rejects.toEqual(failure('No answer from data.example within 0.4 seconds, 3 times', 'HTTPS_PROXY'));
  };
  it('a proxy that never answers', async () => {
    const proxy = await connectProxy('127.0.0.1:9', { silent: true });
    await silent(hand({ HTTPS_PROXY: proxy.place })([{ url }]));
  });
  it('a host behind it that never says a word of TLS', async () => {
    const mute = net.createServer(socket => void socket.resume());
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const proxy = await connectProxy(`127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    await silent(hand({ HTTPS_PROXY: proxy.place })([{ url }]));
    await closeAll();
    await new Promise(resolve => mute.close(resolve));
  });
});

describe('NO_PROXY, and plain http', () => {
  it('a host that is exempt is asked directly', async () => {
    const place = await listen(http.createServer((_, response) => response.end('direct')));
    const proxy = await connectProxy(place);
    expect(await hand({ HTTP_PROXY: proxy.place, NO_PROXY: '127.0.0.1' }, { mirror: `http://${place}` })([{ url }])).toMatchObject([{ body: 'direct' }]);
    expect(proxy.seen).toEqual([]);
  });
  it('a mirror over http goes through the proxy with its whole address', async () => {
    const proxy = await connectProxy(await listen(http.createServer((request, response) => response.end(`saw ${request.url}`))));
    expect(await hand({ HTTP_PROXY: `http://me:secret@${proxy.place}` }, { mirror: 'http://cache.example/c' })([{ url }])).toMatchObject([{ url, body: 'saw /c/data.example/x?y=z' }]);
    expect(proxy.seen).toEqual([{ target: 'http://cache.example/c/data.example/x?y=z', login: `Basic ${Buffer.from('me:secret').toString('base64')}` }]);
  });
});

const certificate = ownCertificate(folder, ['data.example', '127.0.0.1']);

/** NODE_EXTRA_CA_CERTS is read when a process starts, so another process asks: the bundled hand, with its environment. */
(certificate === null ? describe.skip : describe)('https with a certificate of our own', () => {
  beforeAll(async () => {
    const { build } = await import('esbuild');
    fs.mkdirSync(path.join(folder, 'dist')); // by this and package.json the program finds its own folder
    fs.writeFileSync(path.join(folder, 'package.json'), '{"version":"1.2.3"}');
    await build({ entryPoints: [path.resolve(import.meta.dirname, '../../generators/_shell/fetch.ts')], outfile: path.join(folder, 'dist/fetch.mjs'), format: 'esm', platform: 'node', bundle: true, logLevel: 'silent' });
  });
  const secure = (): Promise<string> => listen(https.createServer({ key: fs.readFileSync(certificate?.key ?? ''), cert: fs.readFileSync(certificate?.cert ?? '') }, (request, response) => {
    response.end(`${request.method} ${request.url} for ${request.headers.host} by ${request.headers['user-agent']?.split(' ')[0]} with ${request.headers['x-dataverse-key']}`);
  }));
  const run = async (env: Readonly<Record<string, string>>, mirror: string | null, address = url): Promise<string> => {
    const { execa } = await import('execa');
    const script = `
      import { createHand } from ${JSON.stringify(path.join(folder, 'dist/fetch.mjs'))};
      try { console.log((await createHand({ mirror: ${JSON.stringify(mirror)}, timeout: 5000 })([{ url: ${JSON.stringify(address)} }]))[0].body); }
      catch (error) { console.log(error.name + ': ' + error.message + ' / ' + error.remedy); }`;
    const { stdout, stderr } = await execa('node', ['--input-type=module', '-e', script], { env: { ...env }, extendEnv: false, reject: false });
    return stdout + stderr;
  };
  const trusted = (): Readonly<Record<string, string>> => ({ NODE_EXTRA_CA_CERTS: certificate?.cert ?? '' });

  it('through the tunnel of a proxy with a login, whose end is verified', async () => {
    const proxy = await connectProxy(await secure());
    const env = { HTTPS_PROXY: `http://me:s%40cret@${proxy.place}` };
    expect(await run({ ...env, ...trusted() }, null)).toBe('GET /x?y=z for data.example by create-fair-ai/1.2.3 with undefined');
    expect(await run(env, null)).toMatch(/^NetworkError: The certificate of data\.example cannot be trusted \(.*SELF_SIGNED.*\) \/ Behind a filtering proxy: set NODE_EXTRA_CA_CERTS/);
    expect(await run({ ...env, ...trusted() }, null, 'https://other.example/')).toMatch(/certificate of other\.example cannot be trusted/); // the name counts, too
    expect(new Set(proxy.seen.map(({ target, login }) => `${target} ${login}`))).toEqual(new Set(['data.example:443', 'other.example:443'].map(target => `${target} Basic ${Buffer.from('me:s@cret').toString('base64')}`)));
  });

  it('a token goes through the tunnel to its own host, and the proxy does not see it', async () => {
    const proxy = await connectProxy(await secure());
    const env = { HTTPS_PROXY: proxy.place, ...trusted(), DATAVERSE_URL: 'https://data.example', HF_TOKEN: 'h', KAGGLE_API_TOKEN: 'k', DATAVERSE_API_TOKEN: 'd' };
    expect(await run(env, null)).toBe('GET /x?y=z for data.example by create-fair-ai/1.2.3 with d');
    expect(proxy.seen).toEqual([{ target: 'data.example:443', login: undefined }]);
  });

  it('a mirror over https, directly and through a proxy', async () => {
    const place = await secure();
    expect(await run(trusted(), `https://${place}/m`)).toBe(`GET /m/data.example/x?y=z for ${place} by create-fair-ai/1.2.3 with undefined`);
    expect(await run({}, `https://${place}/m`)).toMatch(/^NetworkError: The certificate of the mirror https:\/\/127\.0\.0\.1:\d+\/m cannot be trusted/);
    const proxy = await connectProxy(place);
    expect(await run({ ...trusted(), HTTPS_PROXY: proxy.place }, `https://${place}/m`)).toContain('GET /m/data.example/x?y=z');
    expect(proxy.seen[0]?.target).toBe(place);
  });
});
