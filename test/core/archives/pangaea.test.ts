import { expect, it } from '@jest/globals';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const DOI = '10.1594/PANGAEA.4711';
const page = `https://doi.pangaea.de/${DOI}`;
const table = (answer: unknown = fixture('pangaea.json')): Table => ({ ...handle(DOI, page), [`https://api.datacite.org/dois/${DOI}`]: status(404), [`${page}?format=metadata_jsonld`]: answer });

it('a record is its JSON-LD: the table as text, the other files, the variables with their units', () => {
  const { record } = resolve(DOI, table());
  expect(record).toMatchObject({
    status: 'resolved', archive: 'pangaea', doi: DOI, title: 'Temperature of a pond', description: 'Measured […]', publicationDate: '2024-05-06', publisher: 'PANGAEA', recordUrl: page, access: null, keywords: ['pond', 'water'],
    licence: { spdx: 'CC-BY-4.0', source: 'pangaea record' }, creators: [{ name: 'Pond, Ada', given: 'Ada', family: 'Pond', orcid: '0000-0002-1825-0097' }, { name: 'Lake, Bo' }],
    variables: [{ name: 'Depth, water', type: null, unit: 'm', description: 'Geocode' }, { name: 'Temperature, water', type: null, unit: '°C', description: null }],
  });
  expect(record.files).toEqual([
    { path: 'PANGAEA.4711.tab', size: null, checksum: null, urls: [`${page}?format=textfile`], selected: true, availability: 'online', unsafe: false },
    expect.objectContaining({ path: 'pond map.tif', selected: true, availability: 'online' }), expect.objectContaining({ path: 'allfiles.zip', selected: false, availability: 'restricted' }),
  ]);
  expect(record.notes).toEqual(['PANGAEA states no sizes.', expect.stringContaining('3 files without a checksum')]);
});

it('one distribution instead of a list, in a graph: a collection', () => {
  const whole = Object(fixture('pangaea.json'));
  const collection = { '@graph': [{ ...whole, distribution: { contentUrl: { '@id': `${page}?format=zip` } }, size: { unitText: 'datasets', value: 4.0 } }] };
  const { record } = resolve(page, table(collection));
  expect(record.files).toMatchObject([{ path: 'PANGAEA.4711.zip' }]);
  expect(record.notes).toContain('The record is a collection of 4 datasets: its one file holds them all, and may ask for a login.');
});

it('a login makes it restricted', () => {
  const { record } = resolve(DOI, table({ ...Object(fixture('pangaea.json')), isAccessibleForFree: false, conditionsOfAccess: 'login required' }));
  expect(record).toMatchObject({ access: `Restricted (login required): ${page}`, files: [{ availability: 'restricted' }, { availability: 'restricted' }, { availability: 'restricted' }] });
  expect(record.notes[0]).toBe(`The files are not open. Restricted (login required): ${page}`);
});

it.each([[410, 'UserError', 'was removed'], [429, 'NetworkError', 'too many requests'], [403, 'NetworkError', 'refused']])('status %s', (code, name, message) => {
  expect(() => resolve(DOI, table(status(code)))).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
});
it('a document that is no dataset is no record', () => {
  expect(() => resolve(page, table({ '@type': 'WebPage' }))).toThrow('is not described as a dataset');
});
it('a name that would leave data/ is left out', () => {
  const evil = { ...Object(fixture('pangaea.json')), distribution: [{ contentUrl: 'https://download.pangaea.de/dataset/4711/files/%2e%2e%2fevil.sh' }] };
  expect(resolve(DOI, table(evil)).record.notes.join()).toContain('leave data/');
});
