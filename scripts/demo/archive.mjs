// A small research-data archive on loopback: one synthetic record in the address layout of doi.org, DataCite and Zenodo.
// A client asks http://127.0.0.1:PORT/HOST/PATH for what it would ask https://HOST/PATH.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { table } from './table.mjs';

const ID = 4200001;
const CONCEPT = 4200000;
const KEY = 'testbeam.csv';
const DATE = '2024-02-29';
export const DOI = `10.5072/zenodo.${ID}`; // 10.5072 is the prefix for tests: nobody can mistake it for a publication
const TITLE = 'Synthetic test-beam calibration of a six-layer calorimeter';
const CREATORS = [{ name: 'The create-fair-ai contributors', affiliation: null }];
const DESCRIPTION = '<p>Made by a seeded program for demonstrations; no detector took these data. Signals of six layers (counts), '
  + 'temperature (&deg;C) and the energy that a beam spectrometer measured (GeV).</p>';
const KEYWORDS = ['calorimeter', 'calibration', 'synthetic data'];
const SITE = 'https://zenodo.org';

/** The record as Zenodo's API shows it by default. */
function record(entry) {
  return {
    id: ID, recid: String(ID), conceptrecid: String(CONCEPT), doi: DOI, conceptdoi: `10.5072/zenodo.${CONCEPT}`,
    doi_url: `https://doi.org/${DOI}`, title: TITLE, created: `${DATE}T12:00:00+00:00`, modified: `${DATE}T12:00:00+00:00`,
    updated: `${DATE}T12:00:00+00:00`, revision: 1, status: 'published', state: 'done', submitted: true,
    metadata: {
      title: TITLE, doi: DOI, publication_date: DATE, description: DESCRIPTION, access_right: 'open', creators: CREATORS,
      keywords: KEYWORDS, version: '1.0.0', license: { id: 'cc0-1.0' }, resource_type: { title: 'Dataset', type: 'dataset' },
      relations: { version: [{ index: 0, is_last: true, parent: { pid_type: 'recid', pid_value: String(CONCEPT) } }] },
    },
    links: {
      self: `${SITE}/api/records/${ID}`, self_html: `${SITE}/records/${ID}`, doi: `https://doi.org/${DOI}`,
      files: `${SITE}/api/records/${ID}/files`, latest: `${SITE}/api/records/${ID}/versions/latest`,
    },
    files: [{ id: '00000000-0000-4000-8000-000000000001', key: KEY, size: entry.size, checksum: entry.checksum, links: { self: entry.links.content } }],
  };
}

function datacite() {
  const attributes = {
    doi: DOI, titles: [{ title: TITLE }], publisher: 'Demonstration archive', publicationYear: Number(DATE.slice(0, 4)), version: '1.0.0',
    creators: CREATORS.map(({ name }) => ({ name, nameType: 'Organizational', affiliation: [], nameIdentifiers: [] })),
    types: { resourceTypeGeneral: 'Dataset' }, url: `${SITE}/records/${ID}`, dates: [{ date: DATE, dateType: 'Issued' }],
    rightsList: [{ rights: 'Creative Commons Zero v1.0 Universal', rightsIdentifier: 'cc0-1.0', rightsUri: 'https://creativecommons.org/publicdomain/zero/1.0/legalcode' }],
    descriptions: [{ description: DESCRIPTION, descriptionType: 'Abstract' }], subjects: KEYWORDS.map((subject) => ({ subject })),
    relatedIdentifiers: [{ relationType: 'IsVersionOf', relatedIdentifier: `10.5072/zenodo.${CONCEPT}`, relatedIdentifierType: 'DOI' }],
  };
  return { data: { id: DOI, type: 'dois', attributes } };
}

const handle = () => ({
  responseCode: 1, handle: DOI,
  values: [{ index: 1, type: 'URL', data: { format: 'string', value: `${SITE}/records/${ID}` }, ttl: 86400, timestamp: `${DATE}T12:00:00Z` }],
});

/** path → JSON; the file's bytes are answered apart. */
function pages(entry) {
  const whole = record(entry);
  return new Map([
    [`/doi.org/api/handles/${DOI}`, handle()],
    ['/doi.org/ra/10.5072', [{ DOI: '10.5072', RA: 'DataCite' }]],
    [`/doi.org/ra/${DOI}`, [{ DOI, RA: 'DataCite' }]],
    [`/api.datacite.org/dois/${DOI}`, datacite()],
    [`/zenodo.org/api/records/${ID}`, whole],
    [`/zenodo.org/api/records/${CONCEPT}`, whole],
    [`/zenodo.org/api/records/${ID}/versions/latest`, whole],
    [`/zenodo.org/api/records/${ID}/files`, { enabled: true, links: { self: `${SITE}/api/records/${ID}/files` }, entries: [entry] }],
  ]);
}

/** Answers the bytes, or the part of them that `Range: bytes=N-M` asks for. */
function sendFile(request, response, bytes, etag) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const fresh = !request.headers['if-range'] || request.headers['if-range'] === etag;
  const first = range && fresh ? Number(range[1]) : 0;
  const last = range && fresh && range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
  const headers = { 'content-type': 'application/octet-stream', etag, 'content-length': last - first + 1 };
  if (first > last) return response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  if (range && fresh) response.writeHead(206, { ...headers, 'content-range': `bytes ${first}-${last}/${bytes.length}` });
  else response.writeHead(200, headers);
  return response.end(request.method === 'HEAD' ? undefined : bytes.subarray(first, last + 1));
}

/** Starts the archive on a free port of 127.0.0.1. */
export async function startArchive() {
  const bytes = Buffer.from(table());
  const checksum = `md5:${createHash('md5').update(bytes).digest('hex')}`;
  const content = `/zenodo.org/api/records/${ID}/files/${KEY}/content`;
  const entry = { key: KEY, size: bytes.length, checksum, mimetype: 'text/csv', status: 'completed', links: { content: `https:/${content}` } };
  const known = new Map([...pages(entry)].map(([path, page]) => [path.toLowerCase(), page]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === content) return sendFile(request, response, bytes, `"${checksum}"`);
    const page = known.get(path.toLowerCase());
    const json = JSON.stringify(page ?? { status: 404, message: 'Not here.' });
    return response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' }).end(request.method === 'HEAD' ? undefined : json);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
