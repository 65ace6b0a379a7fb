// Every question of the program: its words, its flag, its default from the answers so far, and the rule an answer must keep.
// Prompts, argv, help, docs and core/spec/resolve.ts all read this one table.
import type { Catalogue, DatasetEntry } from '../catalogue/catalogue.ts';
import type { DatasetRecord } from './dataset.ts';
import { commonLicences } from './licences.ts';
import { authorProblem, orcidProblem, parseAuthor, rorProblem } from './people.ts';
import { chooseFit, chooseRecipe, modelsFor, tasksFor, type Fit, type Wish } from './recipe.ts';
import { directoryProblem, doiProblem, lineProblem, licenceProblem, packageProblem, repositoryProblem, textProblem, wordsProblem } from './rules.ts';
import { aboutColumn, columnOf, suggestedTask, targetProblem } from './columns.ts';
import type { Seen } from '../look/preview.ts';
import { visible } from '../words.ts';
import { directoryFor, packageFor, titleFor } from './names.ts';
import type { Command } from './options.ts';
import type { Answers } from './spec.ts';

/** What the shell found out before the first question. */
export interface Facts {
  readonly cwd: string; // absolute
  readonly name: string | null; // git's user.name
  readonly email: string | null;
  readonly remote: string | null; // https URL of the repository the project is made in
}

/** All that a default or a choice may depend on. */
export interface Sofar {
  readonly answers: Answers;
  readonly facts: Facts;
  readonly records: readonly DatasetRecord[]; // of answers.datasets, in order; empty before they are resolved
  readonly catalogue: Catalogue;
  readonly seen?: Seen; // of the first dataset, once it was looked at
  readonly notes?: readonly string[]; // what a person should know of how the answers came about
}

export interface Option {
  readonly value: string;
  readonly name: string;
}

export interface Question {
  readonly key: keyof Answers;
  readonly flag: string; // "title"; parts that can be left out: "no-conda"
  readonly value: string | null; // what follows the flag, for the help
  readonly words: string; // as asked
  readonly hint?: string; // what is added where the answer is typed
  readonly help: string; // as in the help
  readonly kind: 'text' | 'choice' | 'part' | 'flag' | 'flag-only'; // flag: never asked; flag-only: its flag stands in options.ts, or there is none
  readonly repeat?: boolean;
  readonly also?: readonly Command[]; // its flag is an option of these commands, too
  readonly initial?: (sofar: Sofar) => string | undefined;
  readonly problem?: (text: string, sofar: Sofar) => string | null;
  readonly choices?: (sofar: Sofar) => readonly Option[];
  readonly applies?: (sofar: Sofar) => boolean; // is there anything to ask
}

const ownColumns = 'whose rows stay together; to leave out, repeat; of weights';

