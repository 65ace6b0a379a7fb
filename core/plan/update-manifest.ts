// data/manifest.json of a changed project: the new records, and what a person changed in the recipe's options; the lock without what is no longer so.
import type { DatasetRecord } from '../spec/dataset.ts';
import { printJson } from './records/json.ts';
import { readManifest, type Manifest } from './update-project.ts';

type Options = Manifest['recipe']['options'];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `mine` stands on disk; `base` and `ours` are the texts planned for the old and for the new data. The old records are those of `mine`. */
export function mergedManifest(mine: Manifest, base: string, ours: string, datasets: readonly DatasetRecord[]): { readonly text: string; readonly lost: readonly string[] } {
  const [before, after] = [readManifest(base), readManifest(ours)];
  const sameRecipe = before.recipe.key === after.recipe.key;
  const edits = Object.entries(mine.recipe.options).filter(([key, value]) => !same(value, before.recipe.options[key]));
  const fitting = edits.filter(([key]) => sameRecipe || key in after.recipe.options);
  const options = withoutRemoved({ ...after.recipe.options, ...Object.fromEntries(fitting) }, mine.recipe.options, before.recipe.options);
  const lost = edits.map(([key]) => key).filter((key) => !fitting.some(([one]) => one === key));
  return { text: printJson({ format: 'fair-ai/manifest@1', recipe: { key: after.recipe.key, options }, datasets }), lost };
}

/** A key that a person took out stays out. */
const withoutRemoved = (options: Options, mine: Options, before: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([key]) => key in mine || !(key in before)));

/** The lock without some files, printed as `make data` prints it; null if nothing stands in it that must go. */
export function loosened(files: ReadonlyMap<string, unknown>, unlocked: readonly string[]): string | null {
  if (!unlocked.some((path) => files.has(path))) return null;
  const gone = new Set(unlocked);
  const left = [...files].filter(([path]) => !gone.has(path)).sort(([a], [b]) => (a < b ? -1 : 1));
  return printJson({ format: 'fair-ai/lock@1', files: Object.fromEntries(left) });
}
