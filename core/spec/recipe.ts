// Which recipe reads a dataset, and which task, model and framework then fit: the one place that decides what is offered.
import type { Catalogue, DatasetEntry, Form, ModelEntry } from '../catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import type { DatasetFile, DatasetRecord } from './dataset.ts';
import { meant } from './nearest.ts';
import type { Task } from './spec.ts';

export interface Choice<T> {
  readonly value: T;
  readonly note: string | null; // what a person should know of the choice
}

/** By --recipe; else by key, DOI or a listed checksum; else by the format of the selected files. */
export function chooseRecipe(record: DatasetRecord, recipe: string | undefined, catalogue: Catalogue): Choice<DatasetEntry> {
  if (recipe !== undefined) return { value: named(recipe, record, catalogue), note: null };
  const selected = record.files.filter((file) => file.selected);
  const known =
    catalogue.datasets.find((entry) => entry.key === record.key) ??
    catalogue.datasets.find((entry) => hasDoi(entry, record)) ??
    catalogue.datasets.find((entry) => selected.some((file) => file.checksum !== null && entry.checksums.includes(file.checksum)));
  if (known) return { value: known, note: null };
  if (record.files.length > 0 && selected.length === 0) throw new UserError(`No file of ${record.requested} is selected.`, 'Choose some with --files.');
  const generic = catalogue.datasets.filter((entry) => entry.generic);
  const counted = generic.map((entry) => ({ entry, count: selected.reduce((sum, file) => sum + likelihood(entry, file), 0) }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a), { entry: generic[0], count: 0 });
  if (best.entry && best.count > 0) return { value: best.entry, note: null };
  const [widest] = [...generic].sort((a, b) => b.formats.length - a.formats.length);
  if (record.files.length === 0 && widest) {
    return { value: widest, note: `The files of ${record.requested} are not known yet, so recipe '${widest.key}' is a guess: --recipe says otherwise.` };
  }
  const own = generic.find(readsAnything);
  if (own === undefined) throw new UserError(`No recipe reads ${record.requested}: its files are ${extensions(selected)}.`, 'Choose other files with --files.');
  const archives = selected.filter(isArchive);
  const why = archives.length > 0
    ? `The files of ${record.requested} are archives (${extensions(archives)}), whose names do not say what is inside: --recipe table, for one, reads tables of text in them.`
    : `No recipe of this version reads ${extensions(selected)}.`;
  return { value: own, note: `${why} The project fetches the files, and its reader.py has one function for you to write: what stands in one of them.` };
}

function named(recipe: string, record: DatasetRecord, catalogue: Catalogue): DatasetEntry {
  const keys = catalogue.datasets.map(({ key }) => key);
  const entry = catalogue.datasets.find(({ key }) => key === recipe);
  if (!entry) throw new UserError(`There is no recipe '${recipe}'${meant(recipe, keys)}.`, `Recipes: ${keys.join(', ')}.`);
  const selected = record.files.filter((file) => file.selected);
  if (selected.length > 0 && !readsAnything(entry) && !selected.some((file) => reads(entry, file) || isArchive(file))) {
    throw new UserError(
      `Recipe '${recipe}' reads ${entry.formats.join(', ')}, and the selected files of ${record.requested} are ${extensions(selected)}.`,
      "Leave --recipe out for the one that fits, or choose other files with --files; --recipe own leaves the reader to you.",
    );
  }
  return entry;
}

/** The files that the recipe reads, by their names. */
export const readBy = (entry: DatasetEntry, files: readonly DatasetFile[]): readonly DatasetFile[] => files.filter((file) => reads(entry, file));

/** By extension alone: nothing has been downloaded yet. Of an archive the ending inside: x.csv.zip, x.root.gz. */
function reads(entry: DatasetEntry, { path }: DatasetFile): boolean {
  const lower = path.toLowerCase();
  if (PROSE.test(lower)) return false;
  return [lower, lower.replace(PACKED, '')].some((name) => entry.formats.some((format) => name.endsWith(`.${format}`)));
}

/** What stands beside data and is none, although tables may end so, too; reader.py of the recipe table passes it over alike. */
const PROSE = /(?:^|\/)(?:read[-_]?me|licen[cs]e|copying|notice|changelog|changes|authors|contributors|citation|requirements|md5sums?|sha\d+sums?|checksums?)[^/]*\.(?:txt|dat|asc)$/;

/** A recipe for a format that names none: the reader is left to the person. */
const readsAnything = ({ generic, formats }: DatasetEntry): boolean => generic && formats.length === 0;

/** A text may be anything, and beside data it is mostly about them: it counts where nothing else does. */
const likelihood = (entry: DatasetEntry, file: DatasetFile): number => (!reads(entry, file) ? 0 : /\.(?:txt|dat|asc)(?:\.\w+)?$/i.test(file.path) ? 1e-6 : 1);

