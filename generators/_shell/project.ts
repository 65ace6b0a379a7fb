// A new project, step by step: ask, resolve and plan, write, report. The steps hang on Yeoman's queues in base.ts.
import path from 'node:path';
import { catalogue as ours } from '../../core/catalogue/table.ts';
import type { Catalogue } from '../../core/catalogue/catalogue.ts';
import { UserError } from '../../core/errors.ts';
import { comparePlan } from '../../core/plan/compare.ts';
import { planFresh } from '../../core/plan/fresh.ts';
import { LOCAL } from '../../core/plan/local.ts';
import { layerFolders } from '../../core/plan/layers.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { nextSteps, replayCommand } from '../../core/report/next.ts';
import { quote } from '../../core/report/quote.ts';
import { reportOf, type Report } from '../../core/report/report.ts';
import { parseAnswers } from '../../core/spec/answers.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { entryOf, type Sofar } from '../../core/spec/questions.ts';
import { setOptions } from '../../core/spec/recipe-options.ts';
import { checkColumns } from '../../core/spec/columns.ts';
import { checkAnswers, resolve, type Resolved } from '../../core/spec/resolve.ts';
import type { Answers, Person, ProjectSpec } from '../../core/spec/spec.ts';
import { apply } from './apply.ts';
import type { Invocation } from './args.ts';
import { askAll, unanswered, type Ask } from './ask.ts';
import { inspectTarget, ownVersion, readOnDisk, readTemplates, readText, type Target } from './disk.ts';
import { firstCommit } from './git-commit.ts';
import { gitFacts, isInWorkTree, type GitFacts } from './git.ts';
import { lookUpAuthors } from './authors.ts';
import { mirrorOf } from './mirror.ts';
import { previewed } from './preview.ts';
import { resolveDataset } from './resolve-dataset.ts';
import { missing, type Found } from './tools.ts';
import { remainsIn } from './working.ts';

/** What a run is given from outside; tests give their own. */
export interface World {
  readonly cwd: string;
  readonly now: Date;
  readonly person: boolean; // is one there to ask
  readonly say: (line: string) => void; // to stderr
  readonly catalogue?: Catalogue;
  readonly planner?: typeof planFresh;
  readonly lookUp?: typeof resolveDataset;
}

export interface Planned {
  readonly resolved: Resolved;
  readonly plan: Plan;
  readonly folder: string; // absolute
  readonly target: Target;
  readonly git: GitFacts;
  readonly typed: boolean; // the authors: by a person, not taken from git
}

/** git leaves this one out: nobody else's business. */
const committedOf = ({ changes }: Plan): readonly string[] => changes.map(({ path: name }) => name).filter((name) => name !== LOCAL);
const personOf = ({ authors }: ProjectSpec): Person | null => authors.find((author) => author.kind === 'person') ?? null;

/** Every answer there is: flags before the answers file before what a person says before the defaults. */
export async function gather(invocation: Invocation, world: World, ask: Ask, answered: (answers: Answers) => void = () => {}): Promise<{ readonly sofar: Sofar; readonly git: GitFacts }> {
  const { options } = invocation;
  if (options.lookUp && options.offline) throw new UserError('--look-up asks ORCID and ROR, and --offline allows no network.', 'Leave one of the two out.');
  const fromFile = options.answers === null ? {} : parseAnswers(readText(path.resolve(world.cwd, options.answers), 'The answers file'), options.answers);
  const answers: Answers = { ...fromFile, ...invocation.answers };
  const git = await gitFacts(path.resolve(world.cwd, answers.directory ?? '.'));
  const facts = { cwd: world.cwd, name: git.name, email: git.email, remote: answers.directory === undefined ? null : git.remote };
  const start: Sofar = { answers, facts, records: [], catalogue: world.catalogue ?? ours };
  checkAnswers(start);
  if (answers.directory !== undefined) refuseFilled(inspectTarget(path.resolve(world.cwd, answers.directory)), path.resolve(world.cwd, answers.directory), answers.directory, options.force);
  if (!options.yes && !world.person) refuseSilence(start, invocation);
  const lookUp = (sofar: Sofar): Promise<Sofar> => lookUpAll(sofar, invocation, world);
  const withPeople = (sofar: Sofar): Promise<Sofar> => (options.lookUp ? lookUpAuthors(sofar, mirrorOf(options.mirror), world.say) : Promise.resolve(sofar));
  if (options.yes || !world.person) return { sofar: await withPeople(lookInto(await lookUp(answers.datasets ? start : { ...start, answers: { ...answers, datasets: ['cdms'] } }), () => {})), git };
  const known = answers.datasets ? lookInto(await lookUp(start), world.say) : start;
  const sofar = await askAll(known, ask, {
    lookUp,
    lookInto: (found) => lookInto(found, world.say),
    answered,
    taken: (directory) => sentence(() => refuseFilled(inspectTarget(path.resolve(world.cwd, directory)), path.resolve(world.cwd, directory), directory, options.force)),
    complain: (error) => world.say(`${error.message}\n${error.remedy}`),
  });
  return { sofar: await withPeople(sofar), git };
}

