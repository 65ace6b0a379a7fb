// Real answers of the archives, kept beside the checkout in ../shared: read, and compared with facts that were noted by hand.
import { describe, expect, it } from '@jest/globals';
import { handle, resolve, status, type Table } from '../core/archives/answering.ts';
import { recording } from './beside.ts';

const json = (name: string): unknown => JSON.parse(recording(name));

describe('Zenodo, 2019 to 2026', () => {
  const table = (id: string, file: string): Table => ({
    ...handle(`10.5281/zenodo.${id}`, `https://zenodo.org/record/${id}`), [`https://api.datacite.org/dois/10.5281/zenodo.${id}`]: status(404, recording('datacite/error_404.json')),
    [`https://zenodo.org/api/records/${id} with application/vnd.inveniordm.v1+json`]: status(406), [`https://zenodo.org/api/records/${id} with application/json`]: json(file),
  });
  it.each([
    ['3463499', 'zenodo/rec_3463499_2019.json', 'jbferet/biodivMapR-v1.0.1.zip', 24692383, 'md5:131225ba8fd81a5a2f4f50a191a1504e', null], ['7078760', 'zenodo/rec_7078760_2022.json', 'data2.csv', 60, 'md5:cb4a683d8eecb72c9ac9beea91fd592e', 'CC-BY-4.0'],
    ['7096849', 'zenodo/rec_7096849_2022.json', 'datapackage.json', 634, 'md5:3da470a8515f0e074ccc73af2e256969', 'CC0-1.0'], ['4924875', 'zenodo/rec_4924875_legacy-shape_subset.json', 'store.zip', 780, 'md5:7008231125631739b64720d1526619ae', 'CC-BY-4.0'],
    ['3871094', 'zenodo/rec_3871094_2026.json', 'Open Letter V4.pdf', 130482, 'md5:8d686fae168ff94e45e59c076d2fb209', 'CC-BY-4.0'], ['8120771', 'zenodo/rec_8120771_2026.json', '(Zenodo) AUTOPSY REVIEW MANUSCRIPT.pdf', 832057, 'md5:896b89af09c544d9e43197936e31c4a6', 'CC-BY-4.0'],
  ])('%s', (id, name, path, size, checksum, spdx) => {
    const { record } = resolve(`10.5281/zenodo.${id}`, table(id, name));
    expect(record.files[0]).toMatchObject({ path, size, checksum });
    expect(record).toMatchObject({ doi: `10.5281/zenodo.${id}`, isLatest: true, licence: { spdx }, status: 'resolved' });
  });

  it.each(['3871094', '5244404', '8120771'])('%s: the addresses built are those that Zenodo gives', id => {
    const name = `zenodo/rec_${id}_2026.json`;
    const given = [...recording(name).matchAll(/"self": "(https:[^"]*\/files\/[^"]*\/content)"/g)].map(([, url]) => url);
    expect(given.length).toBeGreaterThan(0);
    expect(resolve(`10.5281/zenodo.${id}`, table(id, name)).record.files.map(({ urls }) => urls[0])).toEqual(given);
  });

  it('the list of files in InvenioRDM\'s shape gives the same files as the record', () => {
    const whole = table('4924875', 'zenodo/rec_4924875_legacy-shape_subset.json');
    const bare = { ...Object(json('zenodo/rec_4924875_legacy-shape_subset.json')), files: [] };
    const listed = { ...whole, 'https://zenodo.org/api/records/4924875 with application/json': bare, 'https://zenodo.org/api/records/4924875/files': json('zenodo/rec_4924875_inveniordm_files-listing.json') };
    expect(resolve('10.5281/zenodo.4924875', listed).record.files).toEqual(resolve('10.5281/zenodo.4924875', whole).record.files);
  });
});

describe('a recorded landing page, as if nobody knew Zenodo', () => {
  const DOI = '10.5281/zenodo.1196821';
  const card = json('datacite/10.5281_zenodo.1196821_2026.json');
  const read = (headers: Readonly<Record<string, string>>, html: string) => {
    const elsewhere = 'https://archive.example.org/records/1196821'; // the same page at a host that no reader knows
    const here = (text: string): string => text.replaceAll('https://zenodo.org/', 'https://archive.example.org/');
    const page = status(200, here(html), { 'content-type': 'text/html; charset=utf-8', ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, here(value)])) });
    const files = ['excludes.txt', 'README.txt', 'Data.zip'].map((name, i) => [`HEAD https://archive.example.org/records/1196821/files/${name}`, status(200, '', { 'content-length': String(10 + i) })]);
    const data = Object(card).data;
    const table = {
      ...handle('10.1234/copy', elsewhere), 'https://api.datacite.org/dois/10.1234/copy': { data: { ...data, relationships: {} } }, [elsewhere]: page,
      'https://archive.example.org/api/records/1196821': status(406), ...Object.fromEntries(files), // what InvenioRDM would be asked, and the linkset
      'https://archive.example.org/api/records/1196821 with application/linkset+json': status(404),
    };
    return resolve('10.1234/copy', table).record;
  };
  const link = (): string => recording('zenodo/landing_1196821_link_header_2026.txt').trim();
  const html = (): string => recording('zenodo/landing_1196821_2026.html');
  it.each([['the Link header', () => read({ link: link() }, '<!DOCTYPE html><html></html>')], ['the head of the page', () => read({}, html())], ['both', () => read({ link: link() }, html())]])('%s lists the three files', (_, found) => {
    const record = found();
    expect(record).toMatchObject({ status: 'resolved', archive: 'web', doi: DOI, licence: { spdx: 'CC-BY-SA-4.0' } });
    expect(record.files.map(({ path, size, availability }) => [path, size, availability])).toEqual([['excludes.txt', 10, 'online'], ['README.txt', 11, 'online'], ['Data.zip', 12, 'online']]);
    expect(record.creators).toHaveLength(6);
  });
});

