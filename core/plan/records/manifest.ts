// data/manifest.json: what `make data` fetches and how the recipe reads it (docs/schemas/manifest.schema.json).
import { formFor } from '../../spec/recipe.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { printJson } from './json.ts';
import type { Parts } from './work.ts';

export function manifestFile(spec: ProjectSpec, parts: Parts): string {
  const { options: declared, inputs } = parts.dataset;
  const answered = { target: spec.target, task: spec.task };
  // A recipe for one dataset knows its target and task; a recipe for a format declares both as options.
  const known = Object.fromEntries(Object.entries(answered).filter(([key]) => key in declared));
  const form = inputs.length > 1 ? { input: formFor(parts.dataset, parts.model) } : {}; // there is nothing to choose where there is one
  const options = { ...declared, ...known, ...form };
  return printJson({ format: 'fair-ai/manifest@1', recipe: { key: spec.recipe, options }, datasets: spec.datasets });
}
