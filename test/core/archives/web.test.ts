import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathProblem } from '../../../core/archives/files.ts';
import { datasetIn, distributionsOf, draftOfDataset, jsonLdOf } from '../../../core/archives/schema-org.ts';
import { linksOfHeader, linksOfLinkset, linksOfPage } from '../../../core/archives/signposting.ts';
import { handle, page, resolve, status, type Table } from './answering.ts';

const DOI = '10.1234/clock';
const HOST = 'https://clocks.org';
const registry = { data: { attributes: { doi: DOI, titles: [{ title: 'Pendulum swings' }], creators: [{ name: 'Swing, Ada', givenName: 'Ada', familyName: 'Swing' }], publisher: 'Clock Archive', types: { resourceTypeGeneral: 'Dataset' } } } };
const table = (landing: unknown, more: Table = {}): Table => ({ ...handle(DOI, `${HOST}/d/1`), [`https://api.datacite.org/dois/${DOI}`]: registry, [`${HOST}/d/1`]: landing, ...more });
const file = (size: number) => status(200, '', { 'content-length': String(size), 'content-type': 'text/csv' });
const jsonLd = (dataset: unknown): string => `<script type="application/ld+json">${JSON.stringify(dataset)}</script>`;
const resolved = (landing: unknown, more: Table = {}) => resolve(DOI, table(landing, more)).record;

describe('FAIR Signposting', () => {
  const link = `<${HOST}/f/a.csv>; rel="item"; type="text/csv", <https://doi.org/${DOI}>; rel="cite-as" , <https://creativecommons.org/licenses/by/4.0/>; rel=license, </f/b.root>; title="a, b"; rel="item preview"`;

  it('in the Link header: files with their sizes, the licence; DataCite\'s words win', () => {
    const record = resolved(page('', { link }), { [`HEAD ${HOST}/f/a.csv`]: file(12), [`HEAD ${HOST}/f/b.root`]: status(0, '') });
    expect(record).toMatchObject({
      status: 'resolved', archive: 'web', doi: DOI, title: 'Pendulum swings', publisher: 'Clock Archive', recordUrl: `${HOST}/d/1`, licence: { spdx: 'CC-BY-4.0', source: 'landing page (Signposting)' },
      files: [
        { path: 'a.csv', size: 12, checksum: null, urls: [`${HOST}/f/a.csv`], selected: true, availability: 'online', unsafe: false },
        { path: 'b.root', size: null, urls: [`${HOST}/f/b.root`], availability: 'unknown' },
      ],
    });
    expect(record.notes[0]).toBe('The list of files is what clocks.org says in its landing page (FAIR Signposting).');
    expect(record.notes.join()).not.toContain('cannot be read');
    expect(record.sources.map(({ url }) => url)).toEqual([`https://api.datacite.org/dois/${DOI}`, `${HOST}/d/1`]);
  });

  it('in the head of the page, with what schema.org knows of the same file', () => {
    const dataset = { '@type': 'Dataset', name: 'x', distribution: [{ contentUrl: `${HOST}/api/a.csv/content`, sha256: 'AB'.repeat(32), contentSize: '12 bytes' }] };
    const head = `<LINK href='/f/a.csv' REL=item><link rel="item" href="http://clocks.org/f/plain.csv"><link rel="item" href="javascript:alert(1)"><link rel="item" type="text/html" href="/f/view">${jsonLd(dataset)}`;
    expect(resolved(page(head), { [`HEAD ${HOST}/f/a.csv`]: file(13) }).files).toEqual([expect.objectContaining({ path: 'a.csv', size: 12, checksum: `sha256:${'ab'.repeat(32)}`, urls: [`${HOST}/f/a.csv`] })]);
  });

  it('in a linkset that the header points to', () => {
    const linkset = { linkset: [{ anchor: `${HOST}/f/a.csv`, item: [{ href: `${HOST}/f/other.csv` }] }, { anchor: `${HOST}/d/1`, item: [{ href: `${HOST}/f/a%20b.csv`, type: 'text/csv' }], author: [{ href: 'https://orcid.org/0000-0002-1825-0097' }] }] };
    const record = resolved(page('', { link: `</links>; rel="linkset"; type="application/linkset+json"` }), { [`${HOST}/links with application/linkset+json`]: linkset, [`HEAD ${HOST}/f/a%20b.csv`]: file(1) });
    expect(record.files.map(({ path }) => path)).toEqual(['a b.csv']);
    expect(record.sources).toHaveLength(3);
  });

  it('that points to a linkset or to JSON-LD that is not there goes without them', () => {
    const link = `</links>; rel="linkset"; type="application/linkset+json", </meta>; rel="describedby"; type="application/ld+json"`;
    expect(resolved(page('', { link }), { [`${HOST}/links`]: status(404), [`${HOST}/meta`]: status(200, 'no JSON') })).toMatchObject({ status: 'metadata-only', archive: 'unknown' });
  });

  it('that points to JSON-LD outside the page reads it', () => {
    const link = `</meta>; rel="describedby"; type="application/ld+json"`;
    const dataset = { '@graph': [{ '@type': ['Thing', 'schema:Dataset'], distribution: { contentUrl: { '@id': '/f/a.csv' }, contentSize: 3 } }] };
    expect(resolved(page('', { link }), { [`${HOST}/meta`]: dataset, [`HEAD ${HOST}/f/a.csv`]: status(0, '') }).files).toMatchObject([{ path: 'a.csv', size: 3, availability: 'unknown' }]);
  });
});

