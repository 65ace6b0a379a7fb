import { describe, expect, it } from '@jest/globals';
import { at, rows } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const article = fixture('figshare.json');
const API = 'https://api.figshare.com/v2/articles';
const DOI = '10.6084/m9.figshare.7654321';
const changed = (changes: Readonly<Record<string, unknown>>): unknown => ({ ...Object(article), ...changes });
const dois = (...names: readonly string[]): Table => Object.assign({}, ...names.map(doi => ({ ...handle(doi, 'https://figshare.com/articles/dataset/Sand_ripples/7654321'), [`https://api.datacite.org/dois/${doi}`]: status(404) })));
const table = (more: Table = {}): Table => ({ ...dois(DOI, `${DOI}.v1`, `${DOI}.v2`), [`${API}/7654321`]: article, [`${API}/7654321/versions/2`]: article, ...more });

describe('an article', () => {
  const { record } = resolve(`${DOI}.v2`, table());
  it('says who, what and which version', () => {
    expect(record).toMatchObject({
      status: 'resolved', archive: 'figshare', doi: `${DOI}.v2`, conceptDoi: DOI, version: '2', isLatest: true, title: 'Sand ripples', description: 'Heights in mm.', licence: { spdx: 'CC-BY-4.0', source: 'figshare article' },
      publisher: 'figshare', publicationDate: '2022-02-03', keywords: ['sand', 'ripples'], access: null, recordUrl: 'https://figshare.com/articles/dataset/Sand_ripples/7654321',
      creators: [{ name: 'Sandy Dune', given: 'Sandy', family: 'Dune', orcid: '0000-0002-1825-0097' }, { name: 'Beach Survey', given: null, family: null, orcid: null }],
    });
    expect(complaints(record)).toEqual([]);
  });
  it('keeps files named alike apart: by folder, else by the file\'s number', () => {
    expect(record.files.map(({ path, checksum }) => [path, checksum])).toEqual([
      ['north/run 1/ripples.csv', 'md5:0123456789abcdef0123456789abcdef'], ['south/ripples.csv', 'md5:fedcba9876543210fedcba9876543210'], ['ripples.csv', null], ['14/Ripples.csv', null],
    ]);
  });
  it('never fetches from figshare.com, which answers a program with nothing', () => {
    expect(record.files[0]?.urls).toEqual(['https://ndownloader.figshare.com/files/11', 'https://api.figshare.com/v2/file/download/11']);
  });
  it('names the links that are no files', () => {
    expect(record.notes[0]).toBe('"Film of the beach" is a link, not a file, and is not fetched: https://films.example.org/beach');
  });
});

describe('versions', () => {
  it('a DOI without one is pinned', () => {
    const { record, asked } = resolve(DOI, table());
    expect(record).toMatchObject({ doi: `${DOI}.v2`, isLatest: true });
    expect(record.notes[0]).toBe(`${DOI} always leads to the newest version; the version found now, ${DOI}.v2, is the one that is kept.`);
    expect(asked.filter(url => url.startsWith(API))).toEqual([`${API}/7654321`]);
  });
  const first = changed({ doi: `${DOI}.v1`, version: 1 });
  it.each([`${DOI}.v1`, 'https://figshare.com/articles/dataset/Sand_ripples/7654321/1', 'https://figshare.com/articles/Sand_ripples/7654321/1', 'figshare.com/articles/7654321/1', 'https://api.figshare.com/v2/articles/7654321/versions/1', 'https://beach.figshare.com/articles/dataset/2020/7654321/1'])('%s is the first', text => {
    expect(resolve(text, table({ [`${API}/7654321/versions/1`]: first })).record).toMatchObject({ doi: `${DOI}.v1`, version: '1', isLatest: false, notes: expect.arrayContaining([`This is version 1, not the newest: https://doi.org/${DOI} leads to the newest.`]) });
  });
  it('whether it is the newest is not known if the newest is gone', () => {
    expect(resolve(`${DOI}.v1`, table({ [`${API}/7654321/versions/1`]: first, [`${API}/7654321`]: status(404) })).record.isLatest).toBeNull();
  });
});

describe('other prefixes', () => {
  const doi = '10.25452/beach.sand.v2';
  it('are searched for where neither the DOI nor the page names the article', () => {
    const own = changed({ doi });
    const found = { [`${API}?doi=10.25452%2Fbeach.sand.v2`]: [], [`${API}?doi=10.25452%2Fbeach.sand`]: [{ id: 7654321 }], [`${API}/7654321/versions/2`]: own, [`${API}/7654321`]: own };
    const client = { data: { attributes: { doi, url: 'https://plus.figshare.com/x' }, relationships: { client: { data: { id: 'figshare.ars' } } } } };
    expect(resolve(doi, { ...handle(doi, 'https://plus.figshare.com/x'), [`https://api.datacite.org/dois/${doi}`]: client, ...found }).record).toMatchObject({ doi, version: '2' });
  });
  const page = 'https://sand.university.example/articles/dataset/Sand_ripples/7654321';
  it('a portal of its own is known by the form of its pages', () => {
    expect(resolve(page, { ...dois(`${DOI}.v2`), [`${API}/7654321`]: changed({ figshare_url: page }) }).record).toMatchObject({ archive: 'figshare', recordUrl: page, publisher: null });
  });
  it.each([['somebody else\'s article', article], ['no article', status(404)]])('%s: such a page is none of Figshare', (_, answer) => {
    const card = { data: { attributes: { doi: '10.1234/news', titles: [{ title: 'News' }] } } };
    const elsewhere = { ...handle('10.1234/news', page), 'https://api.datacite.org/dois/10.1234/news': card, [`${API}/7654321`]: answer, [page]: status(404), [`HEAD ${page}`]: status(404) };
    expect(resolve('10.1234/news', elsewhere).record).toMatchObject({ archive: 'unknown', title: 'News' });
  });
});

