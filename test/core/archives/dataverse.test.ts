import { describe, expect, it } from '@jest/globals';
import { at, rows } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const answer = fixture('dataverse.json');
const DOI = '10.7910/DVN/CLOCK';
const API = 'https://dataverse.harvard.edu/api/datasets/:persistentId';
const QUERY = `?persistentId=doi:${DOI}`;
const noDataset = status(404, { status: 'ERROR', message: 'Dataset with Persistent ID not found.' });
const version = (changes: Readonly<Record<string, unknown>>): unknown =>
  ({ status: 'OK', data: { ...Object(at(answer, 'data')), latestVersion: { ...Object(at(answer, 'data', 'latestVersion')), ...changes } } });
const withFile = (more: object, data: object): unknown => {
  const [first] = rows(at(answer, 'data', 'latestVersion', 'files'));
  return version({ files: [{ ...Object(first), ...more, dataFile: { ...Object(at(first, 'dataFile')), ...data } }] });
};

const table = (dataset: unknown = answer, more: Table = {}): Table => ({
  ...handle(DOI, `https://dataverse.harvard.edu/dataset.xhtml${QUERY}`), [`https://api.datacite.org/dois/${DOI}`]: status(404), [`${API}/${QUERY}`]: dataset, ...more,
});

describe('a dataset', () => {
  const { record } = resolve(DOI, table());
  it('is cited and dated as Dataverse does it', () => {
    expect(record).toMatchObject({
      status: 'resolved', archive: 'dataverse', doi: DOI, conceptDoi: null, title: 'Clocks of a village', description: 'Drift in s per day.', version: '3.1', isLatest: true, publisher: 'Harvard Dataverse', publicationDate: '2020-11-24',
      licence: { spdx: 'CC0-1.0' }, keywords: ['clocks'], access: null, recordUrl: `https://dataverse.harvard.edu/dataset.xhtml${QUERY}`,
    });
    expect(record.creators.map(({ name, orcid }) => [name, orcid])).toEqual([['Tock, Tina', '0000-0002-1825-0097'], ['Village Clock Society', null]]);
    expect(complaints(record)).toEqual([]);
  });
  it('of a converted table lists the upload: its name, size and checksum, and the address that gives it', () => {
    expect(record.files[0]).toEqual({
      path: 'tower/drift.csv', size: 120, checksum: 'md5:0123456789abcdef0123456789abcdef', urls: ['https://dataverse.harvard.edu/api/access/datafile/81?format=original'], selected: true, availability: 'online', unsafe: false,
    });
    expect(record.notes).toContain('1 table that Dataverse converted to .tab: what was uploaded is fetched, under its own name; size and checksum are the upload\'s.');
  });
  it('keeps files named alike apart, whatever hash they have, and marks the closed ones', () => {
    expect(record.files.map(({ path, checksum, availability }) => [path, checksum, availability])).toEqual([
      ['tower/drift.csv', 'md5:0123456789abcdef0123456789abcdef', 'online'], ['church/drift.csv', 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'restricted'],
      ['drift.csv', 'md5:fedcba9876543210fedcba9876543210', 'online'],
    ]);
    expect(record.notes).toContain(`1 of 3 files not open: church/drift.csv; ask for access at ${record.recordUrl}.`);
  });
});

describe('versions', () => {
  const older = { status: 'OK', data: { ...Object(at(answer, 'data', 'latestVersion')), versionNumber: 1, versionMinorNumber: 0, files: [] } };
  it('a page may name one', () => {
    const { record } = resolve(`https://dataverse.harvard.edu/dataset.xhtml${QUERY}&version=1.0`, table(answer, { [`${API}/versions/1.0${QUERY}`]: older }));
    expect(record).toMatchObject({ doi: DOI, version: '1.0', isLatest: false, status: 'metadata-only', recordUrl: `https://dataverse.harvard.edu/dataset.xhtml${QUERY}&version=1.0` });
    expect(record.notes[0]).toBe('This is version 1.0, not the newest: the dataset\'s page without a version leads to the newest.');
    expect(complaints(record)).toEqual([]);
  });
  it('one that is not there is refused by its number', () => {
    expect(() => resolve(`https://dataverse.harvard.edu/dataset.xhtml${QUERY}&version=9.0`, table(answer, { [`${API}/versions/9.0${QUERY}`]: status(404, { status: 'ERROR' }) }))).toThrow(`no public dataset doi:${DOI}, version 9.0`);
  });
  it('one that was withdrawn says so', () => {
    expect(resolve(DOI, table(version({ versionState: 'DEACCESSIONED', deaccessionNote: 'Clock stopped', files: [] }))).record.notes).toContain('The version was withdrawn: Clock stopped.');
  });
});

