import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveDataset, type ResolveOptions } from '../../generators/_shell/resolve-dataset.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { entry } from '../core/archives/answering.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-data-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const put = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};

const ABC = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // FIPS 180-2, appendix B.1
const datasets = [entry('abc', { checksums: [ABC], files: '*.txt' }), entry('table', { generic: true })];
const now = new Date('2026-01-02T03:04:05Z');
const resolve = (text: string, more: Partial<ResolveOptions> = {}): Promise<DatasetRecord> =>
  resolveDataset(text, { mirror: null, offline: false, files: null, cwd: folder, catalogue: { datasets }, now, fetch: () => Promise.reject(new Error('no network here')), ...more });
const refusal = (name: string, words: string | RegExp) => expect.objectContaining({ name, message: expect.stringMatching(words), remedy: expect.stringMatching(/./) });

describe('data on this computer', () => {
  beforeAll(() => {
    put('set/a.txt', 'abc');
    put('set/deep/er/b c.pkl', '');
    put('set/.hidden', 'x');
    put('set/.git/config', 'x');
    fs.symlinkSync(path.join(folder, 'set'), path.join(folder, 'set/deep/loop'));
    fs.symlinkSync('../a.txt', path.join(folder, 'set/deep/link.txt'));
    fs.mkdirSync(path.join(folder, 'empty'));
    fs.mkdirSync(path.join(folder, 'dangling'));
    fs.symlinkSync('nowhere', path.join(folder, 'dangling/link.csv'));
  });

  it('a folder: every file with size and SHA-256, recognised by its content', async () => {
    const record = await resolve('set/');
    expect(record).toMatchObject({ requested: 'set', key: 'abc', status: 'resolved', archive: 'local', title: 'set', doi: null, resolvedAt: '2026-01-02T03:04:05.000Z', access: expect.stringContaining('Private') });
    expect(record.files.map(({ path: name, size, checksum, unsafe }) => [name, size, checksum?.slice(0, 14), unsafe])).toEqual([
      ['a.txt', 3, 'sha256:ba7816b', false], ['deep/er/b c.pkl', 0, 'sha256:e3b0c44', true], ['deep/link.txt', 3, 'sha256:ba7816b', false],
    ]);
    expect(fs.readFileSync(fileURLToPath(record.files[1]?.urls[0] ?? ''), 'utf8')).toBe('');
    expect(record.files[1]?.urls[0]).toMatch(/^file:\/\/.*b%20c\.pkl$/);
  });

  it.each(['set/a.txt', './set/a.txt', 'FILE'])('a file: %s', async text => {
    const record = await resolve(text === 'FILE' ? new URL(`file://${folder}/set/a.txt`).href : text);
    expect(record).toMatchObject({ key: 'abc', title: 'a.txt', files: [{ path: 'a.txt', size: 3, checksum: ABC, selected: true }] });
  });

  it('takes --files', async () => {
    expect((await resolve('set', { files: 'deep/*' })).files.map(({ selected }) => selected)).toEqual([false, true, true]);
    await expect(resolve('set', { files: '*.root' })).rejects.toEqual(refusal('UserError', 'matches none of the 3 files'));
  });

  it('works offline', async () => expect((await resolve('set', { offline: true })).files).toHaveLength(3));

  it.each([['nowhere.csv', 'no such file'], ['abd', /did you mean abc\?.*no such file/], ['empty', 'holds no files'], ['dangling', 'link.csv" is a link that leads nowhere'], ['set/a.txt/x', 'no such file'], ['table', 'is a format']])('%s is refused', async (text, words) => {
    await expect(resolve(text)).rejects.toEqual(refusal('UserError', words));
  });

  const windows = process.platform === 'win32';
  (windows ? it.skip : it)('a name that cannot be written everywhere is refused', async () => {
    put('bad/con.txt', 'x');
    await expect(resolve('bad')).rejects.toEqual(refusal('UserError', 'device name'));
  });
});

it('a DOI without a network: exit 3 in the end, and the remedy names --offline', async () => {
  const fetch = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } }));
  await expect(resolve('10.5281/zenodo.1', { fetch })).rejects.toEqual(expect.objectContaining({ name: 'NetworkError', remedy: expect.stringContaining('--offline') }));
  await expect(resolve('10.5281/zenodo.1', { fetch, offline: true })).resolves.toMatchObject({ status: 'unresolved' });
});
