import { describe, expect, it } from '@jest/globals';
import { parseReference } from '../../../core/archives/index.ts';

const keys = ['cdms', 'table'];

describe('a reference is told by its form', () => {
  it.each([
    ['cdms', { kind: 'key', key: 'cdms' }], ['CDMS', { kind: 'path', path: 'CDMS' }], ['./cdms', { kind: 'path', path: './cdms' }], ['~/data', { kind: 'path' }], ['C:\\data\\a.csv', { kind: 'path' }],
    ['file:///data/a.csv', { kind: 'path' }], ['data/a.csv', { kind: 'path' }], ['.', { kind: 'path' }], ['/doi/10.5281/zenodo.1', { kind: 'path' }],
    ['10.5281/zenodo.1', { kind: 'doi', doi: '10.5281/zenodo.1' }], ['https://zenodo.org/doi/10.5281/zenodo.1', { kind: 'doi', doi: '10.5281/zenodo.1' }],
    ['https://zenodo.org/records/1', { kind: 'url', url: 'https://zenodo.org/records/1' }], ['zenodo.org/record/1', { kind: 'url', url: 'https://zenodo.org/record/1' }],
    ['http://data.example.org/dataset.xhtml?persistentId=doi:10.5072/A&version=1.0', { kind: 'url', url: 'https://data.example.org/dataset.xhtml?persistentId=doi:10.5072/A&version=1.0' }],
    ['http://opendata.cern.ch/record/12102', { kind: 'url', url: 'https://opendata.cern.ch/record/12102' }], ['https://example.org/a b.csv', { kind: 'url', url: 'https://example.org/a%20b.csv' }],
  ])('%s', (text, expected) => expect(parseReference(text, keys)).toEqual(expect.objectContaining({ requested: text, ...expected })));

  it.each(['', '  ', 'a\u0007', 'http://example.org/a.csv', 'ftp://example.org/a', 'https://', 'root://eospublic.cern.ch//eos/a.root'])('refuses %j', text => {
    expect(() => parseReference(text, keys)).toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});
