import http from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHand } from '../../generators/_shell/fetch.ts';
import { createTurns } from '../../generators/_shell/limits.ts';
import { closeAll, listen } from './serving.ts';

afterEach(closeAll);

/** A mirror that keeps count of what is under way for each host. */
async function counting() {
  const [now, most] = [new Map<string, number>(), new Map<string, number>()];
  const place = await listen(http.createServer((request, response) => {
    const host = request.url?.split('/')[1] ?? '';
    now.set(host, (now.get(host) ?? 0) + 1);
    most.set(host, Math.max(most.get(host) ?? 0, now.get(host) ?? 0));
    setTimeout(() => {
      now.set(host, (now.get(host) ?? 1) - 1);
      response.writeHead(request.url?.includes('busy') === true ? 503 : 200).end('x');
    }, 15);
  }));
  return { mirror: `http://${place}`, most };
}

it('at most two requests at once to Zenodo, four to any other host, from one hand', async () => {
  const { mirror, most } = await counting();
  const hand = createHand({ mirror, pause: async () => {} });
  const urls = (host: string, what: string): { readonly url: string }[] => Array.from({ length: 12 }, (_, i) => ({ url: `https://${host}/${what}${i}` }));
  const answers = await Promise.all([hand([...urls('zenodo.org', 'a'), ...urls('api.osf.io', 'b')]), hand([...urls('zenodo.org', 'busy'), ...urls('huggingface.co', 'c')])]);
  expect(answers.flat()).toHaveLength(48);
  expect(Object.fromEntries(most)).toEqual({ 'zenodo.org': 2, 'api.osf.io': 4, 'huggingface.co': 4 });
});

it('a turn is given back when the work fails', async () => {
  const turn = createTurns();
  const failing = Array.from({ length: 9 }, () => turn('zenodo.org', async () => { throw new Error('no'); }).catch(() => 'failed'));
  expect(new Set(await Promise.all(failing))).toEqual(new Set(['failed']));
  expect(await turn('zenodo.org', async () => 'done')).toBe('done');
});

describe('a request ends', () => {
  it('at the time-out: three silent tries', async () => {
    const mirror = `http://${await listen(http.createServer(() => {}))}`;
    await expect(createHand({ mirror, timeout: 300, pause: async () => {} })([{ url: 'https://a.org/x' }])).rejects.toThrow('within 0.3 seconds, 3 times');
  });

  it('however lively it drips', async () => {
    const mirror = `http://${await listen(http.createServer((request, response) => {
      response.writeHead(200);
      const tick = setInterval(() => response.write('a'), 20);
      request.socket.once('close', () => clearInterval(tick));
    }))}`;
    await expect(createHand({ mirror, timeout: 5000, longest: 600 })([{ url: 'https://a.org/x' }])).rejects.toEqual(expect.objectContaining({ name: 'NetworkError', message: 'The answer of https://a.org/x is not complete after 0.6 seconds', remedy: expect.stringContaining('--offline') }));
  });

  it('what is only nice to have is asked once', async () => {
    let asked = 0;
    const mirror = `http://${await listen(http.createServer(() => { asked += 1; }))}`;
    expect(await createHand({ mirror, timeout: 1500, pause: async () => {} })([{ url: 'https://a.org/x', optional: true }])).toEqual([{ url: 'https://a.org/x', status: 0, headers: {}, body: '' }]);
    expect(asked).toBe(1);
  });
});
