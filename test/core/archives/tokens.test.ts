import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { authorization, tokenOf, tokens } from '../../../core/archives/tokens.ts';

it('are those of the generated tokens.py: hosts, variables, headers', () => {
  const python = fs.readFileSync(path.resolve(import.meta.dirname, '../../../templates/package/src/_package_/fetching/tokens.py'), 'utf8');
  const named = /^DATAVERSE = "([^"]+)"/m.exec(python)?.[1] ?? '';
  const table = /^TOKENS[^=]*= \{[^\n]*\n([^]*?)^\}/m.exec(python)?.[1] ?? '';
  const rows = [...table.matchAll(/^ {4}(?:"([^"]+)"|DATAVERSE): \("([^"]*)", "([^"]*)", "([^"]*)"\),/gm)].map(([, host = named, variable, header, before]) => ({ host, variable, header, before }));
  expect(rows.length).toBe(table.trim().split('\n').length);
  expect(rows.length).toBeGreaterThan(5);
  expect(tokens).toEqual(rows);
  for (const name of ['KAGGLE_USERNAME', 'KAGGLE_KEY', 'DATAVERSE_URL']) expect(python).toContain(`"${name}"`);
});

describe('a header for the own host only', () => {
  const env = { HF_TOKEN: ' hf_x\n', FIGSHARE_TOKEN: 'f', DATAVERSE_API_TOKEN: 'd', ZENODO_TOKEN: '' };
  it.each([
    ['huggingface.co', { authorization: 'Bearer hf_x' }], ['api.figshare.com', { authorization: 'token f' }], ['dataverse.harvard.edu', { 'x-dataverse-key': 'd' }], ['zenodo.org', {}], ['cdn-lfs.huggingface.co', {}], ['huggingface.co.evil.example', {}],
    ['evil.example', {}], ['huggingface.co:8443', {}], ['figshare.com', {}],
  ])('%s', (host, header) => expect(authorization(host, env)).toEqual(header));

  it.each(['https://dataverse.example.org', 'https://dataverse.example.org/', 'dataverse.example.org'])('DATAVERSE_URL=%s takes Dataverse\'s token, and Harvard does not', DATAVERSE_URL => {
    expect(authorization('dataverse.example.org', { ...env, DATAVERSE_URL })).toEqual({ 'x-dataverse-key': 'd' });
    expect(authorization('dataverse.harvard.edu', { ...env, DATAVERSE_URL })).toEqual({});
    expect(tokenOf('dataverse.example.org', { DATAVERSE_URL })?.variable).toBe('DATAVERSE_API_TOKEN');
  });
  it('Kaggle\'s older login, where there is no token', () => {
    const login = { KAGGLE_USERNAME: 'ada', KAGGLE_KEY: 'k' };
    expect(authorization('www.kaggle.com', login)).toEqual({ authorization: `Basic ${Buffer.from('ada:k').toString('base64')}` });
    expect(authorization('www.kaggle.com', { ...login, KAGGLE_API_TOKEN: 't' })).toEqual({ authorization: 'Bearer t' });
    expect(authorization('www.kaggle.com', { KAGGLE_USERNAME: 'ada' })).toEqual({});
    expect(authorization('huggingface.co', login)).toEqual({});
  });
  it.each([' ', 'https://[', 'http://'])('DATAVERSE_URL=%j is none', DATAVERSE_URL => expect(authorization('dataverse.harvard.edu', { ...env, DATAVERSE_URL })).toEqual({ 'x-dataverse-key': 'd' }));

  it.each(['two words', 'line\nbreak', 'ümlaut'])('a token like %j is refused without being shown', HF_TOKEN => {
    let said = '';
    try {
      authorization('huggingface.co', { HF_TOKEN });
    } catch (error) {
      said = `${String(error)} ${String(Reflect.get(Object(error), 'remedy'))}`;
    }
    expect(said).toContain('HF_TOKEN holds characters that no token has');
    expect(said).not.toContain(HF_TOKEN);
  });
});