describe('CERN Open Data', () => {
  it('the answer of the portal: one direct file', () => {
    const { record } = resolve('https://opendata.cern.ch/record/12353', { 'https://opendata.cern.ch/api/records/12353': json('cernopendata/api-record-12353_2025_capture-subset.json') });
    expect(record.files).toEqual([expect.objectContaining({
      path: 'DYJetsToLL.root', size: 9247252629, checksum: 'adler32:dfd0d57c', availability: 'online',
      urls: ['https://opendata.cern.ch/eos/opendata/cms/derived-data/AOD2NanoAODOutreachTool/DYJetsToLL.root', 'root://eospublic.cern.ch//eos/opendata/cms/derived-data/AOD2NanoAODOutreachTool/DYJetsToLL.root'],
    })]);
  });
  it.each([['328', 'ATLAS collaboration', 35, 65630848, null], ['331', 'Binet, Sébastien', 0, 24467, 'GPL-3.0-only']])('source record %s', (id, creator, variables, size, spdx) => {
    const source = json(`cernopendata/source-record-${id}.json`);
    const doi = String(Object(source).doi);
    const { record } = resolve(doi, { ...handle(doi, `http://opendata.cern.ch/record/${id}`), [`https://api.datacite.org/dois/${doi}`]: status(404), [`https://opendata.cern.ch/api/records/${id}`]: { metadata: source } });
    expect(record.creators[0]?.name).toBe(creator);
    expect(record.variables).toHaveLength(variables);
    expect(record.files[0]?.size).toBe(size);
    expect(record.licence?.spdx ?? null).toBe(spdx);
  });
});

describe('DataCite and its neighbours', () => {
  // What the archives themselves say of these was not recorded: they answer "no such record", and DataCite's words stand alone.
  const silent = Object.fromEntries(['doi.pangaea.de', 'www.hepdata.net', 'datadryad.org', 'dataverse.harvard.edu'].map(host => [`https://${host}/*`, status(404)]));
  it.each([
    ['10.1594_pangaea.721193', 'CC-BY-3.0', '2007', 3], ['10.5061_dryad.8515', 'CC0-1.0', '2011', 8], ['10.7910_dvn_nj7xso_2026', 'CC0-1.0', '2017', 1], ['10.7910_dvn_eqtqyo', undefined, '2017', 3],
    ['10.17182_hepdata.77274.v1', undefined, '2017', 3], ['10.5063_f1m61h5x_2026', 'Apache-2.0', '2022', 10],
  ])('%s', (name, spdx, date, creators) => {
    const answer = json(`datacite/${name}.json`);
    const { id, attributes: { url } } = Object(answer).data;
    const { record } = resolve(id, { ...silent, ...handle(id, url), [`https://api.datacite.org/dois/${id}`]: answer });
    expect(record).toMatchObject({ status: 'metadata-only', archive: 'unknown', doi: id, publicationDate: date, files: [] });
    expect(record.licence?.spdx).toBe(spdx);
    expect(record.creators).toHaveLength(creators);
    expect(record.citation).toContain(`https://doi.org/${id}`);
  });
  it.each(['10.48550_arxiv.1902.02534_2026', '10.4230_lipics.tqc.2013.93_2026', '10.2312_geowissenschaften.1989.7.181_2026'])('%s is a paper', name => {
    const answer = json(`datacite/${name}.json`);
    const { id, attributes: { url } } = Object(answer).data;
    expect(() => resolve(id, { ...handle(id, url), [`https://api.datacite.org/dois/${id}`]: answer })).toThrow('is a paper');
  });
  it('Crossref\'s paper is named by its title', () => {
    const doi = '10.1371/journal.pone.0033693';
    const table = { ...handle(doi, 'https://dx.plos.org/x'), [`https://api.datacite.org/dois/${doi}`]: status(404, recording('datacite/error_404.json')), [`https://doi.org/ra/${doi}`]: json('doi.org/ra_10.1371_2026.json'), [`https://api.crossref.org/works/${doi}`]: json('crossref/works_10.1371_journal.pone.0033693_2026.json') };
    expect(() => resolve(doi, table)).toThrow('is a paper ("Methylphenidate Exposure Induces Dopamine Neuron Loss');
    const unknownThere = { ...table, [`https://api.crossref.org/works/${doi}`]: status(404, recording('crossref/works_404_2026.txt')) };
    expect(resolve(doi, unknownThere).record).toMatchObject({ status: 'metadata-only', title: doi });
  });
  it('unknown DOIs are unknown in every recorded way', () => {
    const doi = '10.99999/x';
    const base = { ...handle(doi, 'https://example.org'), [`https://api.datacite.org/dois/${doi}`]: status(404, recording('datacite/error_404.json')), [`https://doi.org/ra/${doi}`]: json('doi.org/ra_10.99999.json') };
    expect(() => resolve(doi, base)).toThrow('does not exist');
    expect(() => resolve(doi, { ...base, [`https://doi.org/api/handles/${doi}`]: status(404, recording('doi.org/handle_404_responseCode100.json')) })).toThrow('does not exist');
    expect(() => resolve(doi, { ...base, [`https://doi.org/api/handles/${doi}`]: status(500, recording('doi.org/handle_500_responseCode2.json')) })).toThrow('does not exist');
  });
});