describe('schema.org in the page', () => {
  const dataset = {
    '@context': 'https://schema.org', '@type': 'https://schema.org/Dataset', name: 'Swings', description: '<p>Of a clock.</p>', version: 3, datePublished: { '@type': 'Date', '@value': '2024-05-06' }, keywords: 'clocks; time', license: { '@id': 'https://spdx.org/licenses/MIT' },
    creator: [{ '@type': 'Person', '@id': 'https://orcid.org/0000-0002-1825-0097', name: 'Ada de Swing', affiliation: { name: 'Clock Institute' } }, { '@type': 'Organization', name: 'The Clocks' }],
    variableMeasured: ['angle', { name: 'period', unitText: 's', description: 'of one swing' }], identifier: [{ '@type': 'PropertyValue', value: `doi:${DOI}` }],
    distribution: [
      { contentUrl: `${HOST}/download?id=1`, name: 'swings.csv', contentSize: '453.12 MB', encodingFormat: 'text/csv' }, { contentUrl: `${HOST}/view`, encodingFormat: 'text/html' },
      { contentUrl: 'inside.csv', containedIn: { '@id': 'archive' } }, { '@type': 'FileSet' }, { contentUrl: `${HOST}/files/7/download` },
    ],
  };
  const heads: Table = { [`HEAD ${HOST}/download?id=1`]: file(475), [`HEAD ${HOST}/files/7/download`]: status(200, '', { 'content-disposition': 'attachment; filename="clock.pkl"' }) };

  it('gives files; a size in prose is not taken for bytes', () => {
    const record = resolved(page(jsonLd([{ '@type': 'WebSite' }, dataset])), heads);
    expect(record.files).toMatchObject([{ path: 'swings.csv', size: 475, availability: 'online' }, { path: 'clock.pkl', size: null, unsafe: true }]);
    expect(record).toMatchObject({ title: 'Pendulum swings', version: '3', licence: { spdx: 'MIT' }, keywords: ['clocks', 'time'], creators: [{ name: 'Swing, Ada' }], variables: [{ name: 'angle', unit: null }, { name: 'period', unit: 's', description: 'of one swing' }] });
    expect(record.notes[0]).toContain('(schema.org)');
  });

  it('fills the gaps even where it lists no files', () => {
    const record = resolved(page(jsonLd({ ...dataset, distribution: [] })));
    expect(record).toMatchObject({ status: 'metadata-only', archive: 'unknown', licence: { spdx: 'MIT' }, version: '3' });
    expect(record.notes.join()).toContain('The list of files of clocks.org cannot be read');
  });

  it('restricted ones say so', () => {
    const record = resolved(page(jsonLd({ ...dataset, isAccessibleForFree: false, conditionsOfAccess: 'on request' })), { ...heads, [`HEAD ${HOST}/download?id=1`]: status(403, '') });
    expect(record).toMatchObject({ access: `Restricted (on request): ${HOST}/d/1`, files: [{ availability: 'restricted' }, { availability: 'online' }] });
  });

  it('of an address gives a record of its own, with the gaps filled by DataCite', () => {
    const { record } = resolve(`${HOST}/d/1`, { ...table(page(jsonLd(dataset)), heads), [`HEAD ${HOST}/d/1`]: page() });
    expect(record).toMatchObject({
      archive: 'web', doi: DOI, title: 'Swings', description: 'Of a clock.', publisher: 'Clock Archive', publicationDate: '2024-05-06',
      creators: [{ name: 'de Swing, Ada', given: 'Ada', family: 'de Swing', orcid: '0000-0002-1825-0097', affiliation: 'Clock Institute' }, { name: 'The Clocks', family: null }],
    });
  });
});

