// What the type of a record cannot say: that the parts of the catalogue name each other rightly.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../core/catalogue/table.ts';
import { formFor } from '../../../core/spec/recipe.ts';
import { problems } from '../report/schema.ts';

const { datasets, models, frameworks, tasks, tools } = catalogue;
const templates = path.resolve(import.meta.dirname, '..', '..', '..', 'templates');
const keys = (entries: readonly { readonly key: string }[]): readonly string[] => entries.map(({ key }) => key);

describe.each(datasets.map((entry) => [entry.key, entry] as const))('dataset %s', (key, entry) => {
  it('has a default model that reads it', () => {
    const model = models.find((one) => one.key === entry.default_model);
    expect([entry.default_model, model && formFor(entry, model)]).not.toContain(undefined);
  });

  it('has forms, tasks and readers that exist, the forms once each', () => {
    expect(entry.inputs.length).toBeGreaterThan(0);
    expect(new Set(entry.inputs).size).toBe(entry.inputs.length);
    for (const task of entry.tasks) expect(keys(tasks)).toContain(task);
    for (const reader of entry.readers ?? []) expect(fs.existsSync(path.join(templates, 'readers', reader))).toBe(true);
  });

  it('says of published numbers how they were written', () => {
    expect([key, problems('published', entry.published)]).toEqual([key, []]);
  });

  it('has settings and weights of models that exist', () => {
    for (const model of [...Object.keys(entry.configs), ...Object.keys(entry.references ?? {})]) expect(keys(models)).toContain(model);
    for (const [model, weights] of Object.entries(entry.references ?? {}))
      expect([key, problems('weights', { format: 'fair-ai/weights@1', model, weights: weights.map(({ licence, ...one }) => ({ ...one, ...(licence !== null && { licence }) })) })]).toEqual([key, []]);
  });
});

describe.each(models.map((entry) => [entry.key, entry] as const))('model %s', (_, entry) => {
  it('serves tasks in frameworks that exist', () => {
    for (const task of entry.tasks) expect(keys(tasks)).toContain(task);
    for (const framework of entry.frameworks) expect(keys(frameworks)).toContain(framework);
  });
});

it('tools ask for packages beside frameworks that exist', () => {
  for (const { frameworks: beside } of tools) for (const framework of Object.keys(beside ?? {})) expect(keys(frameworks)).toContain(framework);
});
