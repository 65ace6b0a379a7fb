import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { entry, fixture, handle, page, resolve, status, type Table } from './answering.ts';

const CSL = 'application/vnd.citationstyles.csl+json';
const card = fixture('datacite.json');
const typed = (type: string): unknown => {
  const data = at(card, 'data');
  return { data: { ...Object(data), attributes: { ...Object(at(data, 'attributes')), types: { resourceTypeGeneral: type } } } };
};
const datacite = (doi: string, answer: unknown): Table => ({ [`https://api.datacite.org/dois/${doi}`]: answer });
const plain = fixture('zenodo-default.json');
const zenodo: Table = {
  'https://zenodo.org/api/records/4002 with application/vnd.inveniordm.v1+json': status(406), 'https://zenodo.org/api/records/4002 with application/json': plain,
};

describe('the archive wins, DataCite fills the gaps', () => {
  const sparse = { ...Object(plain), metadata: { title: 'Pendulum swings', creators: [], keywords: [] } };
  it('and both are named as sources', () => {
    const { record } = resolve('10.5281/zenodo.4002', { ...handle('10.5281/zenodo.4002', 'https://zenodo.org/records/4002'), ...datacite('10.5281/zenodo.4002', card), ...zenodo, 'https://zenodo.org/api/records/4002 with application/json': sparse });
    expect(record).toMatchObject({
      title: 'Pendulum swings', publisher: 'Zenodo', version: '2', publicationDate: '2024-05-07', description: 'From DataCite', keywords: ['clocks'], licence: { spdx: 'CC-BY-SA-4.0', source: 'datacite rightsList' },
      creators: [{ name: 'Swing, Ada', orcid: '0000-0002-1825-0097', affiliation: 'Institute of Clocks' }],
    });
    expect(record.sources.map(({ url }) => url)).toEqual(['https://zenodo.org/api/records/4002', 'https://api.datacite.org/dois/10.5281/zenodo.4002']);
  });
  it('its licence and version stand even if DataCite says otherwise', () => {
    const { record } = resolve('10.5281/zenodo.4002', { ...handle('10.5281/zenodo.4002', 'https://zenodo.org/records/4002'), ...datacite('10.5281/zenodo.4002', card), ...zenodo });
    expect(record).toMatchObject({ licence: { name: 'other-open' }, publicationDate: '2024-05-06', keywords: ['pendulum'] });
  });
});

describe('which archive', () => {
  it('is told by the landing page, else by DataCite\'s client, else by the prefix', () => {
    const client = { data: { ...Object(at(card, 'data')), relationships: { client: { data: { id: 'cern.zenodo' } } } } };
    for (const [landing, answer] of [['https://zenodo.org/records/4002', status(404)], ['https://elsewhere.org/x', client], [null, status(404)]] as const)
      expect(resolve('10.5281/zenodo.4002', { ...handle('10.5281/zenodo.4002', landing), ...datacite('10.5281/zenodo.4002', answer), ...zenodo }).record.archive).toBe('zenodo');
  });

  it('may be none of ours: metadata only, and said so', () => {
    const { record } = resolve('10.1234/clock', { ...handle('10.1234/clock', 'https://clocks.org/d/1'), ...datacite('10.1234/clock', card) });
    expect(record).toMatchObject({ status: 'metadata-only', archive: 'unknown', files: [], title: 'Pendulum swings (DataCite)', publisher: 'Clock Archive', recordUrl: 'https://clocks.org/d/1' });
    expect(record.notes[0]).toBe('The list of files of clocks.org cannot be read: download them by hand and give their folder as --dataset.');
  });
});

