// The archives' double, kept beside the checkout, asked over HTTP: what it serves resolves, and its faults are named.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHand } from '../../generators/_shell/fetch.ts';
import { resolveDataset, type ResolveOptions } from '../../generators/_shell/resolve-dataset.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { entry } from '../core/archives/answering.ts';
import { recordInto } from '../core/archives/record-program.ts';
import { replay, type Recording } from '../core/archives/recording.ts';
import { startDouble, type Double } from './beside.ts';

const datasets = [entry('table', { generic: true })];
const now = new Date('2026-01-02T03:04:05Z');
const refusal = (name: string, words: string | RegExp) => expect.objectContaining({ name, message: expect.stringMatching(words), remedy: expect.stringMatching(/./) });

describe('over HTTP', () => {
  let mirror: Double;
  beforeAll(async () => { mirror = await startDouble(); });
  afterAll(() => mirror.close());
  const over = (text: string, more: Partial<ResolveOptions> = {}): Promise<DatasetRecord> =>
    resolveDataset(text, { mirror: mirror.url, offline: false, files: null, cwd: import.meta.dirname, catalogue: { datasets }, now, ...more });

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
  ])('fault %s: %s', async (name, kind, words) => {
    await expect(over(`10.5072/fault.${name}`)).rejects.toEqual(refusal(kind, new RegExp(words)));
  });

  it.each([['traversal', '"../../evil.sh" would leave data/'], ['traversal-absolute', '"/evil.sh" would leave data/'], ['traversal-control', '"evil\\u0000.sh" holds control characters']])('fault %s: the other files are taken', async (name, words) => {
    const { files, notes } = await over(`10.5072/fault.${name}`);
    expect(files.map(({ path: own }) => own)).toEqual(['reduced_data.csv', 'models/model-info.json']);
    expect(notes).toContainEqual(expect.stringContaining(words));
  });

  it('fault 429: patience pays', async () => expect(await over('10.5072/fault.429')).toMatchObject({ status: 'resolved' }));

  it('fault huge-listing: 100 002 files', async () => {
    expect((await over('10.5072/fault.huge-listing')).files).toHaveLength(100_002);
  });

  it.each([
    ['429:1@doi.org', null], ['503:2@api.datacite.org', null], ['redirect:1@zenodo.org', null], ['503@doi.org', /doi.org is out of order/], ['bad-json@api.datacite.org', /DataCite answered with broken JSON/],
    ['html@zenodo.org', /Zenodo answered with a web page in place of data/], ['empty202@doi.org', /doi.org answered with a check for browsers/], ['reset@zenodo.org', /broke off the connection/], ['truncate@api.datacite.org', /broke off the connection/],
  ])('fault %s', async (fault, words) => {
    const faulty = await startDouble([fault]);
    try {
      const result = over('10.5072/zenodo.1000001', { mirror: faulty.url });
      if (words === null) expect(await result).toMatchObject({ status: 'resolved', doi: '10.5072/zenodo.1000001' });
      else await expect(result).rejects.toEqual(refusal('NetworkError', words));
    } finally {
      await faulty.close();
    }
  });
});

it('an archive that never answers does not hold the hand', async () => {
  const double = await startDouble(['timeout']);
  try {
    await expect(createHand({ mirror: double.url, timeout: 400, pause: async () => {} })([{ url: 'https://zenodo.org/api/records/1000001' }])).rejects.toThrow('No answer from the mirror');
  } finally {
    await double.close();
  }
});

describe('npm run record', () => {
  it.each(['10.5072/zenodo.1000002', '10.5072/DVN/TEST01', '10.7483/OPENDATA.CMS.JGJX.MS7Q'])('%s is recorded and replayed', async doi => {
    const out = fs.mkdtempSync(path.join(os.tmpdir(), 'recording-'));
    const double = await startDouble();
    try {
      expect((await recordInto(out, doi, '--mirror', double.url)).code).toBe(0);
      const [file = ''] = fs.readdirSync(out);
      const recording: Recording = JSON.parse(fs.readFileSync(path.join(out, file), 'utf8'));
      expect(replay(recording)).toEqual(recording.record);
      expect(recording.record.files.length).toBeGreaterThan(0);
    } finally {
      fs.rmSync(out, { recursive: true });
      await double.close();
    }
  });
});
