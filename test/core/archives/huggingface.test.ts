import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const told = (name: string): unknown => at(fixture('huggingface.json'), name);
const api = 'https://huggingface.co/api/datasets/toy-lab/swings';
const SHA = '1d24c09aa0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5';
const tree = `${api}/tree/${SHA}?recursive=true`;
const next = { link: `<${tree}&cursor=abc>; rel="next"` };
const table = (revision = 'main', more: Table = {}): Table => ({ [`${api}/revision/${revision}`]: told('revision'), [tree]: status(200, told('first'), next), [`${tree}&cursor=abc`]: told('second'), ...more });
const changed = (changes: object): unknown => ({ ...Object(told('revision')), ...changes });
const PAGE = 'https://huggingface.co/datasets/toy-lab/swings';

it('pinned to the commit, page by page, with both kinds of checksums', () => {
  const { record } = resolve(PAGE, table());
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    status: 'resolved', archive: 'huggingface', doi: null, title: 'Swings', description: 'Forty swings of a pendulum.', version: SHA, isLatest: true, publicationDate: '2025-02-03', licence: { spdx: 'CC-BY-4.0', source: 'hugging face card' },
    creators: [{ name: 'toy-lab', family: null }], keywords: ['pendulum'], recordUrl: `${PAGE}/tree/${SHA}`, access: null, notes: [],
  });
  expect(record.files).toEqual([
    { path: 'README.md', size: 6, checksum: 'git-sha1:ce013625030ba8dba906f756967f9e9ca394464a', urls: [`${PAGE}/resolve/${SHA}/README.md`], selected: true, availability: 'online', unsafe: false },
    { path: 'data/train 1#.parquet', size: 2000000, checksum: `sha256:${'b'.repeat(64)}`, urls: [`${PAGE}/resolve/${SHA}/data/train%201%23.parquet`], selected: true, availability: 'online', unsafe: false },
    { path: 'extra/weights.pt', size: 12, checksum: `git-sha1:${'2'.repeat(40)}`, urls: [`${PAGE}/resolve/${SHA}/extra/weights.pt`], selected: true, availability: 'online', unsafe: true },
  ]);
});

it('the columns of all configurations, once each', () => {
  expect(resolve(PAGE, table()).record.variables).toEqual([
    { name: 'angle', type: 'float32', unit: null, description: null }, { name: 'material', type: 'class_label', unit: null, description: 'classes: brass, steel' }, { name: 'trace', type: 'sequence of float64', unit: null, description: null },
    { name: 'meta', type: 'struct', unit: null, description: null }, { name: 'note', type: 'string', unit: null, description: null },
  ]);
  const one = resolve(PAGE, table('main', { [`${api}/revision/main`]: changed({ cardData: { dataset_info: { features: [{ name: 'x', dtype: 'int64' }] } } }) })).record;
  expect([one.variables.map(({ name }) => name), one.title, one.licence]).toEqual([['x'], 'toy-lab/swings', null]);
});

describe('the revision of a DOI stands in DataCite\'s words', () => {
  const doi = '10.57967/hf/9';
  const card = (attributes: object): Table => ({ ...handle(doi, PAGE), [`https://api.datacite.org/dois/${doi}`]: { data: { id: doi, attributes: { doi, creators: [{ name: 'Toy Lab' }], ...attributes } } } });
  it.each([[{ titles: [{ title: 'swings (Revision 1d24c09)' }] }], [{ titles: [{ title: 'swings' }], version: '1d24c09' }]])('%j', attributes => {
    const { record } = resolve(doi, { ...table('1d24c09'), ...card(attributes) });
    expect(complaints(record)).toEqual([]);
    expect(record).toMatchObject({ doi, version: SHA, isLatest: null, creators: [{ name: 'Toy Lab' }] });
  });
  it('or nowhere', () => {
    const { record } = resolve(doi, { ...table(), ...card({ titles: [{ title: 'swings' }] }) });
    expect(record).toMatchObject({ isLatest: null, notes: [`DataCite does not tell which revision ${doi} is: this is the newest one.`] });
  });
  it('a model\'s DOI', () => expect(() => resolve(doi, { ...card({}), ...handle(doi, 'https://huggingface.co/toy-lab/model') })).toThrow(`${doi} leads to Hugging Face, but to no dataset there`));
});