describe('what is no dataset', () => {
  const crossref = (type: string): Table => ({ 'https://doi.org/ra/10.1234/p': [{ DOI: '10.1234/p', RA: 'Crossref' }], 'https://api.crossref.org/works/10.1234/p': { message: { type, title: ['On <i>swings</i>'], publisher: 'Press' } } });
  const base: Table = { ...handle('10.1234/p', 'https://press.org/p'), ...datacite('10.1234/p', status(404)) };

  it.each([['journal-article', 'journal article'], ['posted-content', 'preprint'], ['book-chapter', 'book chapter']])('Crossref\'s %s is a paper', (type, words) => {
    expect(() => resolve('10.1234/p', { ...base, ...crossref(type) })).toThrow(expect.objectContaining({ name: 'UserError', message: `10.1234/p is a paper ("On swings", ${words}), not a dataset`, remedy: expect.stringContaining('DOI of the data') }));
  });
  it.each(['Preprint', 'JournalArticle'])('DataCite\'s %s is a paper', type => {
    expect(() => resolve('10.1234/p', { ...base, ...datacite('10.1234/p', typed(type)) })).toThrow('is a paper ("Pendulum swings (DataCite)", ');
  });
  it('Crossref registers data, too', () => {
    expect(resolve('10.1234/p', { ...base, ...crossref('dataset') }).record).toMatchObject({ status: 'metadata-only', title: 'On swings', publisher: 'Press', doi: '10.1234/p' });
  });
  it('names the data that Crossref relates to it, three at most', () => {
    const relation = { 'is-supplemented-by': [1, 2, 3, 4].map(n => ({ id: `10.5061/DRYAD.${n}`, 'id-type': 'doi' })), 'is-based-on': [{ id: 'https://example.org', 'id-type': 'uri' }] };
    const work = { message: { type: 'journal-article', title: ['On swings'], relation } };
    expect(() => resolve('10.1234/p', { ...base, ...crossref('x'), 'https://api.crossref.org/works/10.1234/p': work }))
      .toThrow(expect.objectContaining({ remedy: 'It names these data: 10.5061/DRYAD.1, 10.5061/DRYAD.2, 10.5061/DRYAD.3 …; give one of them as --dataset.' }));
  });
  it('names the data that DataCite relates to it', () => {
    const related = [
      { relationType: 'IsSupplementedBy', relatedIdentifier: '10.1594/pangaea.1', relatedIdentifierType: 'DOI' }, { relationType: 'IsSupplementedBy', relatedIdentifier: '10.1/code', relatedIdentifierType: 'DOI', resourceTypeGeneral: 'Software' },
      { relationType: 'References', relatedIdentifier: '10.1234/other-paper', relatedIdentifierType: 'DOI' }, { relationType: 'References', relatedIdentifierType: 'DOI', resourceTypeGeneral: 'Dataset' },
    ];
    const preprint = (relatedIdentifiers: unknown) => ({ data: { attributes: { titles: [{ title: 'On swings' }], types: { resourceTypeGeneral: 'Preprint' }, relatedIdentifiers } } });
    const refusal = (relatedIdentifiers: unknown) => () => resolve('10.1234/p', { ...base, ...datacite('10.1234/p', preprint(relatedIdentifiers)) });
    expect(refusal(related)).toThrow(expect.objectContaining({ remedy: 'It names 10.1594/pangaea.1 as its data: give that as --dataset.' }));
    expect(refusal([...related, { relationType: 'References', relatedIdentifier: '10.5281/zenodo.9', relatedIdentifierType: 'DOI', resourceTypeGeneral: 'Dataset' }]))
      .toThrow(expect.objectContaining({ remedy: 'It names these data: 10.1594/pangaea.1, 10.5281/zenodo.9; give one of them as --dataset.' }));
  });
  it.each(['Software', 'Collection'])('DataCite\'s %s is read, and said to be one', kind => {
    expect(resolve('10.1234/p', { ...base, ...datacite('10.1234/p', typed(kind)) }).record).toMatchObject({ status: 'metadata-only', notes: [`DataCite calls this DOI "${kind}", not a dataset.`, expect.anything()] });
  });

  const jalc: Table = { ...base, 'https://doi.org/ra/10.1234/p': [{ DOI: '10.1234/p', RA: 'JaLC' }] };
  const csl = (type: string) => status(200, { type, title: '振り子', author: [{ family: 'Swing', given: 'Ada' }, { literal: 'Clock team' }], issued: { 'date-parts': [[2012, 3, 4]] } }, { 'content-type': CSL });
  it.each([['a page', page()], ['nothing', status(0, '')], ['an error', status(406, '')], ['broken JSON', status(200, '{', { 'content-type': CSL })]])('of an agency that offers %s only the name is known', (_, answer) => {
    const { record } = resolve('10.1234/p', { ...jalc, 'https://doi.org/10.1234/p': answer });
    expect(record).toMatchObject({ status: 'metadata-only', title: '10.1234/p', recordUrl: 'https://press.org/p' });
    expect(record.notes[0]).toBe('10.1234/p is registered with JaLC, not with DataCite: only its name is known.');
  });
  it('of one that offers CSL JSON also the title, the authors and the date', () => {
    const { record } = resolve('10.1234/p', { ...jalc, [`https://doi.org/10.1234/p with ${CSL}`]: csl('dataset') });
    expect(record).toMatchObject({ title: '振り子', publicationDate: '2012-03-04', creators: [{ name: 'Swing, Ada', family: 'Swing' }, { name: 'Clock team', family: null }], recordUrl: 'https://press.org/p' });
    expect(() => resolve('10.1234/p', { ...jalc, [`https://doi.org/10.1234/p with ${CSL}`]: csl('article-journal') })).toThrow('is a paper ("振り子", article journal)');
  });
  it.each([
    [{ 'https://doi.org/api/handles/10.1234/p': status(404, { responseCode: 100 }) }], [{ 'https://doi.org/api/handles/10.1234/p': status(500, '{"responseCode":2}') }], [{ 'https://doi.org/ra/10.1234/p': [{ DOI: '10.1234/p', status: 'DOI does not exist' }] }],
  ])('unknown DOI %#', answers => {
    expect(() => resolve('10.1234/p', { ...base, ...answers })).toThrow(expect.objectContaining({ name: 'UserError', message: 'The DOI 10.1234/p does not exist' }));
  });
  it.each([
    [{ 'https://doi.org/api/handles/10.1234/p': status(503, '') }, 'doi.org is out of order'], [{ 'https://api.datacite.org/dois/10.1234/p': status(500, '') }, 'DataCite is out of order'],
    [{ ...crossref('x'), 'https://api.crossref.org/works/10.1234/p': status(429, '') }, 'Crossref has had too many requests'],
  ])('a registry that refuses %#', (answers, message) => expect(() => resolve('10.1234/p', { ...base, ...answers })).toThrow(expect.objectContaining({ name: 'NetworkError', message: expect.stringContaining(message), remedy: expect.stringContaining('--offline') })));
});