/** Nothing has been written yet, and nothing is written here. */
export function makePlan(sofar: Sofar, git: GitFacts, invocation: Invocation, world: World): Planned {
  const run = { today: world.now.toISOString().slice(0, 10), tool: { name: 'create-fair-ai', version: ownVersion() } };
  const resolved = resolve(sofar, run);
  const recipe = sofar.catalogue.datasets.find(({ key }) => key === resolved.spec.recipe) ?? null;
  const [record] = resolved.spec.datasets;
  const { preview, notes: looked } = sofar.seen?.preview ? sofar.seen : record === undefined ? { preview: null, notes: [] } : previewed(record, recipe, resolved.spec.options);
  if (preview !== null) checkColumns(preview, resolved.spec.options, resolved.spec.task);
  const folder = path.resolve(world.cwd, resolved.directory);
  const target = inspectTarget(folder);
  refuseFilled(target, folder, resolved.directory, invocation.options.force);
  const { drafts, notes } = (world.planner ?? planFresh)(resolved.spec, sofar.catalogue, readTemplates(layerFolders(resolved.spec, sofar.catalogue), [resolved.spec.licence, 'CC0-1.0']));
  const onDisk = target === 'filled' ? readOnDisk(folder, drafts.map(({ path: name }) => name)) : new Map<string, string>();
  return { resolved, plan: comparePlan(drafts, onDisk, [...(sofar.notes ?? []), ...resolved.notes, ...looked, ...notes]), folder, target, git, typed: sofar.answers.authors !== undefined };
}

/** Writes the project, and its git repository as part of it. */
export async function write({ resolved, plan, folder, target, git, typed }: Planned): Promise<string | null> {
  const { spec } = resolved;
  const outside = spec.git ? isInWorkTree(folder).then((inside) => !inside) : Promise.resolve(true);
  let outcome: string | null = null;
  await apply(plan, folder, target, async (made) => {
    if (!spec.git) return;
    if (!git.installed) outcome = 'no repository: git is not installed';
    else if (target === 'filled') outcome = 'left to you, as the directory held files before';
    else if (!(await outside)) outcome = 'left to the repository that it stands in';
    else outcome = await firstCommit(made, git, { message: `${spec.title}: as ${spec.tool.name} ${spec.tool.version} made it`, paths: committedOf(plan), author: typed ? personOf(spec) : null });
  });
  return outcome;
}

export function report({ resolved, plan }: Planned, git: string | null, tools: Found, invocation: Invocation): Report {
  const { spec, directory } = resolved;
  const { mirror, offline } = invocation.options;
  const lacking = missing(tools);
  const next = nextSteps(spec, directory, { make: tools.make, windows: process.platform === 'win32' });
  const replay = replayCommand({ directory, answers: spec.answers, mirror, offline });
  return reportOf(spec, directory, lacking === null ? plan : { ...plan, notes: [...plan.notes, lacking] }, git, next, replay);
}

async function lookUpAll(sofar: Sofar, invocation: Invocation, world: World): Promise<Sofar> {
  const { catalogue, answers } = sofar;
  const { mirror, offline } = invocation.options;
  const records: DatasetRecord[] = [];
  for (const [index, text] of (answers.datasets ?? []).entries()) {
    if (!offline && !catalogue.datasets.some(({ key }) => key === text)) world.say(`looking up ${text} …`);
    const files = index === 0 ? (answers.files ?? null) : null; // the others only land in data/raw/
    records.push(await (world.lookUp ?? resolveDataset)(text, { mirror: mirrorOf(mirror), offline, files, cwd: world.cwd, catalogue, now: world.now }));
  }
  return { ...sofar, records };
}

/** What the first dataset's local files show, for the questions; UserError for a flag that does not fit them. */
function lookInto(sofar: Sofar, say: World['say']): Sofar {
  const [[record], recipe] = [sofar.records, entryOf(sofar)];
  if (record === undefined || recipe === null) return sofar;
  const options = setOptions(recipe, sofar.answers);
  const seen = previewed(record, recipe, options);
  if (seen.preview !== null) checkColumns(seen.preview, options, sofar.answers.task);
  seen.notes.forEach(say);
  return { ...sofar, seen };
}

function refuseFilled(target: Target, folder: string, directory: string, force: boolean): void {
  if (target !== 'filled' || force) return;
  const name = directory === '.' ? 'This directory' : `'${directory}'`;
  if (remainsIn(folder).length > 0) throw new UserError(`${name} holds what a run of this program left when it was killed.`, 'Run it again with --force: what is there is kept, what is missing is made.');
  throw new UserError(`${name} is not empty.`, 'Name another directory, or add --force: what is there is kept, and only what is missing is made.');
}

function refuseSilence(sofar: Sofar, invocation: Invocation): void {
  const open = unanswered(sofar);
  if (open.length === 0) return;
  const directory = invocation.answers.directory;
  throw new UserError(`No terminal to ask in, and no answer to ${open.join(', ')}.`, `Add --yes for the defaults: npm init fair-ai -- ${directory === undefined ? '' : `${quote(directory)} `}--yes`);
}

function sentence(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
