import { expect, it } from '@jest/globals';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const api = 'https://gwosc.org/eventapi/json';
const base = `${api}/GWTC-0-toy/GW990101/v2`;
const event: Table = {
  [`HEAD ${base}/H-H1_TOY_4KHZ-599999985-32.hdf5`]: status(200, '', { 'content-length': '1043166' }), [`HEAD ${base}/L-L1_TOY_4KHZ-599999985-32.hdf5`]: status(0, ''),
  [`HEAD ${base}/H-H1_TOY_4KHZ-599999985-32.txt.gz`]: status(404, ''), [`HEAD ${base}/H-H1_TOY_4KHZ-599997952-4096.hdf5`]: status(200, '', { 'content-length': '127000000' }),
};

it.each([
  [`https://gwosc.org/eventapi/html/GWTC-0-toy/GW990101/v2/`, `${api}/GWTC-0-toy/GW990101/v2/`], [`https://gwosc.org/eventapi/json/GWTC-0-toy/GW990101`, `${api}/GWTC-0-toy/GW990101/`],
  ['https://gwosc.org/eventapi/html/event/GW990101-v2/', `${api}/event/GW990101-v2/`], ['https://www.gw-openscience.org/events/GW990101/', `${api}/event/GW990101/`],
])('%s is an event', (page, asked) => {
  const { record } = resolve(page, { ...event, [asked]: fixture('gwosc.json') });
  expect(record).toMatchObject({ status: 'resolved', archive: 'gwosc', title: 'Strain around GW990101 (GWTC-0-toy)', version: 'v2', recordUrl: 'https://gwosc.org/eventapi/html/GWTC-0-toy/GW990101/v2', doi: null, licence: null });
});

it('the strain files of its newest version, with the sizes that the server tells; the short HDF5 ones are fetched', () => {
  const { record } = resolve(`${base}/`, { ...event, [`${base}/`]: fixture('gwosc.json') });
  expect(record.files).toEqual([
    { path: 'H-H1_TOY_4KHZ-599999985-32.hdf5', size: 1043166, checksum: null, urls: [`${base}/H-H1_TOY_4KHZ-599999985-32.hdf5`], selected: true, availability: 'online', unsafe: false },
    expect.objectContaining({ path: 'H-H1_TOY_4KHZ-599999985-32.txt.gz', size: null, selected: false }), expect.objectContaining({ path: 'H-H1_TOY_4KHZ-599997952-4096.hdf5', size: 127000000, selected: false }),
    expect.objectContaining({ path: 'L-L1_TOY_4KHZ-599999985-32.hdf5', size: null, selected: true }),
  ]);
  expect(record.notes.slice(0, 2)).toEqual([expect.stringContaining('the shortest HDF5 files are fetched'), 'GWOSC gives as the reference of the event: https://doi.org/10.1234/toy']);
});

it('a DOI leads to an event, or to a catalogue that is none', () => {
  const doi = '10.7935/TOY1';
  const table = (landing: string): Table => ({ ...handle(doi, landing), [`https://api.datacite.org/dois/${doi}`]: { data: { attributes: { doi, titles: [{ title: 'Toy' }], types: { resourceTypeGeneral: 'Dataset' } } } } });
  expect(resolve(doi, { ...table('https://losc.ligo.org/events/GW990101/'), ...event, [`${api}/event/GW990101/`]: fixture('gwosc.json') }).record).toMatchObject({ doi, archive: 'gwosc', title: 'Strain around GW990101 (GWTC-0-toy)' });
  const catalogue = resolve(doi, table('https://gwosc.org/GWTC-0/')).record;
  expect(catalogue).toMatchObject({ doi, title: 'Toy', status: 'metadata-only', recordUrl: `https://doi.org/${doi}` });
  expect(catalogue.notes[0]).toContain('is a catalogue or a run of GWOSC, not one event');
});

it.each([[404, 'has no event'], [500, 'out of order']])('status %s', (code, message) => expect(() => resolve(`${base}/`, { [`${base}/`]: status(code) })).toThrow(message));
it('an event without strain is refused', () => expect(() => resolve(`${base}/`, { [`${base}/`]: { events: { x: {} } } })).toThrow('lists no strain'));
