// `update --data`: resolves the datasets of a project again, shows what changed, and brings the project up to it.
import path from 'node:path';
import { catalogue as ours } from '../../core/catalogue/table.ts';
import { UserError } from '../../core/errors.ts';
import { updatedProject, type Updated } from '../../core/plan/update-data.ts';
import { isWithdrawn } from '../../core/plan/update-difference.ts';
import { formatUpdate } from '../../core/report/update-text.ts';
import { updateReport, type UpdateReport } from '../../core/report/update.ts';
import type { Output } from '../app/index.ts';
import { applyChanges, INSIDE, recover } from '../_shell/apply.ts';
import type { Invocation } from '../_shell/args.ts';
import type { Ask } from '../_shell/ask.ts';
import type { Steps } from '../_shell/base.ts';
import { ownVersion } from '../_shell/disk.ts';
import { mirrorOf } from '../_shell/mirror.ts';
import type { World } from '../_shell/project.ts';
import { remainsIn } from '../_shell/working.ts';
import { resolveDataset } from '../_shell/resolve-dataset.ts';
import { lookUpAgain } from './look-up.ts';
import { changesOf, openProject, type Changes } from './project.ts';

interface Known {
  readonly folder: string;
  readonly updated: Updated;
  readonly changes: Changes;
}

/** Looking up belongs to the first queue, because the question that may follow shows what was found. */
export function updateProject(invocation: Invocation, world: World, output: Output): Steps {
  const { json, dryRun, yes } = invocation.options;
  const directory = invocation.subject ?? '.';
  let known: Known | undefined;
  let declined = false;
  const ready = (): Known => {
    if (known === undefined) throw new Error('the steps of a generator ran out of order');
    return known;
  };
  return {
    ask: async (ask) => {
      known = await prepare(invocation, directory, world);
      const wanted = known.changes.placings.length > 0;
      if (!wanted || dryRun || yes || json || !world.person) return;
      world.say(formatUpdate({ ...reportOf(known, directory, invocation), dryRun: true, next: [] }, (_, text) => text));
      declined = !(await consents(ask));
    },
    plan: () => {},
    write: async () => {
      const { folder, changes } = ready();
      if (!dryRun && !declined && changes.placings.length > 0) applyChanges(changes.placings, folder);
    },
    report: async () => {
      if (declined) {
        world.say('Nothing was written.');
        return output.finish(1);
      }
      const made = reportOf(ready(), directory, invocation);
      output.print(json ? `${JSON.stringify(made, null, 2)}\n` : formatUpdate(made, output.paint));
      output.finish(made.conflicts.length > 0 || ready().updated.records.some(isWithdrawn) ? 1 : 0);
    },
  };
}

async function consents(ask: Ask): Promise<boolean> {
  const choices = [{ value: 'yes', name: 'yes' }, { value: 'no', name: 'no: leave everything as it is' }];
  const { write } = await ask({ type: 'select', name: 'write', message: 'Write these changes?', default: 'yes', choices });
  return write !== 'no';
}

async function prepare({ answers, options }: Invocation, directory: string, world: World): Promise<Known> {
  if (!options.data) throw new UserError('update without --data, the merge of newer templates, comes in a later version.', 'To look up the datasets again: create-fair-ai update --data.');
  const [replacement = null, second] = answers.datasets ?? [];
  if (second !== undefined) throw new UserError('update --data takes one --dataset.', 'Move one dataset at a time: run it once for each.');
  const folder = path.resolve(world.cwd, directory);
  const catalogue = world.catalogue ?? ours;
  if (openProject(folder, directory) && remainsIn(folder, INSIDE).length > 0) putRight(folder, options.dryRun);
  const opened = openProject(folder, directory);
  const files = answers.files ?? null;
  const again = await lookUpAgain({
    datasets: opened.manifest.datasets, replacement, files, glob: opened.project.answers.files ?? null,
    options: { mirror: mirrorOf(options.mirror), cwd: world.cwd, catalogue, now: world.now }, lookUp: world.lookUp ?? resolveDataset, say: world.say,
  });
  const updated = updatedProject({ ...opened, again, files, catalogue, moment: world.now.toISOString() });
  return { folder, updated, changes: changesOf(opened, updated, catalogue) };
}

function putRight(folder: string, dryRun: boolean): void {
  if (dryRun) throw new UserError('A run that was killed left changes half done here.', 'Run it without --dry-run: they are taken back first.');
  recover(folder);
}

function reportOf({ updated, changes }: Known, directory: string, { options }: Invocation): UpdateReport {
  const { differences, after } = updated;
  const mirror = mirrorOf(options.mirror);
  const gone = differences.some(({ withdrawn }) => withdrawn !== null);
  const notes = gone && mirror !== null ? [...changes.notes, `The archives were asked through the mirror ${mirror}: if it does not keep everything, run it again without the mirror.`] : changes.notes;
  return updateReport({ version: ownVersion(), directory, mirror: options.mirror, dryRun: options.dryRun, differences, ...changes, notes, trains: after.target !== null });
}