describe('more files than an article holds', () => {
  const row = (i: number): unknown => ({ id: 100 + i, name: `part-${i}.csv`, size: 1, is_link_only: false, download_url: '', computed_md5: '' });
  const ten = Array.from({ length: 10 }, (_, i) => row(i));
  it('the others are listed in pages', () => {
    const many = Array.from({ length: 1001 }, (_, i) => row(i));
    const list = (page: number): string => `${API}/7654321/versions/2/files?page=${page}&page_size=1000`;
    const { record } = resolve(DOI, table({ [`${API}/7654321`]: changed({ files: ten, size: 1001 }), [list(1)]: many.slice(0, 1000), [list(2)]: many.slice(1000) }));
    expect(record.files).toHaveLength(1001);
    expect(record.sources.map(({ url }) => url)).toEqual([`${API}/7654321`, list(1), list(2)]);
  });
  it('ten that are all are not asked for again', () => expect(resolve(DOI, table({ [`${API}/7654321`]: changed({ files: ten, size: 10 }) })).record.files).toHaveLength(10));
});

describe('access and refusals', () => {
  it.each([
    [{ is_embargoed: true, embargo_date: '2031-02-03', embargo_reason: 'Patent' }, 'Embargoed until 2031-02-03 (Patent): '], [{ is_embargoed: true, embargo_date: null }, 'Restricted, without an end: '],
    [{ is_confidential: true }, 'Restricted: the files are given on request, at '],
  ])('%j', (changes, words) => {
    const { record } = resolve(DOI, table({ [`${API}/7654321`]: changed(changes) }));
    expect(record.access).toBe(`${words}https://figshare.com/articles/dataset/Sand_ripples/7654321`);
    expect(record.files.every(({ availability }) => availability === 'restricted')).toBe(true);
    expect(resolve(DOI, table({ [`${API}/7654321`]: changed({ ...changes, files: [] }) })).record.status).toBe('metadata-only');
  });
  it.each([[status(404), 'has no public article 7654321'], [status(410), 'has removed article'], [status(403), 'does not show article'], [status(202, ''), 'a check for browsers'], [status(429), 'too many requests'], [status(200, '<html>'), 'a web page']])('refusal %#', (answer, message) => {
    expect(() => resolve(DOI, table({ [`${API}/7654321`]: answer }))).toThrow(message);
  });
  it.each([['../../evil.sh', 'leave'], ['/evil.sh', 'leave'], ['a\u0000', 'control']])('a file named %j is left out', (name, why) => {
    const [file] = rows(at(article, 'files'));
    const { files, notes } = resolve(DOI, table({ [`${API}/7654321`]: changed({ folder_structure: {}, files: [{ ...Object(file), name }] }) })).record;
    expect(files).toEqual([]);
    expect(notes.join()).toMatch(new RegExp(`1 file left out.*${why}`));
  });
  it('says when it is no dataset', () => expect(resolve(DOI, table({ [`${API}/7654321`]: changed({ defined_type_name: 'poster' }) })).record.notes).toContain('Figshare calls this record "poster", not a dataset.'));
});

describe('4TU.ResearchData', () => {
  const uuid = '01234567-89ab-cdef-0123-456789abcdef';
  const own = {
    ...Object(article), id: null, uuid, doi: `10.4121/${uuid}.v2`, figshare_url: undefined, url_public_html: `https://data.4tu.nl/datasets/${uuid}/2`, publisher: '4TU.ResearchData', folder_structure: undefined, size: 999,
    files: Array.from({ length: 11 }, (_, i) => ({ id: null, uuid: `${i}`, name: `run-${i}.nc`, size: 1, download_url: `https://data.4tu.nl/file/${uuid}/${i}`, computed_md5: null, supplied_md5: '0123456789abcdef0123456789abcdef' })),
  };
  const answers: Table = { [`https://data.4tu.nl/v2/articles/${uuid}`]: own, [`https://data.4tu.nl/v2/articles/${uuid}/versions/2`]: own, [`https://api.datacite.org/dois/10.4121/${uuid}.v2`]: status(404), ...handle(`10.4121/${uuid}.v2`, `https://data.4tu.nl/datasets/${uuid}/2`) };
  it.each([`10.4121/${uuid}.v2`, `https://data.4tu.nl/datasets/${uuid}/2`, `https://data.4tu.nl/datasets/${uuid}`])('%s', text => {
    const { record } = resolve(text, answers);
    expect(record).toMatchObject({ archive: 'figshare', doi: `10.4121/${uuid}.v2`, conceptDoi: `10.4121/${uuid}`, publisher: '4TU.ResearchData', isLatest: true, licence: { source: '4tu.researchdata article' } });
    expect(record.files).toHaveLength(11);
    expect(record.files[0]).toMatchObject({ checksum: 'md5:0123456789abcdef0123456789abcdef', urls: [`https://data.4tu.nl/file/${uuid}/0`] });
    expect(complaints(record)).toEqual([]);
  });
});
