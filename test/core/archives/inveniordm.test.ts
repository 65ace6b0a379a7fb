import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const record = fixture('inveniordm.json');
const old = fixture('b2share.json');
const ID = 'abcde-12x45';
const listing = { enabled: true, entries: [{ key: 'run 1/tide.csv', size: 3, checksum: 'md5:0123456789abcdef0123456789abcdef' }, { key: 'run 2/tide.csv', size: 4, checksum: 'md5:fedcba9876543210fedcba9876543210' }] };
const noDatacite = (doi: string): Table => ({ [`https://api.datacite.org/dois/${doi}`]: status(404, { errors: [] }) });
const changed = (changes: Readonly<Record<string, unknown>>, from = record): unknown => ({ ...Object(from), ...changes });

/** The same record, at any host. */
const site = (host: string, answer: unknown = record, files: unknown = listing): Table => ({
  ...handle('10.22002/abcde-12x45', `https://${host}/records/${ID}`), ...handle('10.22002/zyxwv-98a76', `https://${host}/records/zyxwv-98a76`),
  ...noDatacite('10.22002/abcde-12x45'), ...noDatacite('10.22002/zyxwv-98a76'),
  [`https://${host}/api/records/${ID}`]: answer, [`https://${host}/api/records/zyxwv-98a76`]: answer, [`https://${host}/api/records/${ID}/files`]: files,
});

describe('a host that is known', () => {
  const { record: found } = resolve('10.22002/ABCDE-12x45', { ...site('data.caltech.edu'), ...handle('10.22002/ABCDE-12x45', `https://data.caltech.edu/records/${ID}`), ...noDatacite('10.22002/ABCDE-12x45') });
  it('gives a record under its own name, with the publisher that the record names', () => {
    expect(found).toMatchObject({
      status: 'resolved', archive: 'inveniordm', doi: '10.22002/abcde-12x45', conceptDoi: '10.22002/zyxwv-98a76', title: 'Tides of a bathtub', version: '2.0', isLatest: true, publisher: 'CaltechDATA', access: null,
      recordUrl: 'https://data.caltech.edu/records/abcde-12x45', creators: [{ name: 'Wave, Willa', orcid: '0000-0002-1825-0097', affiliation: 'Bath House' }],
      licence: { spdx: null, name: 'Nur zum Baden', url: 'https://bath.example.org/terms', source: 'data.caltech.edu record' },
    });
    expect(complaints(found)).toEqual([]);
  });
  it('and the list of files where the record has none; files named alike stay in their folders', () => {
    expect(found.files.map(({ path, urls }) => [path, urls[0]])).toEqual([
      ['run 1/tide.csv', `https://data.caltech.edu/api/records/${ID}/files/run%201/tide.csv/content`], ['run 2/tide.csv', `https://data.caltech.edu/api/records/${ID}/files/run%202/tide.csv/content`],
    ]);
  });
  it('a DOI of all versions is told apart', () => {
    const { record: newest } = resolve('10.22002/zyxwv-98a76', site('data.caltech.edu'));
    expect(newest).toMatchObject({ doi: '10.22002/abcde-12x45', notes: expect.arrayContaining(['10.22002/zyxwv-98a76 always leads to the newest version; the version found now, 10.22002/abcde-12x45, is the one that is kept.']) });
  });
  it('a DOI that names no record is searched for', () => {
    const doi = '10.22002/D1.1234';
    const search = `https://data.caltech.edu/api/records?size=1&q=${encodeURIComponent(`pids.doi.identifier:"${doi}" OR parent.pids.doi.identifier:"${doi}"`)}`;
    const table = { ...site('data.caltech.edu'), ...handle(doi, 'https://data.caltech.edu/gone'), ...noDatacite(doi) };
    expect(resolve(doi, { ...table, [search]: { hits: { hits: [{ id: ID }], total: 1 } } }).record.doi).toBe('10.22002/abcde-12x45');
    expect(() => resolve(doi, { ...table, [search]: { hits: { hits: [] } } })).toThrow('but to no record there');
  });
  it.each([
    [status(404), 'data.caltech.edu has no record abcde-12x45'], [status(403), 'is not public'], [status(503), 'out of order'], [status(200, '<!DOCTYPE html>'), 'a web page in place of data'],
    [status(410, { tombstone: { removal_date: '2024-01-01', removal_reason: { id: 'spam' }, citation_text: 'Wave (2023)' } }), 'was removed on 2024-01-01; its tombstone says: Wave (2023); reason: spam'],
  ])('refusal %#', (answer, message) => expect(() => resolve('10.22002/abcde-12x45', site('data.caltech.edu', answer))).toThrow(message));
});

