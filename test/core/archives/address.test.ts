import { describe, expect, it } from '@jest/globals';
import { entry, resolve, status } from './answering.ts';

const commit = '3502132236e70d2e73be17f6029e6645ef1793a1';
const raw = `https://raw.githubusercontent.com/owner/swings/${commit}/data/a%20b.csv`;
const head = (size: string | null, more: Readonly<Record<string, string>> = {}) => status(200, '', { ...(size === null ? {} : { 'content-length': size }), ...more });

describe('a plain address', () => {
  it('pinned to a commit: size, version, no checksum', () => {
    const { record } = resolve(raw, { [`HEAD ${raw}`]: head('42') });
    expect(record).toMatchObject({
      status: 'resolved', archive: 'address', title: 'a b.csv of owner/swings', version: commit, publisher: 'GitHub', citation: null, recordUrl: `https://github.com/owner/swings/blob/${commit}/data/a%20b.csv`,
      files: [{ path: 'a b.csv', size: 42, checksum: null, urls: [raw], availability: 'online', unsafe: false }], sources: [],
    });
    expect(record.notes).toEqual([expect.stringContaining('No licence is stated'), expect.stringContaining('1 file without a checksum')]);
  });

  it.each([
    ['https://github.com/owner/swings/blob/main/data/a.csv', 'https://raw.githubusercontent.com/owner/swings/main/data/a.csv'],
    ['https://github.com/owner/swings/raw/refs/heads/main/data/a.csv', 'https://raw.githubusercontent.com/owner/swings/main/data/a.csv'],
    ['https://example.org/data/a.csv#part', 'https://example.org/data/a.csv'],
  ])('not pinned: %s', (page, url) => {
    const { record } = resolve(page, { [`HEAD ${url}`]: head('1') });
    expect(record.version).toBeNull();
    expect(record.files[0]?.urls).toEqual([url]);
    expect(record.notes).toContain('The address is not pinned to a version (a commit): the file behind it may change.');
  });

  const url = 'https://example.org/download?id=7';
  it('asks for one byte where HEAD is refused, takes the name from the answer', () => {
    const first = { ...status(206, '', { 'content-range': 'bytes 0-0/77', 'content-disposition': 'attachment; filename="swings.pkl"' }) };
    expect(resolve(url, { [`HEAD ${url}`]: status(405, ''), [`bytes=0-0 ${url}`]: first }).record.files).toEqual([expect.objectContaining({ path: 'swings.pkl', size: 77, unsafe: true })]);
  });
  it.each([
    ['attachment; filename="old.csv"; filename*=UTF-8\'\'%E2%82%AC%20rates.csv', '\u20ac rates.csv'], ["attachment; filename*=utf-8'de'na%C3%AFve.csv; filename=naive.csv", 'na\u00efve.csv'], ["filename*=ISO-8859-1''%A3.csv", '\u00a3.csv'],
    ["filename*=UTF-8''%FF.csv; filename=\"b.csv\"", 'b.csv'], ["filename*=KOI8-R''a.csv; filename=b.csv", 'b.csv'], ['attachment; filename="a \\"b\\"; c.csv"', 'a "b"; c.csv'], ['inline; xfilename=no.csv; filename = c.csv', 'c.csv'],
  ])('takes the name from %s', (disposition, name) => {
    expect(resolve(url, { [`HEAD ${url}`]: status(200, '', { 'content-disposition': disposition, 'content-length': '7' }) }).record.files.map(({ path }) => path)).toEqual([name]);
  });
  it('says when the size stays unknown', () => {
    const unknown = status(200, '', {});
    const { record } = resolve(url, { [`HEAD ${url}`]: unknown, [`bytes=0-0 ${url}`]: unknown });
    expect(record.files[0]).toMatchObject({ path: 'download', size: null });
    expect(record.notes).toContain('The server does not tell the size of the file.');
  });

  it.each([
    [status(404, ''), 'UserError', 'There is no file at'], [status(401, ''), 'UserError', 'asks for a login'],
    [status(500, ''), 'NetworkError', 'out of order'], [status(202, ''), 'NetworkError', 'a check for browsers'],
  ])('refusal %#', (answer, name, message) => {
    expect(() => resolve('https://example.org/a.csv', { 'HEAD https://example.org/a.csv': answer })).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
  });
  it('needs a name, and a safe one', () => {
    expect(() => resolve('https://example.org/', { 'HEAD https://example.org/': head('1') })).toThrow('names no file');
    expect(() => resolve('https://example.org/%2e%2e%2fx.sh', { 'HEAD https://example.org/%2e%2e%2fx.sh': head('1') })).toThrow(/cannot be stored under data.*leave data/);
  });

  it('of the catalogue has the catalogue\'s checksum, licence and authors, if the size agrees', () => {
    const { record: plain } = resolve(raw, { [`HEAD ${raw}`]: head('42') });
    const known = { ...plain, creators: [{ name: 'Swing, Ada', given: 'Ada', family: 'Swing', orcid: null, affiliation: null }], licence: { spdx: 'MIT', name: 'MIT License', url: null, source: 'repository LICENSE' }, files: plain.files.map(file => ({ ...file, checksum: 'sha256:ab' })) };
    const datasets = [entry('swings', { record: known })];
    expect(resolve(raw, { [`HEAD ${raw}`]: head('42') }, { datasets }).record).toMatchObject({ key: 'swings', files: [{ checksum: 'sha256:ab' }], licence: { spdx: 'MIT' }, notes: [] });
    expect(resolve(raw, { [`HEAD ${raw}`]: head('43') }, { datasets }).record).toMatchObject({ key: 'swings', files: [{ size: 43, checksum: null }] });
  });
});
