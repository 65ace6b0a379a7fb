// Answers become a ProjectSpec: every default filled in, every rule kept, or a UserError.
import { UserError } from '../errors.ts';
import { guessOf } from '../look/preview.ts';
import { visible } from '../words.ts';
import { apart } from './apart.ts';
import { columnOf } from './columns.ts';
import { parseDoi } from './identifiers.ts';
import { findLicence } from './licences.ts';
import { slugFor } from './names.ts';
import { meant } from './nearest.ts';
import { initialsOf, parseAuthor, printAuthor } from './people.ts';
import { questions, wishOf, type Question, type Sofar } from './questions.ts';
import { chooseFit, chooseRecipe } from './recipe.ts';
import { checkOptions, setOptions, type Options } from './recipe-options.ts';
import { narrowTo } from './selection.ts';
import { httpsRepository } from './rules.ts';
import { refuseSecret } from './secrets.ts';
import type { Answers, Author, Ci, ProjectSpec } from './spec.ts';

export interface Resolved {
  readonly spec: ProjectSpec;
  readonly directory: string; // as typed, or the default
  readonly notes: readonly string[];
}

interface Run {
  readonly today: string;
  readonly tool: ProjectSpec['tool'];
}

/** Refuses what no rule allows, before anything is asked or fetched. */
export function checkAnswers(sofar: Sofar): void {
  for (const question of questions) for (const text of given(question, sofar.answers)) {
    refuseSecret(`--${question.flag}`, text, question.key === 'datasets');
    const problem = question.problem?.(text, sofar) ?? null;
    if (problem === null) continue;
    if (question.key === 'license' && !/^no licen/i.test(text)) findLicence(text); // its own two lines
    throw new UserError(`--${question.flag} ${JSON.stringify(text)}: ${problem}`, `Give another --${question.flag}, or leave it out for the default.`);
  }
  const { answers, catalogue } = sofar;
  oneOf('ci', answers.ci, ['github', 'gitlab', 'none']);
  oneOf('recipe', answers.recipe, catalogue.datasets.map(({ key }) => key));
  oneOf('task', answers.task, catalogue.tasks.map(({ key }) => key));
  oneOf('model', answers.model, catalogue.models.map(({ key }) => key));
  oneOf('framework', answers.framework, catalogue.frameworks.map(({ key }) => key));
  checkOptions(answers, catalogue.datasets);
  answers.authors?.forEach((text, index) => parseAuthor(text, answers.orcids?.[index] ?? null, answers.affiliations?.[index] ?? null));
}

