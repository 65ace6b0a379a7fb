import { expect, it } from '@jest/globals';
import { fixture, handle, resolve, status, type Table } from './answering.ts';

const DOI = '10.7483/OPENDATA.TEST.ABCD';
const api = 'https://opendata.cern.ch/api/records';
const table = (more: Table = {}): Table => ({ ...handle(DOI, 'http://opendata.cern.ch/record/77'), [`https://api.datacite.org/dois/${DOI}`]: status(404, {}), [`${api}/77`]: fixture('cern.json'), ...more });

it('the list is files, _files and _file_indices together, named by what their places do not share', () => {
  const { record } = resolve(DOI, table());
  expect(record.files).toEqual([
    { path: 'plain.root', size: 11, checksum: 'adler32:00000abc', urls: ['https://opendata.cern.ch/eos/opendata/toy/plain.root', 'root://eospublic.cern.ch//eos/opendata/toy/plain.root'], selected: true, availability: 'online', unsafe: false },
    { path: 'train/events.root', size: 12, checksum: 'adler32:00000001', urls: ['https://opendata.cern.ch/eos/opendata/toy/train/events.root', 'root://eospublic.cern.ch//eos/opendata/toy/train/events.root'], selected: true, availability: 'online', unsafe: false },
    { path: 'test/events.root', size: 13, checksum: 'adler32:deadbeef', urls: ['https://opendata.cern.ch/eos/opendata/toy/test/events.root', 'root://eospublic.cern.ch//eos/opendata/toy/test/events.root'], selected: true, availability: 'tape', unsafe: false },
  ]);
});

it('the record keeps the portal\'s spelling of the DOI, the collaboration, the variables', () => {
  const { record } = resolve(DOI.toLowerCase(), { ...table(), ...handle(DOI.toLowerCase(), 'http://opendata.cern.ch/record/77'), [`https://api.datacite.org/dois/${DOI.toLowerCase()}`]: status(404, {}) });
  expect(record).toMatchObject({
    status: 'resolved', archive: 'cern', doi: DOI, title: 'Toy tracks', description: 'Straight lines.', licence: null, publicationDate: '2020', recordUrl: 'https://opendata.cern.ch/record/77',
    creators: [{ name: 'Toy collaboration', given: null, family: null }], variables: [{ name: 'pt', type: 'Float_t', unit: 'GeV', description: 'Transverse momentum $p_T$' }],
  });
  expect(record.notes).toEqual([
    '1 of 3 files on tape (on demand): ask for staging at https://opendata.cern.ch/record/77 before `make data`, or choose others with --files.',
    'The record announces 5 files and lists 3.', expect.stringContaining('No licence is stated'),
  ]);
});

it('a DOI that leads nowhere is searched for', () => {
  const search = `${api}?page=1&size=1&q=${encodeURIComponent(`doi:"${DOI}"`)}`;
  expect(resolve(DOI, table({ ...handle(DOI, null), [search]: { hits: { total: 1, hits: [{ id: '77' }] } } })).record.files).toHaveLength(3);
  expect(() => resolve(DOI, table({ ...handle(DOI, null), [search]: { hits: { total: 0, hits: [] } } }))).toThrow('has no record for');
});

it('an address will do', () => expect(resolve('opendata.cern.ch/record/77', table()).record.doi).toBe(DOI));

it.each([[404, 'UserError', 'has no record 77'], [410, 'UserError', 'was removed'], [500, 'NetworkError', 'out of order']])('status %s', (code, name, message) => {
  expect(() => resolve(DOI, table({ [`${api}/77`]: status(code) }))).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
});
