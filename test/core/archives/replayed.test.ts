// Recordings of the archives (npm run record), replayed: what was resolved then is resolved now.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fixture, page } from './answering.ts';
import { recordInto, recordWith } from './record-program.ts';
import { replay, type Recording } from './recording.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, 'test/fixtures/recorded');
const recorded = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.endsWith('.json')) : [];
const read = (file: string): Recording => JSON.parse(fs.readFileSync(file, 'utf8'));

(recorded.length === 0 ? it.skip : it).each(recorded)('%s', name => {
  const recording = read(path.join(folder, name));
  expect(recording).toMatchObject({ format: 'fair-ai/recording@1', through: null });
  expect(JSON.stringify(recording.exchanges)).not.toMatch(/set-cookie|authorization|bearer /i);
  expect(replay(recording)).toEqual({ ...recording.record, resolvedAt: recording.recordedAt });
});

const out = fs.mkdtempSync(path.join(os.tmpdir(), 'recording-'));

describe('npm run record', () => {
  const landing = page('<link rel="item" href="https://clocks.org/f/a.csv"><link rel="stylesheet" href="/x.css">');
  const answers: Readonly<Record<string, { readonly body: string; readonly type: string; readonly status?: number }>> = {
    '/doi.org/api/handles/10.1234/clock': { type: 'application/json', body: JSON.stringify({ responseCode: 1, values: [{ index: 1, type: 'URL', data: { value: 'https://clocks.org/d/1' } }] }) },
    '/api.datacite.org/dois/10.1234/clock': { type: 'application/json', body: JSON.stringify(fixture('datacite.json')) },
    '/clocks.org/d/1': { type: 'text/html', body: landing.body.replace('<body>', '<body>A long story of somebody.') },
    '/clocks.org/f/a.csv': { type: 'text/csv', body: 'data bytes' },
    '/doi.org/api/handles/10.1234/none': { type: 'application/json', status: 404, body: '{"responseCode":100}' },
  };
  const server = http.createServer(({ url = '' }, response) => {
    const found = answers[url];
    response.writeHead(found === undefined ? 404 : found.status ?? 200, { 'content-type': found?.type ?? 'text/plain', 'content-length': String(Buffer.byteLength(found?.body ?? '')), 'set-cookie': 'session=secret', 'x-request-id': 'secret' }).end(found?.body);
  });
  let mirror = '';
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise(resolve => server.close(resolve)));

  it('keeps every answer, without cookies, data and stories, and the replay compares', async () => {
    const { code, said } = await recordInto(out, '10.1234/clock', '--mirror', mirror);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('web-10-1234-clock.json: 4 answers; resolved, 1 files') });
    const recording = read(path.join(out, 'web-10-1234-clock.json'));
    expect(recording).toMatchObject({ requested: '10.1234/clock', through: mirror, record: { archive: 'web', files: [{ path: 'a.csv', size: 10 }] } });
    expect(recording.exchanges.map(({ answer }) => [answer.status, Object.keys(answer.headers)])).toEqual(Array.from({ length: 4 }, () => [200, ['content-length', 'content-type']]));
    expect(JSON.stringify(recording)).not.toMatch(/secret|story|data bytes|stylesheet/);
    expect(replay(recording)).toEqual(recording.record);
    const changed = { ...recording, exchanges: recording.exchanges.map(one => ({ ...one, answer: { ...one.answer, body: one.answer.body.replaceAll('a.csv', 'b.csv') } })) };
    expect(() => replay(changed)).toThrow('no answer was recorded for HEAD https://clocks.org/f/b.csv');
  });

  it('refuses as the program does, and keeps a mirror\'s answers apart', async () => {
    expect(await recordInto(out, '10.1234/none', '--mirror', mirror)).toEqual({ code: 2, said: expect.stringContaining('The DOI 10.1234/none does not exist') });
    expect(await recordWith('10.1234/clock', '--mirror', mirror)).toEqual({ code: 2, said: expect.stringContaining('Name another folder with --out.') });
    expect(await recordWith()).toEqual({ code: 2, said: expect.stringContaining('npm run record') });
  });
});

afterAll(() => fs.rmSync(out, { recursive: true }));
