// configs/baseline.yaml and smoke.yaml: framework, model and dataset each say what they know; later ones win, key by key.
import type { ConfigSections } from '../../catalogue/catalogue.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { printYaml } from '../../yaml.ts';
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
  return `# ${words}\n${printYaml({ name: spec.model, framework: spec.framework, seeds, fit_on, model, train })}`;
}

export function configFiles(spec: ProjectSpec, { dataset, model, framework }: Parts): { readonly baseline: string; readonly smoke: string } {
  const own = dataset.configs[spec.model];
  const baseline = [framework.baseline, model.baseline, own?.baseline];
  const smoke = [...baseline, framework.smoke, model.smoke, own?.smoke];
  return {
    baseline: print(spec, merge(baseline), 'The configuration behind the numbers in README.md: make train evaluate'),
    smoke: print(spec, merge(smoke), 'One minute on a laptop, to see that everything runs: make train CONFIG=smoke'),
  };
}