describe('a page that is no data', () => {
  const item = `<link rel="item" href="/f/a.csv">`;
  it.each([
    ['a check for browsers', status(202, page(item).body, { 'content-type': 'text/html' })], ['refused', status(403, page(item).body, { 'content-type': 'text/html' })], ['out of order', status(503, '')],
    ['unreachable', status(0, '')], ['empty', status(200, '', { 'content-type': 'text/html' })], ['JSON', status(200, {}, { 'content-type': 'application/json', link: `<${HOST}/f/a.csv>; rel=item` })],
    ['senseless', page('<script type="application/ld+json">{"@type": "Dataset", oops</script><link rel="item"><link href="/x">', { link: ';;<>,<;rel=item' })], ['a thing', page(jsonLd('Dataset'))],
  ])('%s: metadata only, as if it had not been asked', (_, answer) => {
    expect(resolved(answer)).toMatchObject({ status: 'metadata-only', archive: 'unknown', files: [], title: 'Pendulum swings', recordUrl: `${HOST}/d/1`, sources: [{ url: expect.stringContaining('datacite') }] });
  });

  it.each(['%2e%2e%2fevil.sh', 'con.txt', 'a%00.csv'])('%s in its list is left out, and a note says why', name => {
    const url = new URL(`/f/${name}`, HOST).href;
    const record = resolved(page(`<link rel="item" href="/f/${name}"><link rel="item" href="/f/good.csv">`), { [`HEAD ${url}`]: file(1), [`HEAD ${HOST}/f/good.csv`]: file(1) });
    expect(record).toMatchObject({ status: 'resolved', files: [{ path: 'good.csv' }] });
    expect(record.notes.join()).toContain('1 file left out, which cannot be stored under data/');
  });

  it('of an address is refused as before, with the DOI that it names', () => {
    const answers = (head: string): Table => ({ [`HEAD ${HOST}/d/1`]: page(), [`${HOST}/d/1`]: page(head) });
    expect(() => resolve(`${HOST}/d/1`, answers(''))).toThrow(expect.objectContaining({ name: 'UserError', message: `${HOST}/d/1 is a web page, not a file`, remedy: expect.stringContaining('Give the DOI of the dataset') }));
    expect(() => resolve(`${HOST}/d/1`, answers(`<link rel="cite-as" href="https://doi.org/${DOI}">`))).toThrow(expect.objectContaining({ remedy: `The page names the DOI ${DOI}: give that, or the address of the file itself.` }));
  });
});

