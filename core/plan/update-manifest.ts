// data/manifest.json of a changed project: the new records, and what a person changed in the recipe's options; the lock without what is no longer so.
import { withoutPlaces } from './local.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { printJson } from './records/json.ts';
import { readManifest, type Lock, type Manifest } from './update-project.ts';

type Options = Manifest['recipe']['options'];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `mine` stands on disk; `base` and `ours` are the texts planned for the old and for the new data, whose recipe `takes` these options. The old records are those of `mine`. */
export function mergedManifest(mine: Manifest, base: string, ours: string, datasets: readonly DatasetRecord[], takes: readonly string[]): { readonly text: string; readonly lost: readonly string[] } {
  const [before, after] = [readManifest(base), readManifest(ours)];
  const sameRecipe = before.recipe.key === after.recipe.key;
  const edits = Object.entries(mine.recipe.options).filter(([key, value]) => !same(value, before.recipe.options[key]));
  const fitting = edits.filter(([key]) => sameRecipe || takes.includes(key));
  const options = withoutRemoved({ ...after.recipe.options, ...Object.fromEntries(fitting) }, mine.recipe.options, before.recipe.options);
  const lost = edits.map(([key]) => key).filter((key) => !fitting.some(([one]) => one === key));
  return { text: printJson({ format: 'fair-ai/manifest@1', recipe: { key: after.recipe.key, options }, datasets: withoutPlaces(datasets) }), lost };
}

/** A key that a person took out stays out. */
const withoutRemoved = (options: Options, mine: Options, before: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([key]) => key in mine || !(key in before)));

/** The lock without some files and how they were read, printed as `make data` prints it; null if nothing stands in it that must go. */
export function loosened({ files, read }: Lock, unlocked: readonly string[]): string | null {
  if (!unlocked.some((path) => files.has(path))) return null;
  const gone = new Set(unlocked);
  const left = (entries: Lock['files'], isGone: (path: string) => boolean) => Object.fromEntries([...entries].filter(([path]) => !isGone(path)).sort(([a], [b]) => (a < b ? -1 : 1)));
  const decided = left(read, (path) => parents(path).some((one) => gone.has(one)));
  return printJson({ format: 'fair-ai/lock@1', files: left(files, (path) => gone.has(path)), ...(Object.keys(decided).length > 0 && { read: decided }) });
}

/** A member of an archive is named below it. */
const parents = (path: string): readonly string[] => path.split('/').map((_, place, parts) => parts.slice(0, place + 1).join('/'));
