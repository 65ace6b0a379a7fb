// Real answers of five archives, kept beside the checkout: what is read from them is what was noted by hand.
import { describe, expect, it } from '@jest/globals';
import { at } from '../../core/archives/json.ts';
import { handle, resolve, status, type Table } from '../core/archives/answering.ts';
import { complaints } from '../core/archives/valid.ts';
import { recording } from './beside.ts';

const DATAVERSE = 'https://dataverse.harvard.edu/api/datasets/:persistentId';
const DRYAD = 'https://datadryad.org';
const FIGSHARE = 'https://api.figshare.com/v2/articles';
const OPENML = 'https://www.openml.org/api/v1/json/data';
const OSF = 'https://api.osf.io/v2';
const noDataset = status(404, { status: 'ERROR', message: 'Dataset with Persistent ID not found.' });

describe('the recorded answers of Harvard', () => {
  const recorded = (id: string): Table => ({
    ...handle(`10.7910/DVN/${id}`, `https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/${id}`), [`https://api.datacite.org/dois/10.7910/DVN/${id}`]: status(404),
    [`${DATAVERSE}/?persistentId=doi:10.7910/DVN/${id}`]: JSON.parse(recording(`dataverse/dataset_doi_10.7910_DVN_${id}.json`)),
  });
  it('the upload, not its .tab', () => {
    const { record } = resolve('10.7910/DVN/RLMYMR', recorded('RLMYMR'));
    expect(record.files.map(({ path, size, checksum }) => [path, size, checksum])).toEqual([
      ['Karnataka_DD&FS_Data-1.xlsx', 700840, 'md5:ca9dea905295ac52db4ea3c7c8bf00e9'], ['Karnataka_DD&FS_Questionnaire.pdf', 493564, 'md5:d9de390c8f132916b4bb97d6ea0c8ed6'],
    ]);
    expect(record).toMatchObject({ version: '2.0', licence: { spdx: null, name: 'Attribution is required' } });
    expect(complaints(record)).toEqual([]);
  });
  it('a file by its DOI', () => {
    const table = { ...recorded('RLMYMR'), [`${DATAVERSE}/?persistentId=doi:10.7910/DVN/RLMYMR/WNKD3W`]: noDataset, 'https://dataverse.harvard.edu/api/search?q=filePersistentId:WNKD3W&type=file': JSON.parse(recording('dataverse/search_filePersistentId_WNKD3W.json')) };
    expect(resolve('https://dataverse.harvard.edu/file.xhtml?persistentId=doi:10.7910/DVN/RLMYMR/WNKD3W', table).record.files.map(({ selected }) => selected)).toEqual([true, false]);
  });
  it('a waiver written as two words', () => {
    expect(resolve('10.7910/DVN/HOLVXA', recorded('HOLVXA')).record).toMatchObject({ version: '4.1', licence: { spdx: 'CC0-1.0' }, creators: [{ name: 'Trisovic, Ana', orcid: '0000-0003-1991-0533', affiliation: 'Harvard University' }], files: { length: 3 } });
  });
});

it('the recorded answers of 2020, which tell no licence', () => {
  for (const one of Object(at(JSON.parse(recording('dryad/datasets_list_2020_first2.json')), '_embedded'))['stash:datasets']) {
    const doi = String(at(one, 'identifier')).slice(4);
    const answers = { ...handle(doi, `${DRYAD}/stash/dataset/doi:${doi}`), [`https://api.datacite.org/dois/${doi}`]: status(404), [DRYAD + String(at(one, '_links', 'self', 'href'))]: one, [`${DRYAD}${String(at(one, '_links', 'stash:version', 'href'))}/files?per_page=100`]: { count: 1, _embedded: { 'stash:files': [{ path: 'a.csv', size: 10, mimeType: 'text/csv', status: 'created', _links: { self: { href: '/api/v2/files/1' }, 'stash:download': { href: '/api/v2/files/1/download' } } }] } } };
    const { record } = resolve(doi, answers);
    expect(record).toMatchObject({ doi, version: '1', licence: null, title: expect.stringMatching(/^Data from: /), files: [{ path: 'a.csv' }] });
    expect(record.creators.length).toBeGreaterThan(3);
    expect(complaints(record)).toEqual([]);
  }
});

it('the recorded sample of Figshare: a portal\'s page, a journal\'s DOI', () => {
  const answers = { [`${FIGSHARE}/123456`]: JSON.parse(recording('figshare/article_123456_docs-sample.json')), 'https://api.datacite.org/dois/10.1371/journal.pone.0039704': status(404) };
  const { record } = resolve('https://plos.figshare.com/articles/dataset/Transcriptome_Sequencing_/123456', answers);
  expect(record).toMatchObject({
    doi: '10.1371/journal.pone.0039704', conceptDoi: null, version: '1', title: expect.stringContaining('Analysis of Saccharina japonica (Lam'), licence: { spdx: 'CC-BY-4.0' },
    files: [{ path: '2011-02-15_14-24-56-228.png', size: 470683, checksum: 'md5:eb5c9c6b278b533f98aa02feae57c266' }],
  });
  expect(complaints(record)).toEqual([]);
});

it('the recorded description of iris, as its XML says it', () => {
  const xml = recording('openml/data_description_61.xml');
  const entries = [...xml.matchAll(/<oml:(\w+)>([^<]*)<\/oml:\1>/g)].map(([, key, value]) => [key, value] as const);
  const description = { ...Object.fromEntries(entries), tag: entries.filter(([key]) => key === 'tag').map(([, value]) => value) };
  const { record } = resolve('https://www.openml.org/d/61', { [`${OPENML}/61`]: { data_set_description: description }, [`${OPENML}/features/61`]: status(412) });
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    title: 'iris', creators: [{ name: 'R.A. Fisher' }], publicationDate: '2014-04-06', licence: { spdx: null, name: 'Public' },
    files: [{ path: 'iris.arff', checksum: 'md5:ad484452702105cbf3d30f8deaba39a9' }, { path: 'dataset_61.pq', checksum: null, selected: false }],
  });
  expect(record.notes[0]).toBe('OpenML\'s own target is "class": --target class');
});

it('answers in the shape of a public client\'s tests', () => {
  const json = (name: string): unknown => JSON.parse(recording(`osf/${name}_synthetic.json`));
  const { record } = resolve('osf.io/f3szh', {
    [`${OSF}/guids/f3szh/`]: json('node_f3szh'), [`${OSF}/nodes/f3szh/files/`]: json('node_files_providers'), [`${OSF}/nodes/f3szh/files/osfstorage/?page%5Bsize%5D=100`]: json('files_osfstorage'), [`${OSF}/nodes/9zpcy/files/osfstorage/sub123/?page%5Bsize%5D=100`]: { data: [] },
    [`${OSF}/nodes/f3szh/contributors/?embed=users&page%5Bsize%5D=100`]: status(404), [`${OSF}/licenses/563c1ffbda3e240129e72c03/`]: status(404),
  });
  expect(record.files.map(({ path }) => path)).toEqual(['data.csv', 'model.h5']);
  expect(record).toMatchObject({ title: 'Preprint Citations Test', publicationDate: '2017-03-17' });
});