it.each([
  [`${PAGE}/tree/v1.0`, 'v1.0', 3], [`${PAGE}/tree/v1.0/data`, 'v1.0', 1], [`${PAGE}/resolve/${SHA}/data/train%201%23.parquet?download=true`, SHA, 1], [`${PAGE}/blob/main/README.md`, 'main', 1], ['huggingface.co/datasets/toy-lab/swings/viewer/default/train', 'main', 3],
  [`${PAGE}/tree/refs%2Fconvert%2Fparquet`, 'refs%2Fconvert%2Fparquet', 3], ['https://hf.co/datasets/toy-lab/swings/', 'main', 3],
])('%s asks for %s and selects %s', (address, revision, selected) => {
  const { record } = resolve(address, table(revision));
  expect([record.version, record.files.length, record.files.filter(file => file.selected).length]).toEqual([SHA, 3, selected]);
});

it('an old name without an owner answers under its new one', () => {
  const { record } = resolve('https://huggingface.co/datasets/swings/tree/main', { ...table(), 'https://huggingface.co/api/datasets/swings/revision/main': told('revision') });
  expect(record.files[0]?.urls[0]).toBe(`${PAGE}/resolve/${SHA}/README.md`);
});

describe('what is gated names HF_TOKEN', () => {
  it('with a list of files', () => {
    const { record } = resolve(PAGE, table('main', { [`${api}/revision/main`]: changed({ gated: 'auto' }) }));
    expect(complaints(record)).toEqual([]);
    expect(record).toMatchObject({ status: 'resolved', access: `Given on request: ${PAGE}`, notes: [expect.stringMatching(/gated.*accept the conditions.*HF_TOKEN/)] });
    expect(new Set(record.files.map(({ availability }) => availability))).toEqual(new Set(['restricted']));
  });
  it.each([401, 403])('and without one (%s)', code => {
    const { record } = resolve(PAGE, table('main', { [tree]: status(code) }));
    expect(complaints(record)).toEqual([]);
    expect(record).toMatchObject({ status: 'metadata-only', files: [], access: `Given on request: ${PAGE}`, notes: [expect.stringContaining('HF_TOKEN')] });
  });
});

describe('refusals say what to do', () => {
  it.each([
    [status(401), 'UserError', 'dataset toy-lab/swings only with a login.*if it is there at all', 'HF_TOKEN'], [status(403), 'UserError', 'status 403', 'HF_TOKEN'], [status(404), 'UserError', 'has no dataset toy-lab/swings', 'Check the address'], [status(410), 'UserError', 'has removed', 'another dataset'],
    [status(429), 'NetworkError', 'too many requests', '--offline'], [changed({ sha: '../../x' }), 'UserError', 'does not tell the commit', 'Check the address'],
  ])('%#', (answer, name, message, remedy) => {
    expect(() => resolve(PAGE, table('main', { [`${api}/revision/main`]: answer }))).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message), remedy: expect.stringContaining(remedy) }));
  });
  it('a path that is not there', () => expect(() => resolve(`${PAGE}/blob/main/nope.csv`, table())).toThrow('has no file or folder "nope.csv"'));
  it('a listing that breaks off', () => expect(() => resolve(PAGE, table('main', { [`${tree}&cursor=abc`]: status(503) }))).toThrow('out of order'));
  it('a next page elsewhere is not followed', () => expect(resolve(PAGE, table('main', { [tree]: status(200, told('first'), { link: '<https://evil.example/x>; rel="next"' }) })).record.files).toHaveLength(2));
  it('more than 100 pages', () => expect(() => resolve(PAGE, table('main', { [tree]: status(200, [], { link: `<${tree}>; rel="next"` }) }))).toThrow('lists more than'));
});