describe('access', () => {
  const access = (more: object): unknown => changed({ access: { ...Object(at(record, 'access')), ...more } });
  it('restricted files without a list: an access statement', () => {
    const { record: found } = resolve('10.22002/abcde-12x45', site('data.caltech.edu', access({ files: 'restricted', status: 'restricted' }), status(403)));
    expect(found).toMatchObject({ status: 'metadata-only', files: [], access: 'Restricted: the files are given on request, at https://data.caltech.edu/records/abcde-12x45' });
    expect(complaints(found)).toEqual([]);
  });
  it('embargoed files with a list are marked', () => {
    const { record: found } = resolve('10.22002/abcde-12x45', site('data.caltech.edu', access({ status: 'embargoed', embargo: { active: true, until: '2031-02-03' } })));
    expect(found.access).toBe('Embargoed until 2031-02-03: https://data.caltech.edu/records/abcde-12x45');
    expect(found.files.every(({ availability }) => availability === 'restricted')).toBe(true);
  });
  it('a record without files is asked for no list', () => {
    const { record: found, asked } = resolve('10.22002/abcde-12x45', site('data.caltech.edu', changed({ files: { enabled: false } })));
    expect(found).toMatchObject({ status: 'metadata-only', access: null, notes: expect.arrayContaining(['The record lists no files.']) });
    expect(asked.some(url => url.endsWith('/files'))).toBe(false);
  });
});

describe('a host that nobody listed', () => {
  it('is asked because its page looks like it', () => {
    const moved = JSON.parse(JSON.stringify(record).replaceAll('data.caltech.edu', 'rdm.bath.example'));
    const { record: found } = resolve(`https://rdm.bath.example/records/${ID}`, site('rdm.bath.example', moved));
    expect(found).toMatchObject({ archive: 'inveniordm', recordUrl: `https://rdm.bath.example/records/${ID}`, licence: { source: 'rdm.bath.example record' } });
    expect(found.files[0]?.urls[0]).toBe(`https://rdm.bath.example/api/records/${ID}/files/run%201/tide.csv/content`);
  });
  it.each([['another program', { id: 7, metadata: {} }], ['a page', status(200, '<html></html>')], ['nothing there', status(404)], ['out of order', status(500)], ['a list', []]])('%s: what DataCite knows stands', (_, answer) => {
    const card = { data: { id: '10.22002/x', attributes: { doi: '10.1234/x', titles: [{ title: 'Elsewhere' }] } } };
    const table: Table = {
      ...handle('10.1234/x', 'https://museum.example/records/123'), 'https://api.datacite.org/dois/10.1234/x': card, 'https://museum.example/api/records/123': answer,
      'https://museum.example/records/123': status(404), 'HEAD https://museum.example/records/123': status(404),
    };
    expect(resolve('10.1234/x', table).record).toMatchObject({ status: 'metadata-only', archive: 'unknown', title: 'Elsewhere' });
  });
});

describe('B2SHARE, the older Invenio', () => {
  const url = 'https://b2share.eudat.eu/records/0123456789abcdef0123456789abcdef';
  const doi = '10.23728/b2share.0123456789abcdef0123456789abcdef';
  const table = (answer: unknown): Table => ({ 'https://b2share.eudat.eu/api/records/0123456789abcdef0123456789abcdef': answer, ...noDatacite(doi), ...handle(doi, 'https://elsewhere.example/x') });
  it('has other names for the same things', () => {
    const { record: found } = resolve(url, table(old));
    expect(found).toMatchObject({
      archive: 'inveniordm', doi, title: 'Ice on ponds', description: 'Thickness in mm', keywords: ['ice', 'ponds'], licence: { spdx: 'CC-BY-4.0' }, isLatest: null,
      creators: [{ name: 'Frost, Jack', family: 'Frost', orcid: '0000-0002-1825-0097', affiliation: 'Pond Watch' }],
      files: [{ path: 'ice on ponds.nc', size: 12, checksum: 'md5:0123456789abcdef0123456789abcdef', urls: ['https://b2share.eudat.eu/api/files/6389e7da-0000-0000-0000-59f727ec5dcc/ice%20on%20ponds.nc'] }],
    });
    expect(complaints(found)).toEqual([]);
  });
  it('closed records say so', () => {
    const closed = changed({ metadata: { ...Object(at(old, 'metadata')), open_access: false } }, old);
    expect(resolve(url, table(closed)).record).toMatchObject({ access: expect.stringContaining('Restricted'), files: [{ availability: 'restricted' }] });
  });
});

it('the sandbox of Zenodo has DOIs of its own', () => {
  expect(resolve('https://sandbox.zenodo.org/records/9', {}, { offline: true }).record.doi).toBeNull();
  expect(resolve('https://zenodo.org/records/9', {}, { offline: true }).record.doi).toBe('10.5281/zenodo.9');
});
