// data/manifest.json: what `make data` fetches and how the recipe reads it (docs/schemas/manifest.schema.json).
import type { ProjectSpec } from '../../spec/spec.ts';
import { printJson } from './json.ts';
import type { Parts } from './work.ts';

export function manifestFile(spec: ProjectSpec, parts: Parts): string {
  const { options: declared } = parts.dataset;
  const answered = { target: spec.target, task: spec.task };
  // A recipe for one dataset knows its target and task; a recipe for a format declares both as options.
  const options = { ...declared, ...Object.fromEntries(Object.entries(answered).filter(([key]) => key in declared)) };
  return printJson({ format: 'fair-ai/manifest@1', recipe: { key: spec.recipe, options }, datasets: spec.datasets });
}