export const questions: readonly Question[] = [
  { key: 'title', flag: 'title', value: 'words', words: 'Title of the project', help: "title; from the directory's name", kind: 'text', initial: titleFor, problem: wordsProblem },
  { key: 'directory', flag: 'directory', value: 'dir', words: 'Directory', help: '', kind: 'text', initial: directoryFor, problem: directoryProblem },
  { key: 'package', flag: 'package', value: 'name', words: 'Python package', help: 'name of the Python package', kind: 'text', initial: packageFor, problem: packageProblem },
  { key: 'authors', flag: 'author', value: '"Given Family <mail>"', words: 'Author ("Given Family <mail>", "Family, Given" or a collaboration)', help: 'also "Family, Given" or a collaboration; repeat', kind: 'text', repeat: true, initial: author, problem: authorProblem },
  { key: 'orcids', flag: 'orcid', value: 'id', words: 'ORCID of that author (none: leave empty)', help: 'of the last --author', kind: 'text', repeat: true, problem: orcidProblem, applies: isPerson },
  { key: 'affiliations', flag: 'affiliation', value: 'words', words: 'Affiliation of that author (none: leave empty)', help: 'of the last --author', kind: 'text', repeat: true, problem: wordsProblem, applies: isPerson },
  { key: 'license', flag: 'license', value: 'SPDX', words: 'Licence of the code', help: 'licence of the code; MIT', kind: 'choice', initial: () => 'MIT', problem: licenceProblem, choices: () => plain(commonLicences) },
  { key: 'datasets', flag: 'dataset', value: 'ref', words: 'Dataset (DOI, URL, key or path)', help: 'DOI, URL, key or path; repeat, first is trained on; cdms', kind: 'text', repeat: true, also: ['update'], initial: () => 'cdms', problem: lineProblem },
  { key: 'recipe', flag: 'recipe', value: 'key', words: 'Recipe that reads it', help: 'how the dataset is read; by match', kind: 'choice', initial: (sofar) => entryOf(sofar)?.key, choices: ({ catalogue }) => catalogue.datasets.map(({ key, title }) => ({ value: key, name: title })), applies: (sofar) => entryOf(sofar) === null },
  { key: 'target', flag: 'target', value: 'column', words: 'Target: the column to be learned', hint: "not known yet: leave empty, 'make data' lists the columns", help: 'the column to be learned', kind: 'text', initial: (sofar) => entryOf(sofar)?.target ?? undefined, problem: lineProblem, choices: targets, applies: (sofar) => entryOf(sofar)?.generic === true },
  { key: 'group', flag: 'group', value: 'column', words: 'Column whose rows stay in one split', help: ownColumns, kind: 'flag', problem: lineProblem },
  { key: 'drop', flag: 'drop', value: 'column', words: 'Columns to leave out', help: ownColumns, kind: 'flag', repeat: true, problem: lineProblem },
  { key: 'weight', flag: 'weight', value: 'column', words: 'Column that says how much a row counts', help: ownColumns, kind: 'flag', problem: lineProblem },
  { key: 'options', flag: 'option', value: 'key=value', words: 'How the recipe reads the files', help: 'how the files are read (list options), decimal=, say; repeat', kind: 'flag', repeat: true, also: ['dataset'] },
  { key: 'task', flag: 'task', value: 'key', words: 'Task', help: 'regression, classification, forecast, density', kind: 'choice', initial: (sofar) => fitOf(sofar)?.task, choices: (sofar) => plain(offered(sofar).tasks) },
  { key: 'model', flag: 'model', value: 'key', words: 'Model', help: "the dataset's own default", kind: 'choice', initial: (sofar) => fitOf(sofar)?.model.key, choices: (sofar) => offered(sofar).models },
  { key: 'framework', flag: 'framework', value: 'key', words: 'Framework', help: "the model's first", kind: 'choice', initial: (sofar) => fitOf(sofar)?.framework, choices: (sofar) => plain(offered(sofar).frameworks) },
  { key: 'description', flag: 'description', value: 'words', words: 'Description', help: 'one sentence made of model and dataset', kind: 'text', initial: description, problem: textProblem },
  { key: 'repository', flag: 'repository', value: 'url', words: 'Repository (https URL; none yet: leave empty)', help: 'https URL of the code; git remote', kind: 'text', initial: ({ facts }) => facts.remote ?? undefined, problem: repositoryProblem },
  { key: 'codeDoi', flag: 'code-doi', value: 'doi', words: 'DOI of the code (none yet: leave empty)', help: 'DOI of the code, if it has one', kind: 'text', problem: doiProblem },
  { key: 'ci', flag: 'ci', value: 'key', words: 'Continuous integration', help: 'github (default), gitlab or none', kind: 'choice', initial: () => 'github', choices: () => plain(['github', 'gitlab', 'none']) },
  { key: 'docker', flag: 'no-docker', value: null, words: 'Dockerfile', help: 'no Dockerfile', kind: 'part' },
  { key: 'conda', flag: 'no-conda', value: null, words: 'conda environment', help: 'no environment.yml', kind: 'part' },
  { key: 'notebooks', flag: 'no-notebooks', value: null, words: 'notebooks', help: 'no notebooks', kind: 'part' },
  { key: 'docs', flag: 'no-docs', value: null, words: 'Sphinx docs', help: 'no Sphinx project', kind: 'part' },
  { key: 'git', flag: 'no-git', value: null, words: 'git repository with a first commit', help: 'no git init', kind: 'part' },
  { key: 'rors', flag: 'ror', value: 'id', words: 'ROR id of that affiliation', help: '', kind: 'flag-only', repeat: true, problem: rorProblem },
  { key: 'files', flag: 'files', value: 'glob', words: 'Files that make data fetches', help: '', kind: 'flag-only', problem: lineProblem },
];

