import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHand } from '../../generators/_shell/fetch.ts';
import { checkedMirror } from '../../generators/_shell/mirror.ts';
import { resolveDataset } from '../../generators/_shell/resolve-dataset.ts';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-mirror-'));
const root = path.join(home, 'mirror');
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));
const put = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
};
const windows = process.platform === 'win32';
const onUnix = windows ? it.skip : it; // "?" and links are no names there

beforeAll(() => {
  put('a.org/plain.json', '{"a":1}');
  put('a.org/records/1/index.json', 'the record');
  put('a.org/records/1/files/Open Letter.pdf', 'spaces');
  put('a.org/page.html', '<html>');
  put('a.org/big', '');
  fs.truncateSync(path.join(root, 'a.org/big'), 61e6);
  fs.writeFileSync(path.join(home, 'secret'), 'outside');
  if (windows) return;
  put('a.org/list?page=2', 'second');
  put('a.org/list', 'first');
  put('a.org/q?x=a%20b', 'as written');
  put('a.org/r?x=a b', 'decoded');
  fs.symlinkSync(path.join(home, 'secret'), path.join(root, 'a.org/link'));
  fs.symlinkSync(home, path.join(root, 'a.org/up'));
  fs.symlinkSync('plain.json', path.join(root, 'a.org/inside'));
  fs.symlinkSync('loop', path.join(root, 'a.org/loop'));
});

const ask = async (url: string, mirror = root) => (await createHand({ mirror })([{ url }]))[0];

describe.each([['a folder', () => root], ['with a slash', () => `${root}/`], ['file://', () => pathToFileURL(root).href], ['relative', () => path.relative(process.cwd(), root)]])('a mirror on this disk, as %s', (_, mirror) => {
  it('answers from its files', async () => {
    expect(await ask('https://a.org/plain.json', mirror())).toEqual({ url: 'https://a.org/plain.json', status: 200, headers: { 'content-type': 'application/json', 'content-length': '7' }, body: '{"a":1}' });
  });
});

describe('what lies in the folder', () => {
  it.each([
    ['https://a.org/records/1', 200, 'the record'], ['https://a.org/records/1/', 200, 'the record'], ['https://a.org/records/1?x=y', 200, 'the record'], ['https://a.org/records/1/files/Open%20Letter.pdf', 200, 'spaces'],
    ['https://a.org/records', 404, 'not in the mirror'], ['https://a.org/', 404, 'not in the mirror'], ['https://b.org/plain.json', 404, 'not in the mirror'], ['https://a.org/plain.json/more', 404, 'not in the mirror'], [`https://a.org/${'x'.repeat(300)}`, 404, 'not in the mirror'],
  ])('%s', async (url, status, body) => expect(await ask(url)).toMatchObject({ status, body }));

  onUnix.each([['https://a.org/list?page=2', 'second'], ['https://a.org/list?page=3', 'first'], ['https://a.org/list', 'first'], ['https://a.org/q?x=a%20b', 'as written'], ['https://a.org/r?x=a%20b', 'decoded'], ['https://a.org/inside', '{"a":1}']])('%s', async (url, body) => expect((await ask(url))?.body).toBe(body));

  onUnix.each(['https://a.org/link', 'https://a.org/up/secret', 'https://a.org/loop', 'https://a.org/%2e%2e%2f%2e%2e%2fsecret', 'https://a.org/..%2f..%2fsecret', 'https://a.org/x%00', 'https://a.org/records/..%5c..%5csecret'])('%s does not lead out of it', async url => {
    expect(await ask(url)).toMatchObject({ status: 404, body: 'not in the mirror' });
  });

  it('headers alone have the size; a body above the limit is not read', async () => {
    const [head, range] = await createHand({ mirror: root })([{ url: 'https://a.org/plain.json', method: 'HEAD' }, { url: 'https://a.org/big', range: 'bytes=0-0' }]);
    expect([head?.headers['content-length'], head?.body, range?.headers['content-length'], range?.body]).toEqual(['7', '', '61000000', '']);
    await expect(ask('https://a.org/big')).rejects.toThrow('longer than 50 MB');
    expect((await ask('https://a.org/page.html'))?.headers['content-type']).toBe('text/html');
  });

  it('no token is handed to a folder, and none is asked for', async () => {
    await expect(createHand({ mirror: root, env: { ZENODO_TOKEN: 'not a token' } })([{ url: 'https://zenodo.org/x' }])).resolves.toMatchObject([{ status: 404 }]);
  });
});

it('a whole record comes from a folder', async () => {
  const doi = '10.5281/zenodo.4001';
  put(`doi.org/api/handles/${doi}`, JSON.stringify({ responseCode: 1, values: [{ index: 1, type: 'URL', data: { value: 'https://zenodo.org/records/4001' } }] }));
  put('zenodo.org/api/records/4001/index.json', fs.readFileSync(path.resolve(import.meta.dirname, '../fixtures/archives/zenodo-native.json'), 'utf8'));
  const record = await resolveDataset(doi, { mirror: pathToFileURL(root).href, offline: false, files: null, cwd: home, catalogue: { datasets: [] }, now: new Date('2026-01-02T03:04:05Z') });
  expect(record).toMatchObject({ status: 'resolved', doi, files: [{ path: 'swings 100% (a+b).csv' }, { path: 'models/fit#1.pkl' }] });
});

describe('what is no mirror', () => {
  it.each(['/no/such/folder', 'nowhere', '', 'ftp://a.org', 'http://', 'file:///no/such/folder', 'file://host.example/share', 'https:a'])('%s', words => {
    expect(() => checkedMirror(words)).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining('The mirror "'), remedy: expect.stringContaining('file:///folder') }));
  });
  it('a login in its address is refused, and not shown', () => {
    expect(() => checkedMirror('https://me:secret@cache.example/x')).toThrow(expect.objectContaining({ name: 'UserError', message: 'The mirror at cache.example is given with a login, which is not sent' }));
  });
});
