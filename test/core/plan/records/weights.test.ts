// What a dataset and a model settle between them: the form in which the data are laid out, and the published weights.
import { describe, expect, it } from '@jest/globals';
import { licenceTexts } from '../../../../scripts/licences.mjs';
import type { DatasetEntry, Form, Reference } from '../../../../core/catalogue/catalogue.ts';
import { planRecords } from '../../../../core/plan/records/index.ts';
import { problems } from '../../report/schema.ts';
import { others, parts, spec } from './example.ts';

const texts = new Map([...(await licenceTexts())].map(([id, text]) => [`licences/${id}.txt`, text]));
const planned = (dataset: Partial<DatasetEntry>, inputs: readonly Form[] = ['table']): ReadonlyMap<string, string> => {
  const all = planRecords(spec, { ...parts, dataset: { ...parts.dataset, ...dataset }, model: { ...parts.model, inputs } }, others, texts);
  return new Map(all.map(({ path, text }) => [path, text]));
};
const reference: Reference = {
  name: 'best', url: 'https://example.org/raw/0123456/best.pth', sha256: 'a'.repeat(64), size: 12, licence: null, source: 'A paper',
  model: { hidden: [60] }, rename: { 'fr1.weight': 'receivers.weight' },
}; // prettier-ignore

describe('the form of the data', () => {
  const optionOf = (inputs: readonly Form[], taken: readonly Form[]): unknown => JSON.parse(planned({ inputs }, taken).get('data/manifest.json') ?? '').recipe.options.input;

  it('is the first of the dataset that the model takes', () => {
    expect(optionOf(['clouds', 'cloud', 'graph', 'table'], ['table', 'cloud'])).toBe('cloud');
    expect(optionOf(['clouds', 'cloud', 'graph', 'table'], ['table'])).toBe('table');
  });

  it('is no option where the dataset has only one', () => expect(optionOf(['table'], ['table', 'cloud'])).toBeUndefined());
});

describe('references/weights.json', () => {
  const files = planned({ references: { linear: [reference], mlp: [{ ...reference, name: 'other' }] } });
  const weights: unknown = JSON.parse(files.get('references/weights.json') ?? 'null');

  it('has those of the chosen model, by its schema', () => {
    const { licence, ...stated } = reference;
    expect(licence).toBeNull();
    expect(weights).toEqual({ format: 'fair-ai/weights@1', model: 'linear', weights: [stated] });
    expect(problems('weights', weights)).toEqual([]);
    expect(problems('weights', { format: 'fair-ai/weights@1', model: 'linear', weights: [{ ...stated, url: 'http://example.org/x' }] })).not.toEqual([]);
  });

  it('is known to the other records', () => {
    expect(files.get('REUSE.toml')).toContain('"references/weights.json"');
    expect(files.get('ro-crate-metadata.json')).toContain('"references/weights.json"');
    expect(files.get('.fair-ai.yml')).toContain('references/weights.json');
  });

  it('is absent where nobody has published any for the model', () => {
    expect(planned({ references: { mlp: [reference] } }).has('references/weights.json')).toBe(false);
    expect(planned({}).has('references/weights.json')).toBe(false);
  });
});
