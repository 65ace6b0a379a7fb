import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveDataset, type ResolveOptions } from '../../generators/_shell/resolve-dataset.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { entry, shared } from '../core/archives/answering.ts';

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
    expect(record).toMatchObject({ requested: 'set/', key: 'abc', status: 'resolved', archive: 'local', title: 'set', doi: null, resolvedAt: '2026-01-02T03:04:05.000Z', access: expect.stringContaining('Private') });
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

// ---- the archives' double, kept beside the checkout

interface Mirror {
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly host: string; readonly path: string; readonly agent: string }[];
  readonly close: () => Promise<void>;
}
const program = path.join(shared, 'tools/archive-mirror.mjs');
const here = fs.existsSync(program);
if (!here) console.warn('SKIPPED: the archives\' double in ../shared/tools is not here, so nothing was resolved over HTTP.');
const start = async (faults: readonly string[] = []): Promise<Mirror> => (await import(program)).startMirror({ faults });

(here ? describe : describe.skip)('over HTTP, against the archives\' double', () => {
  let mirror: Mirror;
  beforeAll(async () => { mirror = await start(); }, 60_000);
  afterAll(() => mirror.close());
  const over = (text: string, more: Partial<ResolveOptions> = {}): Promise<DatasetRecord> =>
    resolveDataset(text, { mirror: mirror.url, offline: false, files: null, cwd: folder, catalogue: { datasets }, now, ...more });

  it('the H(bb) record: 182 files, 244 910 603 204 bytes, 178 variables, CC0', async () => {
    const record = await over('10.7483/OPENDATA.CMS.JGJX.MS7Q');
    expect(record.files).toHaveLength(182);
    expect(record.files.reduce((sum, { size }) => sum + (size ?? 0), 0)).toBe(244_910_603_204);
    expect(record).toMatchObject({ doi: '10.7483/OPENDATA.CMS.JGJX.MS7Q', licence: { spdx: 'CC0-1.0' }, creators: [{ orcid: '0000-0002-5076-7096' }] });
    expect(record.variables).toHaveLength(178);
    expect(record.files.map(({ path: name }) => name)).toEqual(expect.arrayContaining(['train/ntuple_merged_90.h5', 'test/ntuple_merged_0.root']));
    expect(record.notes).toEqual(['182 files, 244.9 GB in all: the first .h5 file of each folder is selected for a start, 2.7 GB; choose others with --files.']);
    expect(record.files.filter(({ selected }) => selected).map(({ path: name }) => name).sort()).toEqual(['test/ntuple_merged_0.h5', 'train/ntuple_merged_9.h5']);
    const glob = '{test/ntuple_merged_0,train/ntuple_merged_10}.h5';
    const known = await over('10.7483/opendata.cms.jgjx.ms7q', { catalogue: { datasets: [entry('hbb', { dois: ['10.7483/OPENDATA.CMS.JGJX.MS7Q'], files: glob })] } });
    expect(known.files.filter(({ selected }) => selected).map(({ path: name }) => name)).toEqual(['test/ntuple_merged_0.h5', 'train/ntuple_merged_10.h5']);
    expect(known.key).toBe('hbb');
  });

  it('asks each address once, and says who asks', async () => {
    const before = mirror.requests.length;
    await over('10.5072/zenodo.1000002');
    const asked = mirror.requests.slice(before);
    expect(asked.map(({ host, path: where }) => host + where)).toEqual(['doi.org/api/handles/10.5072/zenodo.1000002', 'api.datacite.org/dois/10.5072/zenodo.1000002', 'zenodo.org/api/records/1000002', 'zenodo.org/api/records/1000002']);
    expect(new Set(asked.map(({ agent }) => agent))).toEqual(new Set([expect.stringMatching(/^create-fair-ai\//)]));
  });

  it('every address of a file is the file', async () => {
    for (const text of ['10.5072/zenodo.1000002', '10.5072/OPENDATA.CMS.TEST.0001', '10.5281/zenodo.7078760', '10.5281/zenodo.4924875']) {
      for (const { urls: [address = ''], size } of (await over(text)).files) {
        const answer = await fetch(address.replace('https://', `${mirror.url}/`), { method: 'HEAD' });
        expect([address, answer.status, Number(answer.headers.get('content-length'))]).toEqual([address, 200, size]);
      }
    }
  });

  it('a concept DOI through its redirect', async () => expect(await over('10.5072/zenodo.1000000')).toMatchObject({ doi: '10.5072/zenodo.1000002', isLatest: true, notes: [expect.stringContaining('always leads to the newest')] }));

  it('Kaggle: the record that the catalogue ships', async () => {
    const record = { ...await over('10.5072/zenodo.1000001'), doi: null };
    expect(await over('10.34740/kaggle/dsv/2660709', { catalogue: { datasets: [entry('cdms', { dois: ['10.34740/KAGGLE/DSV/2660709'], record })] } })).toMatchObject({ key: 'cdms', doi: '10.34740/kaggle/dsv/2660709', files: [{ path: 'reduced_data.csv' }] });
    expect(await over('10.34740/kaggle/dsv/2660709')).toMatchObject({ key: null, status: 'metadata-only', title: 'CDMS-Dataset' });
  });

  it('OSF and OpenML: what they answer with', async () => {
    expect(await over('osf.io/f3szh')).toMatchObject({ archive: 'osf', title: 'Preprint Citations Test', files: [{ path: 'data.csv' }, { path: 'model.h5' }] });
    expect(await over('https://www.openml.org/d/61')).toMatchObject({ archive: 'openml', title: 'iris', files: [{ path: 'iris.arff', checksum: 'md5:ad484452702105cbf3d30f8deaba39a9' }, { selected: false }], notes: expect.arrayContaining(['OpenML\'s own target is "class": --target class']) });
    for (const [text, words] of [['osf.io/nope1', 'OSF has no project or registration nope1'], ['openml.org/d/99999', 'OpenML has no dataset 99999']] as const) await expect(over(text)).rejects.toEqual(refusal('UserError', words));
  });

  it.each(['reset', 'truncate', 'wrong-bytes', 'html', 'empty202', 'slow', 'no-range', 'redirect', 'redirect-https'])('fault %s strikes files only: the record resolves', async name => {
    expect(await over(`10.5072/fault.${name}`)).toMatchObject({ status: 'resolved', files: [{ path: 'reduced_data.csv' }, { path: 'models/model-info.json' }] });
  });

  it.each([
    ['503', 'NetworkError', 'Zenodo is out of order'], ['429.9', 'NetworkError', 'too many requests'], ['deleted', 'UserError', 'was removed on 2024-01-01.*retracted'], ['bad-json', 'NetworkError', 'broken JSON'],
    ['traversal', 'UserError', '"../../evil.sh", a path that would leave data/'], ['traversal-absolute', 'UserError', '"/evil.sh", a path that would leave data/'], ['traversal-control', 'UserError', 'evil\\\\u0000.sh'],
  ])('fault %s: %s', async (name, kind, words) => {
    await expect(over(`10.5072/fault.${name}`)).rejects.toEqual(refusal(kind, new RegExp(words)));
  }, 20_000);

  it('fault 429: patience pays', async () => expect(await over('10.5072/fault.429')).toMatchObject({ status: 'resolved' }), 20_000);

  it('fault huge-listing: 100 002 files in seconds', async () => {
    const before = performance.now();
    expect((await over('10.5072/fault.huge-listing')).files).toHaveLength(100_002);
    expect(performance.now() - before).toBeLessThan(10_000);
  }, 20_000);

  it.each([
    ['429:1@doi.org', null], ['503:2@api.datacite.org', null], ['redirect:1@zenodo.org', null], ['503@doi.org', /doi.org is out of order/], ['bad-json@api.datacite.org', /DataCite answered with broken JSON/],
    ['html@zenodo.org', /Zenodo answered with a web page in place of data/], ['empty202@doi.org', /doi.org answered with a check for browsers/], ['reset@zenodo.org', /broke off the connection/], ['truncate@api.datacite.org', /broke off the connection/],
  ])('fault %s', async (fault, words) => {
    const faulty = await start([fault]);
    try {
      const result = over('10.5072/zenodo.1000001', { mirror: faulty.url });
      if (words === null) expect(await result).toMatchObject({ status: 'resolved', doi: '10.5072/zenodo.1000001' });
      else await expect(result).rejects.toEqual(refusal('NetworkError', words));
    } finally {
      await faulty.close();
    }
  }, 30_000);
});