describe('many links', () => {
  const items = (count: number, name: (i: number) => string): string => Array.from({ length: count }, (_, i) => `<link rel="item" href="${name(i)}">`).join('');

  it('twenty are asked for their size, four at a time', () => {
    const heads = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`HEAD ${HOST}/f/${i}.csv`, file(1)]));
    const { files } = resolved(page(items(30, i => `/f/${i}.csv`)), heads);
    expect(files.filter(({ size }) => size === 1)).toHaveLength(20);
    expect(files[29]).toMatchObject({ size: null, availability: 'unknown' });
  });

  it('of one name are numbered, and never become one file', () => {
    const heads = Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`HEAD ${HOST}/${i}/data.csv`, file(1)]));
    expect(resolved(page(items(3, i => `/${i}/data.csv`)), heads).files.map(({ path }) => path)).toEqual(['data.csv', 'data-2.csv', 'data-3.csv']);
  });

  it('to web pages are left out, and counted', () => {
    const record = resolved(page(items(2, i => `/f/${i}.csv`)), { [`HEAD ${HOST}/f/0.csv`]: file(1), [`HEAD ${HOST}/f/1.csv`]: page() });
    expect(record.files).toHaveLength(1);
    expect(record.notes).toContain('1 link of the landing page leads to a web page, not to a file, and is left out.');
  });
});

describe('a hostile page', () => {
  const words = ['<', '>', '"', "'", '=', ';', ',', ' ', '<link ', 'rel=item', 'rel="item" ', 'href="', '/f/a.csv', '../..', '%00', '<script type="application/ld+json">', '</script>', '{"@type":"Dataset"', '"distribution":', '[{"contentUrl":', '"/f/x"', '}', ']'];
  const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), { maxLength: 40 }).map(parts => parts.join(''));
  const address = fc.array(fc.oneof(fc.constantFrom('/', 'f', '..', '%2e%2e', '%2F', '%00', '%5C', 'con', '.', ' ', 'é', 'a.csv', 'A.CSV', '?x=1', '#', 'http://', 'https://other.org/'), fc.string({ maxLength: 3 })), { maxLength: 5 }).map(parts => parts.join('').replaceAll('"', ''));
  const links = fc.array(fc.oneof({ weight: 4, arbitrary: address.map(href => `<link rel="item" href="${href}">`) }, text), { maxLength: 4 }).map(parts => parts.join(''));
  const json = fc.jsonValue({ maxDepth: 4 });
  const keys = fc.constantFrom('@type', '@graph', 'name', 'creator', 'license', 'distribution', 'contentUrl', 'contentSize', 'sha256', 'keywords', 'variableMeasured', 'identifier', 'version');
  const thing = fc.dictionary(keys, fc.oneof(json, fc.constant('Dataset'), fc.dictionary(keys, json))).map(value => ({ ...value, '@type': 'Dataset' }));

  it('is read without an error, and only safe paths come out', () => {
    let listed = 0;
    fc.assert(fc.property(links, text, (head, link) => {
      const { files } = resolve(DOI, table(page(head, { link }), { '*': status(0, ''), 'https://other.org/*': status(200, '', { 'content-disposition': `attachment; filename="${head}"` }) })).record;
      listed += files.length;
      expect(files.filter(({ path, urls }) => pathProblem(path) !== null || !urls.every(url => url.startsWith('https:')))).toEqual([]);
    }), { numRuns: 500 });
    expect(listed).toBeGreaterThan(100); // the pages were not all senseless
  });
  it('whatever its JSON is', () => {
    fc.assert(fc.property(thing, json, (dataset, linkset) => {
      const found = datasetIn(jsonLdOf(page(jsonLd(dataset).replaceAll('</', '<\\/').replace('<\\/script>', '</script>')).body));
      draftOfDataset(found, `${HOST}/d/1`, 'x');
      distributionsOf(found, `${HOST}/d/1`);
      linksOfLinkset(linkset, `${HOST}/d/1`);
    }), { numRuns: 300 });
  });
  it.each([
    ['scripts that never end', () => jsonLdOf('<script type="application/ld+json">'.repeat(100_000))], ['one endless tag', () => jsonLdOf(`<script ${'application/ld+json '.repeat(100_000)}`)],
    ['endless links', () => linksOfPage('<link rel'.repeat(200_000), HOST)], ['an endless attribute', () => linksOfPage(`<link ${'a'.repeat(2_000_000)}>`, HOST)], ['an endless header', () => linksOfHeader(`<x>; ${'a-'.repeat(8000)}`, HOST)],
    ['an endless title', () => draftOfDataset({ '@type': 'Dataset', name: '<script'.repeat(300_000) }, HOST, 'x')],
  ])('is done with soon: %s', (_, reading) => {
    reading();
  });
});
