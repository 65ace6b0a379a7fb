import { describe, expect, it } from '@jest/globals';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const dataset = fixture('dryad.json');
const DOI = '10.5061/dryad.moss';
const SITE = 'https://datadryad.org';
const LIST = `${SITE}/api/v2/versions/77/files?per_page=100`;
const NEXT = `${SITE}/api/v2/versions/77/files?page=2&per_page=100`;
const file = (id: number, path: string, more: object = {}): unknown => ({ path, size: 10, mimeType: 'text/csv', status: 'created', _links: { self: { href: `/api/v2/files/${id}` }, 'stash:download': { href: `/api/v2/files/${id}/download` } }, ...more });
const page = (files: readonly unknown[], next?: string): unknown => ({ _links: { self: { href: '/' }, ...(next === undefined ? {} : { next: { href: next } }) }, count: files.length, _embedded: { 'stash:files': files } });
const files = {
  [LIST]: page([file(1, 'north.csv', { digest: '0123456789ABCDEF0123456789abcdef', digestType: 'md5' }), file(2, 'old.csv', { status: 'deleted' })], '/api/v2/versions/77/files?page=2&per_page=100'),
  [NEXT]: page([file(3, 'south.csv', { digest: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', digestType: 'sha-256' }), file(4, 'README.md')]),
};
const table = (more: Table = files): Table => ({
  ...handle(DOI, `${SITE}/stash/dataset/doi:${DOI}`), [`https://api.datacite.org/dois/${DOI}`]: status(404), [`${SITE}/api/v2/datasets/doi%3A10.5061%2Fdryad.moss`]: dataset, ...more,
});

describe('a dataset', () => {
  const { record, asked } = resolve(DOI, table());
  it('is cited by its people and its version', () => {
    expect(record).toMatchObject({
      status: 'resolved', archive: 'dryad', doi: DOI, conceptDoi: null, title: 'Data from: Moss on roofs', description: 'Cover in per cent.', licence: { spdx: 'CC0-1.0', source: 'dryad dataset' }, version: '4', isLatest: true,
      publisher: 'Dryad', publicationDate: '2023-08-14', keywords: ['moss', 'roofs'], recordUrl: `${SITE}/dataset/doi:${DOI}`,
      creators: [{ name: 'Moss, Mia', orcid: '0000-0002-1825-0097', affiliation: 'Roof Garden' }, { name: 'van Reet, Rudi', given: 'Rudi', family: 'van Reet', orcid: null, affiliation: 'Thatch School' }],
    });
    expect(complaints(record)).toEqual([]);
  });
  it('lists all pages, without what was deleted, and says that the bytes need a token', () => {
    expect(record.files.map(({ path, checksum, availability, urls }) => [path, checksum, availability, urls[0]])).toEqual([
      ['north.csv', 'md5:0123456789abcdef0123456789abcdef', 'restricted', `${SITE}/api/v2/files/1/download`],
      ['south.csv', 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'restricted', `${SITE}/api/v2/files/3/download`], ['README.md', null, 'restricted', `${SITE}/api/v2/files/4/download`],
    ]);
    expect(record.access).toContain('set DRYAD_TOKEN');
    expect(record.sources.map(({ url }) => url)).toEqual([`${SITE}/api/v2/datasets/doi%3A10.5061%2Fdryad.moss`, LIST, NEXT]);
    expect(asked).toContain(NEXT);
  });
  it.each([`https://datadryad.org/stash/dataset/doi:${DOI}`, `https://datadryad.org/dataset/doi%3A10.5061%2Fdryad.moss`])('%s is the same', text => expect(resolve(text, table()).record.doi).toBe(DOI));
});

describe('what may go wrong', () => {
  it.each([401, 403, 404])('a list that is refused (%d) leaves the metadata', code => {
    const { record } = resolve(DOI, table({ [LIST]: status(code) }));
    expect(record).toMatchObject({ status: 'metadata-only', files: [], title: 'Data from: Moss on roofs', notes: expect.arrayContaining([expect.stringContaining('list of files could not be read')]) });
    expect(complaints(record)).toEqual([]);
  });
  it('a page that leads back ends the list', () => {
    const loop = table({ [LIST]: page([file(1, 'a.csv')], '/api/v2/versions/77/files?per_page=100') });
    expect(resolve(DOI, loop).record.files).toHaveLength(1);
  });
  it('a next page elsewhere is not asked for', () => {
    const away = table({ [LIST]: page([file(1, 'a.csv'), file(2, 'b.csv', { _links: { 'stash:download': { href: 'https://evil.example/b' } } })], 'https://evil.example/next') });
    expect(resolve(DOI, away).record.files.map(({ path }) => path)).toEqual(['a.csv']);
  });
  it('a page that fails is no end of the list', () => expect(() => resolve(DOI, table({ ...files, [NEXT]: status(503) }))).toThrow('Dryad is out of order'));
  it.each([['../a', 'leave'], ['/a', 'leave']])('a file named %j', (name, why) => expect(resolve(DOI, table({ [LIST]: page([file(1, name)]) })).record.notes.join()).toContain(why));
  it.each([[status(404), 'Dryad has no public dataset'], [status(401), 'token that has expired'], [status(410), 'has removed'], [status(500), 'out of order']])('refusal %#', (answer, message) => {
    expect(() => resolve(DOI, table({ [`${SITE}/api/v2/datasets/doi%3A10.5061%2Fdryad.moss`]: answer }))).toThrow(message);
  });
});
