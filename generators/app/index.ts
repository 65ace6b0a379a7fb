// A new project, as a generator: `create-fair-ai` runs it, and Yeoman can.
import { UserError } from '../../core/errors.ts';
import { formatPlan, formatReport, type Paint } from '../../core/report/text.ts';
import { planForMachines } from '../../core/report/report.ts';
import { parseArgv, type Invocation } from '../_shell/args.ts';
import { generatorFor, type Steps } from '../_shell/base.ts';
import type { GitFacts } from '../_shell/git.ts';
import { ownVersion } from '../_shell/disk.ts';
import { withAnswers } from '../_shell/kept.ts';
import { gather, makePlan, report, write, type Planned, type World } from '../_shell/project.ts';
import { findTools, type Found } from '../_shell/tools.ts';
import type { Sofar } from '../../core/spec/questions.ts';
import type { Answers } from '../../core/spec/spec.ts';

export interface Output {
  readonly print: (text: string) => void; // to stdout
  readonly paint: Paint;
  readonly finish: (exitCode: number) => void;
}

export function newProject(invocation: Invocation, world: World, output: Output): Steps {
  const { json, dryRun } = invocation.options;
  let gathered: { readonly sofar: Sofar; readonly git: GitFacts } | undefined;
  let planned: Planned | undefined;
  let git: string | null = null;
  let tools: Promise<Found> | undefined;
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the steps of a generator ran out of order');
    return value;
  };
  let answered: Answers | null = null; // by a person who was asked
  const keeping = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw withAnswers(error, answered);
    }
  };
  return {
    ask: async (ask) => {
      if (!dryRun) tools = findTools(); // meanwhile: a python3 may take its time to say its version
      gathered = await keeping(() => gather(invocation, world, ask, (answers) => void (answered = answers)));
    },
    plan: async () => {
      const { sofar, git: facts } = ready(gathered);
      planned = await keeping(async () => makePlan(sofar, facts, invocation, world));
    },
    write: async () => {
      if (dryRun) return;
      git = await keeping(() => write(ready(planned)));
    },
    report: async () => {
      const done = ready(planned);
      const { plan, resolved } = done;
      if (dryRun) output.print(json ? machine(planForMachines(plan, resolved.directory, ownVersion())) : formatPlan(plan, resolved.directory, output.paint));
      else {
        const made = report(done, git, await ready(tools), invocation);
        output.print(json ? machine(made) : formatReport(made, output.paint));
      }
      output.finish(plan.changes.some(({ kind }) => kind === 'conflict') ? 1 : 0);
    },
  };
}

export const machine = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Under Yeoman itself the words after the name are argv, as everywhere. */
export default generatorFor((args, options) => {
  const world = options['world'];
  if (!isWorld(world)) throw new UserError('This generator is started by create-fair-ai.', 'Run npm init fair-ai.');
  return newProject(parseArgv(args), world, { print: world.say, paint: (_, text) => text, finish: () => {} });
});

const isWorld = (value: unknown): value is World => typeof value === 'object' && value !== null && 'cwd' in value && 'say' in value;
