import { describe, expect, it } from '@jest/globals';
import { at } from '../../../core/archives/json.ts';
import { fixture, handle, resolve, status, type Table } from './answering.ts';
import { complaints } from './valid.ts';

const told = (name: string): unknown => at(fixture('osf.json'), name);
const api = 'https://api.osf.io/v2';
const page = 'page%5Bsize%5D=100';
const table = (more: Table = {}): Table => ({
  [`${api}/guids/tick5/`]: told('node'), [`${api}/nodes/tick5/contributors/?embed=users&${page}`]: told('contributors'), [`${api}/licenses/aaa111/`]: told('licence'), [`${api}/nodes/tick5/files/`]: told('providers'),
  [`${api}/nodes/tick5/files/osfstorage/?${page}`]: told('first'), [`${api}/nodes/tick5/files/osfstorage/?page=2&${page}`]: told('second'), [`${api}/nodes/tick5/files/osfstorage/d1/?${page}`]: told('folder'),
  [`${api}/nodes/tick5/files/github/?${page}`]: told('github'), ...more,
});
const swap = (name: string, old: string, now: string): unknown => JSON.parse(JSON.stringify(told(name)).replaceAll(old, now));

it('a project: its people, its licence, and every file of every provider, folder and page', () => {
  const { record } = resolve('osf.io/tick5', table());
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({
    status: 'resolved', archive: 'osf', doi: null, title: 'Clocks & pendulums', description: 'Forty swings,\nmeasured twice.', publicationDate: '2024-03-01', publisher: 'OSF', recordUrl: 'https://osf.io/tick5/',
    licence: { spdx: 'CC-BY-4.0', source: 'osf record' }, keywords: ['pendulum', 'clock'], version: null, isLatest: null,
    creators: [{ name: 'Ada Swing', given: 'Ada', family: 'Swing', orcid: '0000-0002-1825-0097' }, { name: 'Tock, Berta', given: 'Berta', family: 'Tock', orcid: null }],
  });
  expect(record.files.map(({ path, size, checksum, urls, unsafe }) => [path, size, checksum, urls[0], unsafe])).toEqual([
    ['swings.csv', 120, `sha256:${'a'.repeat(64)}`, 'https://osf.io/download/f1aaa/', false], ['github/swings.csv', 120, null, 'https://files.osf.io/v1/resources/tick5/providers/github/swings.csv', false],
    ['fit.pkl', 7, 'md5:fedcba9876543210fedcba9876543210', 'https://osf.io/download/f2aaa/', true], ['runs/run 1.csv', 9, null, 'https://osf.io/download/f3aaa/', false],
  ]);
  expect(record.notes).toEqual([expect.stringContaining('An OSF project has no versions'), expect.stringContaining('2 files without a checksum')]);
});

it('a registration is frozen, and asked as one', () => {
  const whole = Object.fromEntries(Object.entries(table()).map(([url, answer]) => [url.replace('/v2/nodes/', '/v2/registrations/'), JSON.parse(JSON.stringify(answer).replaceAll('/v2/nodes/', '/v2/registrations/').replaceAll('"type":"nodes"', '"type":"registrations"'))]));
  const { record } = resolve('https://osf.io/tick5/files/osfstorage', whole);
  expect(record.files).toHaveLength(4);
  expect(record.notes.join()).not.toContain('no versions');
});

it.each(['10.17605/OSF.IO/TICK5', '10.17605/osf.io/tick5'])('%s leads there by itself, and DataCite fills what OSF does not tell', doi => {
  const card = { data: { id: doi, attributes: { doi, titles: [{ title: 'Clocks' }], creators: [{ name: 'Data, Cite' }], publicationYear: 2024, rightsList: [] } } };
  const { record } = resolve(doi, { ...table({ [`${api}/nodes/tick5/contributors/?embed=users&${page}`]: status(404) }), ...handle(doi, 'https://osf.io/tick5/'), [`https://api.datacite.org/dois/${doi}`]: card });
  expect(complaints(record)).toEqual([]);
  expect(record).toMatchObject({ doi, archive: 'osf', title: 'Clocks & pendulums', creators: [{ name: 'Data, Cite' }] });
});

describe('refusals say what to do', () => {
  const guid = `${api}/guids/tick5/`;
  it.each([
    [status(404), 'UserError', 'OSF has no project or registration tick5', 'https://osf.io/tick5'], [status(401), 'UserError', /only with a login.*status 401/, 'OSF_TOKEN'], [status(403), 'UserError', /status 403/, 'give their folder as --dataset'],
    [status(410), 'UserError', 'has removed project', 'another dataset'], [status(429), 'NetworkError', 'too many requests', '--offline'], [swap('node', '"nodes"', '"preprints"'), 'UserError', "one of OSF's preprints", 'project that holds the files'],
    [swap('node', '"registration":false', '"withdrawn":true'), 'UserError', 'was withdrawn', 'another dataset'],
  ])('%#', (answer, name, message, remedy) => {
    expect(() => resolve('osf.io/tick5', table({ [guid]: answer }))).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message), remedy: expect.stringContaining(remedy) }));
  });
  it('a listing that is refused', () => expect(() => resolve('osf.io/tick5', table({ [`${api}/nodes/tick5/files/osfstorage/d1/?${page}`]: status(429) }))).toThrow('too many requests'));
  it('an address that leaves OSF is not followed', () => {
    const { record, asked } = resolve('osf.io/tick5', table({ [`${api}/nodes/tick5/files/`]: swap('providers', 'https://api.osf.io/v2/nodes/tick5/files/github/', 'https://evil.example/x/') }));
    expect(record.files).toHaveLength(3);
    expect(asked.every(url => url.startsWith('https://api.osf.io/v2/'))).toBe(true);
  });
  it('a path that climbs', () => expect(resolve('osf.io/tick5', table({ [`${api}/nodes/tick5/files/osfstorage/d1/?${page}`]: swap('folder', '/runs/run 1.csv', '/../../x') })).record.notes.join()).toContain('leave data/'));
});

it('80 listings are asked for, no more, and the record says so', () => {
  const chain = Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`${api}/nodes/tick5/files/osfstorage/deep${i}/?${page}`, {
    data: [{ attributes: { kind: 'folder' }, relationships: { files: { links: { related: { href: `${api}/nodes/tick5/files/osfstorage/deep${i + 1}/` } } } } }, { attributes: { kind: 'file', provider: 'osfstorage', materialized_path: `/f${i}` }, links: { download: 'https://osf.io/download/x/' } }], links: {},
  }]));
  const { record, asked } = resolve('osf.io/tick5', table({ ...chain, [`${api}/nodes/tick5/files/`]: swap('providers', 'files/github/', 'files/osfstorage/deep0/') }));
  expect(asked).toHaveLength(84);
  expect(record.notes).toContainEqual(expect.stringMatching(/^OSF answers 100 requests an hour: 1 folder left unopened after 80 requests, so the list is not complete/));
});

it.each([['https://osf.io/search/', null], ['https://osf.io/tick5/wiki/home/', 'tick5'], ['https://osf.io/project/tick5/', 'tick5'], ['https://osf.io/preprints/psyarxiv/abcde', null]])('%s names %s', (address, id) => {
  const asked = `${api}/guids/${id ?? ''}/`;
  const outcome = (): unknown => resolve(address, { [asked]: status(404), [`HEAD ${address}`]: status(404) });
  expect(outcome).toThrow(id === null ? 'There is no file at' : `no project or registration ${id}`);
});
