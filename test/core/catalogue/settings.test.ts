// What the records declare of settings, held against the configurations that they make: both come from the same folders, and must agree.
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { partsOf } from '../../../core/plan/fresh.ts';
import { configFiles } from '../../../core/plan/records/configs.ts';
import { parseYaml } from '../../../core/yaml.ts';
import { everyProject, catalogue } from '../plan/projects.ts';

interface Schema {
  readonly properties: Readonly<Record<string, { readonly properties?: Readonly<Record<string, object>> }>>;
}
interface Config {
  readonly model: Record<string, unknown>;
  readonly train: Record<string, unknown>;
}

const seen = new Map(everyProject().map((spec) => [[spec.recipe, spec.model, spec.framework].join(' '), spec]));
const made = [...seen].map(([name, spec]) => ({ name, spec, files: configFiles(spec, partsOf(spec, catalogue)) }));

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const compiled = new Map<string, ValidateFunction>();
function validator(text: string): ValidateFunction {
  const found = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
  compiled.set(text, found);
  return found;
}

describe('configs/schema.json', () => {
  it('takes baseline and smoke of every project, and declares every setting that they have', () => {
    for (const { name, files } of made) {
      const valid = validator(files.schema);
      const { properties } = JSON.parse(files.schema) as Schema;
      for (const text of [files.baseline, files.smoke]) {
        const config = parseYaml(text) as Config;
        expect([name, valid(config), valid.errors]).toEqual([name, true, null]);
        for (const section of ['model', 'train'] as const) expect([name, Object.keys(config[section]).sort()]).toEqual([name, Object.keys(properties[section]?.properties ?? {}).sort()]);
      }
    }
  });

  it('says of every setting what it is for, and gives every number both ends', () => {
    const loose: string[] = [];
    const walk = (where: string, schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { type } = schema as { readonly type?: unknown };
      const has = (...keys: readonly string[]): boolean => keys.some((key) => key in schema);
      if ((type === 'integer' || type === 'number') && !(has('minimum', 'exclusiveMinimum') && has('maximum', 'exclusiveMaximum'))) loose.push(where);
      for (const [key, value] of Object.entries(schema)) walk(`${where}.${key}`, value);
    };
    const settings = [catalogue.settings, catalogue.networks.settings, ...[...catalogue.models, ...catalogue.frameworks].map((one) => one.settings ?? {})];
    for (const one of settings) for (const [key, schema] of Object.entries(one)) {
      walk(key, schema);
      if (!('description' in schema)) loose.push(`${key} has no description`);
    } // prettier-ignore
    expect(loose).toEqual([]);
  });

  it('asks two rows of batch normalisation', () => {
    const [one] = made.filter(({ spec }) => spec.model === 'mlp');
    const valid = validator(one?.files.schema ?? '');
    const base = parseYaml(one?.files.baseline ?? '') as Config;
    const tried = (model: object, train: object): unknown => valid({ ...base, model: { ...base.model, ...model }, train: { ...base.train, ...train } });
    expect([tried({}, { batch_size: 1 }), tried({}, { micro_batch: 1 }), tried({ batch_norm: false }, { batch_size: 1, micro_batch: 1 }), tried({}, { batch_size: 2 })]).toEqual([false, false, true, true]);
  });
});