describe('the catalogue', () => {
  const { record } = resolve('10.5281/zenodo.4002', { ...handle('10.5281/zenodo.4002', 'https://zenodo.org/records/4002'), ...datacite('10.5281/zenodo.4002', status(404)), ...zenodo });
  const snapshot = { ...record, requested: 'clock', doi: '10.34740/KAGGLE/DSV/1', resolvedAt: null };
  const datasets = [entry('clock', { dois: ['10.34740/KAGGLE/DSV/1'], record: snapshot }), entry('swings', { checksums: ['md5:0123456789ABCDEF0123456789abcdef'] }), entry('csv', { generic: true })];

  it('a key is its snapshot, and asks nothing', () => {
    expect(resolve('clock', {}, { datasets })).toEqual({ record: { ...snapshot, requested: 'clock', key: 'clock' }, asked: [] });
    expect(() => resolve('csv', {}, { datasets })).toThrow('"csv" is a format, not one dataset');
  });
  it('a DOI that only a login opens is the snapshot, in any case of letters', () => {
    const doi = '10.34740/kaggle/dsv/1';
    expect(resolve(doi, { ...handle(doi, 'https://www.kaggle.com/dsv/1'), ...datacite(doi, card) }, { datasets }).record).toMatchObject({ requested: doi, key: 'clock', doi: '10.34740/KAGGLE/DSV/1', files: [{ path: 'swings.csv' }] });
  });
  it('a file\'s checksum is recognised in any record', () => {
    const answers = { ...handle('10.5281/zenodo.4002', 'https://zenodo.org/records/4002'), ...datacite('10.5281/zenodo.4002', status(404)), ...zenodo };
    expect(resolve('10.5281/zenodo.4002', answers, { datasets: datasets.slice(1) }).record.key).toBe('swings');
    expect(resolve('10.5281/zenodo.4002', answers, { datasets: [] }).record.key).toBeNull();
  });
  it('offline: the snapshot, or an honest nothing', () => {
    expect(resolve('10.34740/KAGGLE/dsv/1', {}, { datasets, offline: true }).record).toMatchObject({ key: 'clock', status: 'resolved' });
    for (const text of ['10.5281/zenodo.9', 'https://zenodo.org/records/9'])
      expect(resolve(text, {}, { datasets, offline: true })).toMatchObject({ asked: [], record: { requested: text, status: 'unresolved', doi: '10.5281/zenodo.9', title: '10.5281/zenodo.9', files: [], resolvedAt: null, notes: [expect.stringContaining('--offline')] } });
    expect(resolve('https://example.org/a.csv', {}, { datasets, offline: true }).record).toMatchObject({ status: 'unresolved', doi: null, files: [] });
  });
});