/** `make data` opens these before the recipe reads; the names of the compressed tables that recipes read are among their formats. */
const PACKED = /\.(?:zip|tar|tgz|tbz2|txz|(?:tar\.)?(?:gz|bz2|xz))$/;
const isArchive = ({ path }: DatasetFile): boolean => PACKED.test(path.toLowerCase());

function hasDoi(entry: DatasetEntry, record: DatasetRecord): boolean {
  const dois = [record.doi, record.conceptDoi].filter((doi) => doi !== null).map((doi) => doi.toLowerCase());
  return entry.dois.some((doi) => dois.includes(doi.toLowerCase()));
}

const extensions = (files: readonly DatasetFile[]): string =>
  [...new Set(files.map(({ path }) => /\.[^./]+(\.gz|\.bz2|\.xz)?$/.exec(path)?.[0] ?? path))].slice(0, 6).join(', ');

export interface Wish {
  readonly task?: string | undefined;
  readonly model?: string | undefined;
  readonly framework?: string | undefined;
}

/** The form in which the dataset is laid out for the model: the first of the dataset's that the model takes. */
export const formFor = (entry: DatasetEntry, model: ModelEntry): Form | undefined => entry.inputs.find((form) => model.inputs.includes(form));

/** The tasks that the dataset and at least one fitting model serve, the dataset's first one first. */
export function tasksFor(entry: DatasetEntry, wish: Wish, catalogue: Catalogue): readonly Task[] {
  return entry.tasks.filter((task) => (wish.task === undefined || task === wish.task) && modelsFor(entry, { ...wish, task }, catalogue).length > 0);
}

/** The models that fit dataset, task and framework: the dataset's own default first, then those made for the fewest forms. */
export function modelsFor(entry: DatasetEntry, wish: Wish, catalogue: Catalogue): readonly ModelEntry[] {
  const fitting = catalogue.models.filter(
    (model) =>
      formFor(entry, model) !== undefined &&
      model.tasks.some((task) => entry.tasks.includes(task) && (wish.task === undefined || task === wish.task)) &&
      (wish.framework === undefined || model.frameworks.includes(wish.framework)) &&
      (wish.model === undefined || model.key === wish.model),
  );
  const rank = (model: ModelEntry): number => (model.key === entry.default_model ? 0 : model.inputs.length);
  return [...fitting].sort((a, b) => rank(a) - rank(b));
}

export interface Fit {
  readonly task: Task;
  readonly model: ModelEntry;
  readonly framework: string;
}

/** Task, model and framework together; refuses what does not exist and what does not fit, and says what would. */
export function chooseFit(entry: DatasetEntry, wish: Wish, catalogue: Catalogue): Fit {
  known('task', wish.task, catalogue.tasks.map(({ key }) => key));
  known('model', wish.model, catalogue.models.map(({ key }) => key));
  known('framework', wish.framework, catalogue.frameworks.map(({ key }) => key));
  const task = tasksFor(entry, wish, catalogue)[0];
  const model = task && modelsFor(entry, { ...wish, task }, catalogue)[0];
  const framework = wish.framework ?? model?.frameworks[0];
  if (!task || !model || framework === undefined) throw misfit(entry, wish, catalogue);
  return { task, model, framework };
}

function known(kind: string, word: string | undefined, words: readonly string[]): void {
  if (word === undefined || words.includes(word)) return;
  throw new UserError(`There is no ${kind} '${word}'${meant(word, words)}.`, `${kind[0]?.toUpperCase()}${kind.slice(1)}s: ${words.join(', ')}.`);
}

function misfit(entry: DatasetEntry, wish: Wish, catalogue: Catalogue): UserError {
  const wished = [wish.model && `model ${wish.model}`, wish.framework && `framework ${wish.framework}`, wish.task && `task ${wish.task}`];
  const offers = modelsFor(entry, {}, catalogue).map((model) => {
    const tasks = model.tasks.filter((task) => entry.tasks.includes(task));
    return `${model.key} (${tasks.join(', ')}; ${model.frameworks.join(', ')})`;
  });
  const model = catalogue.models.find(({ key }) => key === wish.model);
  const takes = model !== undefined && formFor(entry, model) === undefined ? `; model ${model.key} takes ${model.inputs.join(', ')}` : '';
  return new UserError(
    `${wished.filter(Boolean).join(' with ') || 'No model'} does not fit recipe ${entry.key}, which gives ${entry.inputs.join(', ')} for ${entry.tasks.join(', ')}${takes}.`,
    offers.length === 0 ? 'No model of this version reads it: choose another --recipe.' : `What fits: ${offers.join(', ')}.`,
  );
}
