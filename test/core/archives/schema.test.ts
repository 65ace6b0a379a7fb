import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fixture, handle, resolve, status } from './answering.ts';

const schemas = path.resolve(import.meta.dirname, '../../../docs/schemas');
const read = (name: string): object => JSON.parse(fs.readFileSync(path.join(schemas, `${name}.schema.json`), 'utf8'));
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
ajv.addSchema(read('dataset'));
const isManifest = ajv.compile(read('manifest'));
const check = (record: unknown): boolean => isManifest({ format: 'fair-ai/manifest@1', recipe: { key: 'table', options: { target: 'y' } }, datasets: [record] });

const doi = '10.5281/zenodo.4001';
const { record } = resolve(doi, { ...handle(doi, 'https://zenodo.org/records/4001'), [`https://api.datacite.org/dois/${doi}`]: status(404), 'https://zenodo.org/api/records/4001': fixture('zenodo-native.json') });
const outside = resolve('10.1234/clock', { ...handle('10.1234/clock', 'https://clocks.org/d/1'), 'https://api.datacite.org/dois/10.1234/clock': fixture('datacite.json') }).record;
const offline = resolve('10.5281/zenodo.9', {}, { offline: true }).record;

it.each([['resolved', record], ['metadata-only', outside], ['unresolved', offline]])('a %s record fits', (kind, made) => {
  expect(made.status).toBe(kind);
  check(made);
  expect(isManifest.errors).toBeNull();
});

describe('what the schema refuses', () => {
  const [file] = record.files;
  it.each([
    ['a path that climbs', { files: [{ ...file, path: 'a/../../b' }] }], ['an absolute path', { files: [{ ...file, path: '/b' }] }], ['a drive', { files: [{ ...file, path: 'C:b' }] }], ['a newline', { files: [{ ...file, path: 'a\nb' }] }],
    ['a backslash', { files: [{ ...file, path: 'a\\b' }] }], ['a dot', { files: [{ ...file, path: './b' }] }], ['a bare checksum', { files: [{ ...file, checksum: 'abc' }] }], ['no address', { files: [{ ...file, urls: [] }] }], ['http', { files: [{ ...file, urls: ['http://a.org'] }] }],
    ['a negative size', { files: [{ ...file, size: -1 }] }], ['resolved without files', { files: [] }], ['unresolved with files', { status: 'unresolved' }], ['another word', { extra: 1 }], ['a placeholder DOI', { doi: '10.XXXX/XXXX' }],
    ['an ORCID with its address', { creators: [{ name: 'a', given: null, family: null, orcid: 'https://orcid.org/0000-0002-1825-0097', affiliation: null }] }], ['a date in words', { publicationDate: 'May 2024' }], ['no title', { title: '' }],
  ])('%s', (_, change) => expect(check({ ...record, ...change })).toBe(false));
  it('every missing field', () => {
    for (const name of Object.keys(record)) expect(check(Object.fromEntries(Object.entries(record).filter(([key]) => key !== name)))).toBe(false);
  });
});

describe('the records that the catalogue ships', () => {
  const datasets = path.resolve(schemas, '../../templates/datasets');
  const shipped = fs.readdirSync(datasets).map(key => path.join(datasets, key, 'record.json')).filter(name => fs.existsSync(name));
  it.each(shipped.map(name => [path.basename(path.dirname(name)), name]))('%s', (_, name) => {
    check(JSON.parse(fs.readFileSync(name, 'utf8')));
    expect(isManifest.errors).toBeNull();
  });
});
