import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const native = fixture('zenodo-native.json');
const plain = fixture('zenodo-default.json');
const NATIVE = 'application/vnd.inveniordm.v1+json';
const noDatacite = status(404, { errors: [] });

const table = (id: string, answers: Table, doi = `10.5281/zenodo.${id}`): Table => ({
  ...handle(doi, `https://zenodo.org/record/${id}`), [`https://api.datacite.org/dois/${doi}`]: noDatacite, [`https://api.datacite.org/dois/10.5281/zenodo.4002`]: noDatacite, ...answers,
});
const asNative = (id: string, record: unknown): Table => table(id, { [`https://zenodo.org/api/records/${id} with ${NATIVE}`]: record });
const asDefault = (id: string, record: unknown, more: Table = {}): Table =>
  table(id, { [`https://zenodo.org/api/records/${id} with ${NATIVE}`]: status(406), [`https://zenodo.org/api/records/${id} with application/json`]: record, ...more });
const changed = (record: unknown, changes: Readonly<Record<string, unknown>>): unknown => ({ ...Object(record), ...changes });
const metadata = (record: unknown, changes: Readonly<Record<string, unknown>>): unknown => changed(record, { metadata: { ...Object(at(record, 'metadata')), ...changes } });

describe('InvenioRDM\'s own JSON', () => {
  const { record } = resolve('10.5281/zenodo.4001', asNative('4001', native));
  it('gives what a project needs to cite and fetch', () => {
    expect(record).toMatchObject({
      status: 'resolved', archive: 'zenodo', doi: '10.5281/zenodo.4001', conceptDoi: '10.5281/zenodo.4000', title: 'Pendulum swings & small angles', description: 'Forty swings.\nAngles in rad; θ < 0.1.',
      version: '1.0', isLatest: false, publicationDate: '2024-02', publisher: 'Zenodo', keywords: ['pendulum'], recordUrl: 'https://zenodo.org/records/4001', resolvedAt: '2026-01-02T03:04:05.000Z',
      licence: { spdx: 'CC-BY-4.0', source: 'zenodo record' }, citation: 'Swing, Ada; Pendulum, The Society (2024). Pendulum swings & small angles. Zenodo. https://doi.org/10.5281/zenodo.4001',
    });
    expect(record.creators).toEqual([
      { name: 'Swing, Ada', given: 'Ada', family: 'Swing', orcid: '0000-0002-1825-0097', affiliation: 'Institute of Clocks' },
      { name: 'Pendulum, The Society', given: null, family: null, orcid: null, affiliation: null },
    ]);
  });
  it('builds and quotes the addresses, keeps folders, marks pickles', () => {
    expect(record.files).toEqual([
      { path: 'swings 100% (a+b).csv', size: 10, checksum: 'md5:0123456789abcdef0123456789abcdef', urls: ['https://zenodo.org/api/records/4001/files/swings%20100%25%20(a+b).csv/content'], selected: true, availability: 'online', unsafe: false },
      { path: 'models/fit#1.pkl', size: 20, checksum: 'md5:fedcba9876543210fedcba9876543210', urls: ['https://zenodo.org/api/records/4001/files/models/fit%231.pkl/content'], selected: true, availability: 'online', unsafe: true },
    ]);
  });
  it('says what a person should know', () => {
    expect(record.notes).toEqual(['This is version 1.0, not the newest: https://doi.org/10.5281/zenodo.4000 leads to the newest.', 'The record states more licences: MIT.']);
    expect(record.sources).toEqual([{ url: 'https://zenodo.org/api/records/4001', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });
});

describe('the default JSON', () => {
  it('is read in its shape of October 2023, too', () => {
    const { record, asked } = resolve('10.5281/zenodo.4002', asDefault('4002', plain));
    expect(record.files).toEqual([expect.objectContaining({ path: 'swings.csv', size: 80, checksum: 'md5:0123456789abcdef0123456789abcdef', urls: ['https://zenodo.org/api/records/4002/files/swings.csv/content'] })]);
    expect(record).toMatchObject({ isLatest: true, creators: [{ orcid: null }], licence: { spdx: null, name: 'other-open' } });
    expect(record.notes).toEqual([expect.stringContaining('matches none that SPDX knows')]);
    expect(asked.filter(url => url.includes('zenodo.org/api'))).toHaveLength(2);
  });

  it('a concept DOI becomes the DOI of the version found', () => {
    const { record } = resolve('10.5281/zenodo.4000', asDefault('4000', plain));
    expect(record).toMatchObject({ requested: '10.5281/zenodo.4000', doi: '10.5281/zenodo.4002', conceptDoi: '10.5281/zenodo.4000', recordUrl: 'https://zenodo.org/records/4002' });
    expect(record.notes[0]).toBe('10.5281/zenodo.4000 always leads to the newest version; the version found now, 10.5281/zenodo.4002, is the one that is kept.');
    expect(record.files[0]?.urls[0]).toContain('/records/4002/');
  });

  it('an address of the record is as good as its DOI', () => {
    for (const url of ['https://zenodo.org/records/4002', 'zenodo.org/record/4002', 'https://zenodo.org/records/4002/files/swings.csv?download=1', 'https://zenodo.org/api/records/4002'])
      expect(resolve(url, asDefault('4002', plain)).record).toMatchObject({ doi: '10.5281/zenodo.4002', notes: [expect.any(String)] });
  });

  it('asks for the list of files if the record has none', () => {
    const listing = { entries: [{ key: 'a.csv', size: 1, checksum: 'md5:0123456789abcdef0123456789abcdef' }] };
    const { record } = resolve('10.5281/zenodo.4002', asDefault('4002', changed(plain, { files: undefined }), { 'https://zenodo.org/api/records/4002/files': listing }));
    expect(record.files.map(({ path }) => path)).toEqual(['a.csv']);
    expect(record.sources.map(({ url }) => url)).toContain('https://zenodo.org/api/records/4002/files');
  });

  it('restricted without a list: an access statement, and no promise', () => {
    const closed = metadata(changed(plain, { files: [] }), { access_right: 'restricted' });
    const { record } = resolve('10.5281/zenodo.4002', asDefault('4002', closed, { 'https://zenodo.org/api/records/4002/files': status(403, { message: 'Permission denied.' }) }));
    expect(record).toMatchObject({ status: 'metadata-only', files: [], access: 'Restricted: the files are given on request, at https://zenodo.org/records/4002' });
    expect(record.notes).toContain('The files are not open. Restricted: the files are given on request, at https://zenodo.org/records/4002');
  });

  it('embargoed with a list: the files are marked', () => {
    const { record } = resolve('10.5281/zenodo.4002', asDefault('4002', metadata(plain, { access_right: 'embargoed', embargo_date: '2030-01-01' })));
    expect(record).toMatchObject({ access: 'Embargoed until 2030-01-01: https://zenodo.org/records/4002', files: [{ availability: 'restricted' }] });
  });

  it('says when it is no dataset', () => {
    const { record } = resolve('10.5281/zenodo.4002', asDefault('4002', metadata(plain, { resource_type: { title: 'Software', type: 'software' } })));
    expect(record.notes).toContain('Zenodo calls this record "Software", not a dataset.');
  });

  it.each([
    ['../../evil.sh', 'would leave data/'], ['/evil.sh', 'would leave data/'], ['evil\u0000.sh', 'control characters'], [7, 'no name'],
  ])('leaves out and names %j, and takes the other files', (key, why) => {
    const { files, status: found, notes } = resolve('10.5281/zenodo.4002', asDefault('4002', changed(plain, { files: [{ key, size: 1 }, { key: 'a.csv', size: 1 }] }))).record;
    expect([found, files.map(({ path }) => path)]).toEqual(['resolved', ['a.csv']]);
    expect(notes.join()).toContain(why);
  });

  const tombstone = { tombstone: { removal_date: '2024-01-01T00:00:00', removal_reason: { id: 'retracted' }, citation_text: 'Swing (2023)' } };
  it.each([
    [status(410, tombstone), 'UserError', 'was removed on 2024-01-01; its tombstone says: Swing (2023); reason: retracted'], [status(410, 'gone'), 'UserError', 'tombstone says: nothing more'],
    [status(404), 'UserError', 'has no record 4001'], [status(403), 'UserError', 'is not public'], [status(503), 'NetworkError', 'out of order (status 503)'], [status(429), 'NetworkError', 'too many requests'],
    [status(200, '{"half'), 'NetworkError', 'broken JSON'], [status(200, '<!DOCTYPE html>'), 'NetworkError', 'a web page in place of data'], [status(202, ''), 'NetworkError', 'a check for browsers'],
  ])('refusal %#', (answer, name, message) => {
    expect(() => resolve('10.5281/zenodo.4001', asNative('4001', answer))).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message), remedy: expect.any(String) }));
  });
});