const plain = (words: readonly string[]): readonly Option[] => words.map((word) => ({ value: word, name: word }));

/** The recipe of the first dataset, or null where only a person can choose. */
export function entryOf({ answers, records, catalogue }: Sofar) {
  const [record] = records;
  if (!record) return null;
  try {
    return chooseRecipe(record, answers.recipe, catalogue).value;
  } catch {
    return null; // resolve says why, if nobody chooses
  }
}

function fitOf(sofar: Sofar): Fit | null {
  const entry = entryOf(sofar);
  try {
    return entry && chooseFit(entry, wishOf(entry, sofar), sofar.catalogue);
  } catch {
    return null; // likewise
  }
}

function offered(sofar: Sofar): { readonly tasks: readonly string[]; readonly models: readonly Option[]; readonly frameworks: readonly string[] } {
  const entry = entryOf(sofar);
  if (!entry) return { tasks: [], models: [], frameworks: [] };
  const wish = sofar.answers;
  const models = modelsFor(entry, wish, sofar.catalogue);
  const frameworks = wish.framework ? [wish.framework] : [...new Set(models.flatMap((model) => model.frameworks))];
  return { tasks: tasksOf(entry, sofar), models: models.map(({ key, title }) => ({ value: key, name: `${key}: ${title}` })), frameworks };
}

/** What is wished, and where no task is: the one that the target suggests. */
export function wishOf(entry: DatasetEntry, { answers, seen, catalogue }: Sofar): Wish {
  const task = answers.task ?? suggestedTask(seen?.preview, answers.target) ?? undefined;
  return task !== undefined && tasksFor(entry, { ...answers, task }, catalogue).length > 0 ? { ...answers, task } : answers;
}

/** Without those that the target cannot be learnt for. */
function tasksOf(entry: DatasetEntry, { answers, seen, catalogue }: Sofar): readonly string[] {
  const preview = seen?.preview;
  const tasks = tasksFor(entry, answers, catalogue);
  const target = preview && columnOf(preview, answers.target);
  const fitting = tasks.filter((task) => !target || targetProblem(target, task, preview?.whole === true) === null);
  return fitting.length === 0 ? tasks : fitting;
}

/** The columns that were seen; none where there was nothing to look at. */
function targets({ seen, answers }: Sofar): readonly Option[] {
  const preview = seen?.preview;
  const whole = preview?.whole === true;
  const known = (preview?.columns ?? []).filter((column) => lineProblem(column.name) === null && targetProblem(column, answers.task, whole) === null);
  if (known.length === 0) return [];
  const wide = Math.min(40, Math.max(...known.map(({ name }) => name.length)));
  return [{ value: '', name: 'none yet: `make data` lists the columns, `make data OPTION=target=NAME` sets it' }, ...known.map((column) => ({ value: column.name, name: `${visible(column.name).padEnd(wide)}  ${aboutColumn(column, whole)}` }))];
}

function author({ facts }: Sofar): string | undefined {
  if (facts.name === null) return undefined;
  const texts = facts.email === null ? [facts.name] : [`${facts.name} <${facts.email}>`, facts.name]; // root@localhost: the name alone
  return texts.find((text) => authorProblem(text) === null);
}

function isPerson({ answers }: Sofar): boolean {
  const first = answers.authors?.[0];
  return first !== undefined && authorProblem(first) === null && parseAuthor(first).kind === 'person';
}

function description(sofar: Sofar): string | undefined {
  const [entry, fit, record] = [entryOf(sofar), fitOf(sofar), sofar.records[0]];
  if (!entry || !fit || !record) return undefined;
  const data = entry.generic ? `"${record.title}"` : entry.summary;
  return `${fit.model.summary.replace(/^./u, (letter) => letter.toUpperCase())} trained on ${data}.`;
}
