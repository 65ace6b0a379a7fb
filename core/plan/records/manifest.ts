// data/manifest.json: what `make data` fetches and how the recipe reads it (docs/schemas/manifest.schema.json).
import type { OptionEntry } from '../../catalogue/catalogue.ts';
import { withoutPlaces } from '../local.ts';
import { formFor } from '../../spec/recipe.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { printJson } from './json.ts';
import type { Parts } from './work.ts';

export function manifestFile(spec: ProjectSpec, parts: Parts): string {
  const { options: declared, inputs } = parts.dataset;
  // What a person has set, and what the project is made for; every default applies where the data are read.
  const answered = Object.entries({ target: spec.target, task: spec.task }).filter(([name, value]) => value !== null && name in declared); // a recipe for one dataset knows both
  const form = inputs.length > 1 ? { input: formFor(parts.dataset, parts.model) } : {}; // there is nothing to choose where there is one
  const options = { ...Object.fromEntries(answered), ...form, ...spec.options };
  return printJson({ format: 'fair-ai/manifest@1', recipe: { key: spec.recipe, options }, datasets: withoutPlaces(spec.datasets) });
}

/** references/options.json: what the recipe takes, by which `make data` checks the options of the manifest. */
export function optionsFile(spec: ProjectSpec, { dataset }: Parts): string {
  const told = ({ default: given, ...about }: OptionEntry) => (given === null || (Array.isArray(given) && given.length === 0) ? about : { ...about, default: given });
  const options = Object.entries(dataset.options).map(([name, option]) => [name, told(option)] as const);
  return printJson({ format: 'fair-ai/options@1', recipe: spec.recipe, options: Object.fromEntries(options) });
}
