// `new --look-up`: ORCID and ROR on loopback, from the flag to codemeta.json, the crate and .fair-ai.yml.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import helpers from 'yeoman-test';
import { parseArgv } from '../../generators/_shell/args.ts';
import { generatorFor } from '../../generators/_shell/base.ts';
import { newProject } from '../../generators/app/index.ts';
import { parseAnswers } from '../../core/spec/answers.ts';
import { recordOf } from '../core/spec/records.ts';

const ROR = 'https://ror.org/01ggx4157';
const ORCID = '0000-0002-1825-0097';
const answers: Record<string, unknown> = {
  [`/pub.orcid.org/v3.0/${ORCID}/record`]: {
    person: { name: { 'given-names': { value: 'Ada' }, 'family-name': { value: 'Swing' } } },
    'activities-summary': { employments: { 'affiliation-group': [{ summaries: [{ 'employment-summary': { 'end-date': null, organization: { name: 'Clock Institute' } } }] }] } },
  },
  '/api.ror.org/v2/organizations?affiliation=Clock%20Institute': { items: [{ chosen: true, organization: { id: ROR } }] },
};
const asked: string[] = [];
const server = http.createServer(({ url = '' }, response) => {
  asked.push(url);
  const found = answers[url];
  response.writeHead(found === undefined ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
});
let mirror = '';
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));

async function made(...argv: readonly string[]) {
  asked.length = 0;
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'look-up-'));
  let printed = '';
  const steps = newProject(parseArgv(['x', '--yes', '--no-git', '--json', '--mirror', mirror, ...argv]), {
    cwd, now: new Date('2026-11-24T12:00:00Z'), person: false, say: () => {}, lookUp: async requested => recordOf({ requested, key: 'cdms' }),
  }, { print: text => void (printed += text), paint: (_, text) => text, finish: () => {} });
  const error: unknown = await helpers.run(generatorFor(() => steps), { namespace: 'fair-ai:app' }).then(() => null, (reason: unknown) => reason);
  const read = (name: string): string => fs.readFileSync(path.join(cwd, 'x', name), 'utf8');
  return { error, read, report: printed === '' ? null : JSON.parse(printed), asked: [...asked] };
}

describe('new --look-up', () => {
  it('completes an author, and writes the ROR id where there is a place for it', async () => {
    const { error, read, report } = await made('--look-up', '--author', 'Swing, Ada', '--orcid', ORCID);
    expect(error).toBeNull();
    const affiliation = { '@type': 'Organization', '@id': ROR, name: 'Clock Institute' };
    expect(JSON.parse(read('codemeta.json')).author).toEqual([expect.objectContaining({ '@id': `https://orcid.org/${ORCID}`, affiliation })]);
    const graph: readonly Record<string, unknown>[] = JSON.parse(read('ro-crate-metadata.json'))['@graph'];
    expect(graph).toEqual(expect.arrayContaining([expect.objectContaining({ '@id': ROR, '@type': 'Organization' }), expect.objectContaining({ '@id': `https://orcid.org/${ORCID}`, affiliation: { '@id': ROR } })]));
    expect(read('CITATION.cff')).toContain('affiliation: Clock Institute');
    expect(parseAnswers(read('.fair-ai.yml'), '.fair-ai.yml')).toMatchObject({ orcids: [ORCID], affiliations: ['Clock Institute'], rors: [ROR] });
    expect(report.notes).toEqual(expect.arrayContaining([`ORCID ${ORCID} gives the affiliation Clock Institute.`, `ROR takes "Clock Institute" for ${ROR}.`]));
    expect(report.replay).toMatch(/--affiliation 'Clock Institute'.* --look-up/);
  });

  it('leaves what is given, and without the flag asks nothing', async () => {
    const given = ['--author', 'Swing, Ada', '--orcid', ORCID, '--affiliation', 'Clock Institute'];
    const with_ = await made('--look-up', ...given);
    expect(with_.asked).toEqual(['/api.ror.org/v2/organizations?affiliation=Clock%20Institute']);
    const without = await made(...given);
    expect(without).toMatchObject({ error: null, asked: [] });
    expect(without.read('codemeta.json')).not.toContain('ror.org');
  });

  it('of services that do not answer goes on, with notes', async () => {
    const { error, report } = await made('--look-up', '--author', 'Pond, Bo', '--orcid', '0000-0001-5109-3700', '--affiliation', 'Nowhere', '--author', 'Lake, Cy', '--orcid', '0000-0002-1694-233X');
    expect(error).toBeNull();
    expect(report.notes).toEqual(expect.arrayContaining(['ORCID did not answer (status 503) for 0000-0002-1694-233X: the author is as given.', 'ROR did not answer (status 503): "Nowhere" stays without a ROR id.']));
  });

  it('with nothing to look up says so; with --offline it is refused', async () => {
    expect((await made('--look-up', '--author', 'The Clock Collaboration')).report.notes).toContain('Nothing to look up: no author has an ORCID or an affiliation.');
    expect(await made('--look-up', '--offline')).toMatchObject({ error: { name: 'UserError', remedy: 'Leave one of the two out.' }, report: null, asked: [] });
  });
});
