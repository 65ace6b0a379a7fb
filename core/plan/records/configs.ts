// configs/: baseline.yaml and smoke.yaml, for which framework, model and dataset each say what they know, later ones winning key by key; and schema.json,
// which says what each setting may be, so that the project and an editor check it.
import type { ConfigSections } from '../../catalogue/catalogue.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { printYaml } from '../../yaml.ts';
import { printJson } from './json.ts';
import type { Parts } from './work.ts';

export function merge(layers: readonly (ConfigSections | undefined)[]): ConfigSections {
  return layers.reduce<ConfigSections>(
    (below, above) => ({
      ...below,
      ...above,
      model: { ...below.model, ...above?.model },
      train: { ...below.train, ...above?.train },
    }),
    {},
  );
}

function print(spec: ProjectSpec, sections: ConfigSections, words: string): string {
  const { seeds = [0], fit_on = ['train'], model = {}, train = {} } = sections;
  return `# yaml-language-server: $schema=schema.json\n# ${words}\n${printYaml({ name: spec.model, framework: spec.framework, seeds, fit_on, model, train })}`;
}

/** What baseline.yaml says, without name and framework. */
export const baselineOf = ({ dataset, model, framework }: Parts): ConfigSections => ({ seeds: [0], fit_on: ['train'], ...merge([framework.baseline, model.baseline, dataset.configs[model.key]?.baseline]) });

export function configFiles(spec: ProjectSpec, parts: Parts): { readonly baseline: string; readonly smoke: string; readonly schema: string } {
  const { dataset, model, framework } = parts;
  const own = dataset.configs[spec.model];
  const baseline = [framework.baseline, model.baseline, own?.baseline];
  const smoke = [...baseline, framework.smoke, model.smoke, own?.smoke];
  return {
    baseline: print(spec, merge(baseline), 'The configuration behind the numbers in README.md: make train evaluate'),
    smoke: print(spec, merge(smoke), 'One minute on a laptop, to see that everything runs: make train CONFIG=smoke'),
    schema: printJson(settingsSchema(spec, parts)),
  };
}

/** JSON Schema of configs/<name>.yaml. A section may have further settings, which its author's own model reads; the model's are asked for under its own name only. */
export function settingsSchema(spec: ProjectSpec, { model, framework, settings }: Parts): object {
  const { name, framework: own, ...others } = settings;
  const train = framework.settings ?? {};
  const properties = {
    name,
    framework: { ...own, const: spec.framework },
    ...others,
    model: { type: 'object', description: 'settings of the model', properties: model.settings },
    train: { type: 'object', description: 'settings of the training', properties: train, required: Object.keys(train) },
  };
  const known = { if: { properties: { name: { const: model.key } } }, then: { properties: { model: { required: Object.keys(model.settings) } } } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of a run, configs/<name>.yaml',
    description: 'What each setting may be. Settings of a model of your own may be declared here, too: under model, as the others.',
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    allOf: [known, ...(framework.rules ?? [])],
  };
}
