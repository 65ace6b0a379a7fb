// Generator and package have one rule of secrets in addresses, written twice: one table of addresses, and floods, held against both.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { emptyDraft } from '../../../core/archives/archive.ts';
import { admitted } from '../../../core/archives/gate.ts';
import { readManifest } from '../../../core/plan/update-project.ts';
import { httpsRepository } from '../../../core/spec/rules.ts';
import { secretIn, withoutSecret } from '../../../core/spec/secrets.ts';
import { recordOf } from './records.ts';
import { isShareLink } from '../../../core/spec/share-links.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
type Table = Readonly<Record<'secret' | 'free' | 'shared' | 'unshared', readonly string[]>>;
const { secret, free, shared, unshared } = JSON.parse(fs.readFileSync(path.join(ROOT, 'test/fixtures/addresses/secrets.json'), 'utf8')) as Table;
const FLOODS = ['?token', '%25', '%3F', ';a=', '?a=b&', '@', 'https://a:', '/s/', '/token/', '=?', '#', '//', 'é', '+'].map((piece) => `https://h/${piece.repeat(8000 / piece.length)}`.slice(0, 8000));

describe('secrets in addresses', () => {
  it.each(secret.map((one) => [one]))('%s holds one, which is told nowhere', (address) => {
    expect(secretIn(address)).not.toBeNull();
    expect(`${secretIn(address)} ${withoutSecret(address)}`).not.toMatch(/s3cr3t|:pw|:p@/i);
  });
  it.each(free.map((one) => [one]))('%s is free of them', (address) => expect([secretIn(address), withoutSecret(address)]).toEqual([null, address]));
  it.each(shared.map((one) => [one]))('%s is a share link, and no secret', (address) => expect([isShareLink(address), secretIn(address)]).toEqual([true, null]));
  it.each(unshared.map((one) => [one]))('%s is no share link', (address) => expect(isShareLink(address)).toBe(false));
  it('of a remote of git never reach the metadata', () => {
    for (const remote of ['https://ghp_s3cr3tAbCdEf0123456789abcd@github.com/a/b.git', 'https://oauth2:s3cr3t@gitlab.com/a/b', 'https://github.com/a/b?private_token=s3cr3t', 'https://h.org/token/s3cr3tAbCdEf0123456789/b.git', 'https://h.org/ghp_s3cr3tAbCdEf0123456789abcd/b']) expect(httpsRepository(remote) ?? '').not.toContain('s3cr3t');
    expect(httpsRepository('https://ghp_s3cr3tAbCdEf0123456789abcd@github.com/a/b.git')).toBe('https://github.com/a/b');
  });
  it('in a manifest that was edited by hand are refused', () => {
    const record = { ...recordOf({}), files: [{ path: 'a.csv', size: 1, checksum: null, urls: ['https://h/a?sig=s3cr3t'], selected: true, availability: 'online', unsafe: false }] };
    const read = (): unknown => readManifest(JSON.stringify({ format: 'fair-ai/manifest@1', recipe: { key: 'table' }, datasets: [record] }));
    expect(read).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining('a.csv') }));
    expect(read).not.toThrow(/s3cr3t/);
  });
  it('share links are named where a file has no other address, and left out where it has', () => {
    const [link = ''] = shared;
    const file = { path: 'x', size: 1, checksum: null, selected: true, availability: 'online' as const, unsafe: false };
    const alone = admitted({ ...emptyDraft, files: [{ ...file, urls: [link] }] });
    expect([alone.files[0]?.urls, alone.notes.length]).toEqual([[link], 1]);
    const both = admitted({ ...emptyDraft, files: [{ ...file, urls: [link, 'https://h/x'] }] });
    expect([both.files[0]?.urls, both.notes]).toEqual([['https://h/x'], []]);
  });
});

const PROGRAM = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from _package_.credentials import secret_in, without
print(json.dumps([[secret_in(one), without(one)] for one in json.load(sys.stdin)]))
`;
const asked = [...secret, ...free, ...shared, ...FLOODS];
const told = spawnSync('python3', ['-c', PROGRAM, path.join(ROOT, 'templates/package/src')], { input: JSON.stringify(asked), encoding: 'utf8' });
const exists = spawnSync('python3', ['--version']).status === 0; // test/setup.mjs says that it is not tried without

(exists ? it : it.skip)('generator and package say the same of every address', () => {
  expect(told.stderr).toBe('');
  expect((JSON.parse(told.stdout) as unknown[]).map((one, i) => [asked[i]?.slice(0, 80), one])).toEqual(asked.map((one) => [one.slice(0, 80), [secretIn(one), withoutSecret(one)]]));
});