describe('terms', () => {
  it.each([
    [{ license: 'CC0', termsOfUse: 'CC0 Waiver' }, 'CC0-1.0', 'Creative Commons Zero v1.0 Universal'], [{ license: 'NONE', termsOfUse: 'Ask the <b>clockmaker</b>' }, null, 'Ask the clockmaker'],
    [{ license: 'NONE', termsOfUse: 'As in <a href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>.' }, 'CC-BY-4.0', 'Creative Commons Attribution 4.0 International'],
    [{ license: { name: 'MIT', uri: 'https://opensource.org/license/mit', rightsIdentifier: 'MIT' } }, 'MIT', 'MIT License'],
  ])('%j', (changes, spdx, name) => expect(resolve(DOI, table(version(changes))).record.licence).toMatchObject({ spdx, name }));
  it('none at all', () => expect(resolve(DOI, table(version({ license: 'NONE' }))).record.licence).toBeNull());
});

describe('closed files', () => {
  const closed = withFile({ restricted: true }, {});
  it('all of them: an access statement', () => {
    expect(resolve(DOI, table(closed)).record).toMatchObject({ access: `Restricted: ask for access at https://dataverse.harvard.edu/dataset.xhtml${QUERY}`, files: [{ availability: 'restricted' }] });
  });
  it.each([['2030-01-01', 'Tue, 03 Mar 2026 10:00:00 GMT', 'restricted'], ['2025-01-01', 'Tue, 03 Mar 2026 10:00:00 GMT', 'online'], ['2025-01-01', undefined, 'restricted']])('an embargo until %s, on %s', (dateAvailable, date, availability) => {
    const dated = status(200, withFile({}, { embargo: { dateAvailable, reason: 'Wound up' } }), date === undefined ? {} : { date });
    const { record } = resolve(DOI, table(dated));
    expect(record.files[0]?.availability).toBe(availability);
    expect(record.access).toBe(availability === 'online' ? null : `Embargoed until ${dateAvailable}: https://dataverse.harvard.edu/dataset.xhtml${QUERY}`);
  });
});

describe('odd files', () => {
  it.each([
    [{ originalFileName: undefined, originalFileSize: undefined }, 'tower/drift.csv', null], [{ originalFileName: undefined, originalFileFormat: 'application/x-stata-14' }, 'tower/drift.dta', 120],
    [{ originalFileName: undefined, originalFileFormat: 'application/x-rlang-transport' }, 'tower/drift.RData', 120], [{ originalFileName: undefined, originalFileFormat: 'application/x-new' }, 'tower/drift.tab', 120],
  ])('an older Dataverse tells less of the upload: %j', (data, path, size) => expect(resolve(DOI, table(withFile({}, data))).record.files[0]).toMatchObject({ path, size, checksum: expect.stringMatching(/^md5:/) }));
  it.each([[{ directoryLabel: '../..' }, 'leave'], [{ directoryLabel: '/etc' }, 'leave'], [{ directoryLabel: 'a\u0000' }, 'control']])('%j is left out', (more, why) => {
    const { files, notes } = resolve(DOI, table(withFile(more, {}))).record;
    expect(files).toEqual([]);
    expect(notes.join()).toMatch(new RegExp(`1 file left out.*${why}`));
  });
  it('an upload that would land on another file is set apart', () => {
    const [first, , third] = rows(at(answer, 'data', 'latestVersion', 'files'));
    const twins = version({ files: [{ ...Object(first), directoryLabel: undefined }, third] });
    expect(resolve(DOI, table(twins)).record.files.map(({ path }) => path)).toEqual(['drift.csv', '83/drift.csv']);
  });
});