/** One value or several, as text. */
export function given(question: Question, answers: Answers): readonly string[] {
  const value = answers[question.key];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function oneOf(flag: string, word: string | undefined, words: readonly string[]): void {
  if (word === undefined || words.includes(word)) return;
  throw new UserError(`There is no ${flag} '${word}'${meant(word, words)}.`, `--${flag} takes ${words.join(', ')}.`);
}

export function resolve(sofar: Sofar, run: Run): Resolved {
  checkAnswers(sofar);
  const [record] = sofar.records;
  if (!record) throw new Error('resolve is called before the datasets are resolved');
  const recipe = chooseRecipe(record, sofar.answers.recipe, sofar.catalogue);
  const fit = chooseFit(recipe.value, wishOf(recipe.value, sofar), sofar.catalogue);
  const full = complete({ ...sofar, answers: { ...sofar.answers, recipe: recipe.value.key, task: fit.task, model: fit.model.key, framework: fit.framework } });
  const title = tidy(full.title ?? '');
  const authors: readonly Author[] = full.authors?.map((text, i) => parseAuthor(text, full.orcids?.[i] ?? null, full.affiliations?.[i] ?? null, full.rors?.[i] ?? null)) ?? [];
  if (authors.length === 0 && (full.orcids ?? full.affiliations) !== undefined) throw new UserError('An ORCID or affiliation is given, and no author is known.', 'Put --author "Given Family" before it.');
  const options = setOptions(recipe.value, full);
  const nobody: Author = { kind: 'entity', name: `The ${title} contributors`, email: null };
  const spec: ProjectSpec = {
    title,
    slug: slugFor({ ...sofar, answers: full }),
    package: full.package ?? '',
    description: (full.description ?? '').replace(/\r\n?/g, '\n').trim(),
    authors: authors.length > 0 ? authors : [nobody],
    initials: initialsOf(authors[0] ?? nobody),
    licence: findLicence(full.license ?? ''),
    datasets: apart(full.files === undefined ? [narrowTo(record, recipe.value.files), ...sofar.records.slice(1)] : sofar.records),
    recipe: recipe.value.key,
    target: full.target ?? textIn(options, 'target'),
    options,
    task: fit.task,
    model: fit.model.key,
    framework: fit.framework,
    codeDoi: full.codeDoi === undefined ? null : parseDoi(full.codeDoi),
    repository: full.repository === undefined ? null : httpsRepository(full.repository),
    docker: full.docker ?? true,
    ci: ciOf(full.ci),
    conda: full.conda ?? true,
    notebooks: full.notebooks ?? true,
    docs: full.docs ?? true,
    git: full.git ?? true,
    ...run,
    answers: {},
  };
  return { spec: { ...spec, answers: answersOf(spec, full) }, directory: full.directory ?? '.', notes: [recipe.note, taskNote(sofar, recipe.value.tasks[0], fit.task)].filter((note) => note !== null) };
}

/** Where nobody has said the task, and the target suggests another than the recipe's first. */
function taskNote({ answers, seen }: Sofar, usual: string | undefined, task: string): string | null {
  const column = seen?.preview && columnOf(seen.preview, answers.target);
  return !column || answers.task !== undefined || task === usual ? null : `The task is ${task}, for ${JSON.stringify(visible(column.name))} has ${guessOf(column).reason}; --task says otherwise.`;
}

/** The answers with every default filled in, question by question, so that later defaults see the earlier ones. */
export function complete(sofar: Sofar): Answers {
  let answers = sofar.answers;
  for (const { key, kind, repeat, initial } of questions) {
    if (kind === 'part' || answers[key] !== undefined) continue;
    const value = initial?.({ ...sofar, answers });
    if (value !== undefined) answers = { ...answers, [key]: repeat ? [value] : value };
  }
  return answers;
}

const ciOf = (ci: string | undefined): Ci => (ci === 'gitlab' || ci === 'none' ? ci : 'github');
const textIn = (options: Options, name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** What .fair-ai.yml keeps: every answer as it was resolved, so that another machine's git or a later default changes nothing; no directory, which is the reader's own. */
function answersOf(spec: ProjectSpec, full: Answers): Answers {
  const people = spec.authors.map((author) => (author.kind === 'person' ? author : null));
  const orcids = people.map((person) => person?.orcid ?? null);
  const affiliations = people.map((person) => person?.affiliation ?? null);
  const rors = people.map((person) => person?.ror ?? null);
  return {
    title: spec.title,
    package: spec.package,
    description: spec.description,
    authors: spec.authors.map(printAuthor),
    ...(orcids.some((orcid) => orcid !== null) && { orcids }),
    ...(affiliations.some((affiliation) => affiliation !== null) && { affiliations }),
    ...(rors.some((ror) => ror !== null) && { rors }),
    license: spec.licence,
    datasets: spec.datasets.map(({ requested }) => requested), // of local data the name, not the place
    ...(full.files !== undefined && { files: full.files }),
    recipe: spec.recipe,
    ...(spec.target !== null && { target: spec.target }),
    ...(full.group !== undefined && { group: full.group }),
    ...(full.drop !== undefined && { drop: full.drop }),
    ...(full.weight !== undefined && { weight: full.weight }),
    ...(full.options !== undefined && { options: full.options }),
    task: spec.task,
    model: spec.model,
    framework: spec.framework,
    ...(spec.codeDoi !== null && { codeDoi: spec.codeDoi }),
    ...(spec.repository !== null && { repository: spec.repository }),
    docker: spec.docker,
    ci: spec.ci,
    conda: spec.conda,
    notebooks: spec.notebooks,
    docs: spec.docs,
    git: spec.git,
  };
}