describe('one file', () => {
  const FILE = `${DOI}/AAAAAA`;
  const chosen = (files: readonly { readonly path: string; readonly selected: boolean }[]): readonly string[] => files.filter(({ selected }) => selected).map(({ path }) => path);
  const missing: Table = { [`${API}/?persistentId=doi:${FILE}`]: noDataset };
  const search = (items: unknown): Table => ({ 'https://dataverse.harvard.edu/api/search?q=filePersistentId:AAAAAA&type=file': { status: 'OK', data: { items } } });
  const found = search([{ file_persistent_id: 'doi:10.7910/DVN/OTHER/AAAAAA', dataset_persistent_id: 'doi:10.7910/DVN/OTHER' }, { file_persistent_id: `doi:${FILE}`, dataset_persistent_id: `doi:${DOI}` }]);
  const note = `doi:${FILE} is one file of doi:${DOI}: the record is the dataset's, and only tower/drift.csv is selected.`;

  it.each([FILE, `https://dataverse.harvard.edu/file.xhtml?persistentId=doi:${FILE}`])('%s leads to its dataset', text => {
    const known = { ...handle(FILE, `https://dataverse.harvard.edu/file.xhtml?persistentId=doi:${FILE}`), [`https://api.datacite.org/dois/${FILE}`]: status(404) };
    const { record } = resolve(text, { ...table(), ...known, ...missing, ...found });
    expect(record).toMatchObject({ doi: DOI, notes: expect.arrayContaining([note]) });
    expect(chosen(record.files)).toEqual(['tower/drift.csv']);
    expect(complaints(record)).toEqual([]);
  });
  it('where the search does not know it, the file itself is asked', () => {
    const file = { 'https://dataverse.harvard.edu/api/files/:persistentId/?persistentId=doi:10.7910/DVN/CLOCK/AAAAAA&returnDatasetVersion=true': { status: 'OK', data: { datasetVersion: { datasetPersistentId: `doi:${DOI}` } } } };
    expect(chosen(resolve(`https://dataverse.harvard.edu/file.xhtml?persistentId=doi:${FILE}`, { ...table(), ...missing, ...search([]), ...file }).record.files)).toEqual(['tower/drift.csv']);
  });
  it('by its number', () => {
    const file = { 'https://dataverse.harvard.edu/api/files/83?returnDatasetVersion=true': { status: 'OK', data: { datasetVersion: { datasetPersistentId: `doi:${DOI}` } } } };
    expect(chosen(resolve('https://dataverse.harvard.edu/file.xhtml?fileId=83&version=3.1', { ...table(answer, { [`${API}/versions/3.1${QUERY}`]: { status: 'OK', data: at(answer, 'data', 'latestVersion') } }), ...file }).record.files)).toEqual(['drift.csv']);
  });
  it('that nobody knows is refused', () => {
    const nobody = { ...missing, ...search([]), 'https://dataverse.harvard.edu/api/files/:persistentId/?persistentId=doi:10.7910/DVN/CLOCK/AAAAAA&returnDatasetVersion=true': noDataset };
    expect(() => resolve(`https://dataverse.harvard.edu/file.xhtml?persistentId=doi:${FILE}`, { ...table(), ...nobody })).toThrow('dataverse.harvard.edu has no public dataset');
  });
});

describe('any other installation', () => {
  const page = 'https://data.village.example/dataset.xhtml?persistentId=hdl:1902.1/7';
  const api = 'https://data.village.example/api/datasets/:persistentId/?persistentId=hdl:1902.1/7';
  it('is known by its pages; a Handle is an identifier, too', () => {
    const { record } = resolve(page, { [api]: version({ datasetPersistentId: 'hdl:1902.1/7' }) });
    expect(record).toMatchObject({ archive: 'dataverse', doi: null, recordUrl: page, citation: expect.stringContaining(page) });
    expect(record.files[2]?.urls).toEqual(['https://data.village.example/api/access/datafile/83']);
    expect(complaints(record)).toEqual([]);
  });
  it('offline its DOI is known from the page', () => {
    expect(resolve('https://data.village.example/dataset.xhtml?persistentId=doi:10.9999/a', {}, { offline: true }).record).toMatchObject({ status: 'unresolved', doi: '10.9999/a' });
  });
  it('a login in front of it is said', () => {
    expect(() => resolve(page, { [api]: status(401, { status: 'ERROR', message: 'Login' }) })).toThrow('does not show hdl:1902.1/7 to everybody (status 401)');
  });
  it('another program with such pages is none: the DOI in the address decides', () => {
    const other = 'https://shop.example/dataset.xhtml?persistentId=doi:10.7910/DVN/CLOCK';
    const asks = { 'https://shop.example/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/CLOCK': status(200, '<html></html>') };
    expect(resolve(other, { ...table(), ...asks }).record).toMatchObject({ archive: 'dataverse', doi: DOI });
  });
});
