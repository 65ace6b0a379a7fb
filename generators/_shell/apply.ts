// A plan carried out: the only writer. All is written beside the goal first, so that a kill at any moment leaves no half-written project.
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Change, Plan } from '../../core/plan/plan.ts';
import type { Placing } from '../../core/plan/update.ts';
import { reasonOf, systemCode, type Target } from './disk.ts';
import { place, takeBack } from './journal.ts';
import { alive, open, remainsIn, workingFolder } from './working.ts';

/** Work done on the complete new folder before it gets its name: git, which then is part of all or nothing. */
export type Finish = (folder: string) => Promise<void>;

export async function apply(plan: Plan, folder: string, target: Target, finish: Finish): Promise<void> {
  const creations = plan.changes.filter(({ kind }) => kind === 'create');
  const made: string[] = []; // to be removed again, the last first, if anything fails
  const parent = target === 'absent' ? path.dirname(folder) : folder;
  const name = target === 'absent' ? path.basename(folder) : INSIDE;
  const partial = workingFolder(parent, name);
  const whole = path.join(partial, 'project');
  const undo = (): void => {
    fs.rmSync(partial, { recursive: true, force: true });
    for (const one of [...made].reverse()) remove(one);
  };
  process.once('exit', undo); // Ctrl-C, too
  try {
    makeFolder(parent, made);
    removeRemains(parent, name);
    open(partial);
    writeFiles(whole, creations);
    if (target === 'absent') {
      await alive(partial, () => finish(whole));
      if (fs.existsSync(folder)) throw new UserError(`${folder} came into being meanwhile.`, 'Nothing was written: run it again, or name another directory.');
      fs.renameSync(whole, folder);
      made.length = 0; // all is there
      fs.rmSync(partial, { recursive: true, force: true });
    } else {
      placeFiles(whole, folder, creations, made);
      fs.rmSync(partial, { recursive: true, force: true });
      made.length = 0; // all is there: git's failure takes nothing back
      await finish(folder);
    }
  } catch (error) {
    undo();
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new UserError(`Writing to ${parent} failed: ${reason}.`, 'Nothing was left behind: mend that, or name another directory, and run it again.');
  } finally {
    process.removeListener('exit', undo);
  }
}

/** Creates, replaces and removes files of a project that is there: all of it, or none. */
export function applyChanges(placings: readonly Placing[], folder: string): void {
  const partial = workingFolder(folder, INSIDE);
  const undo = (): void => takeBack(folder, partial);
  process.once('exit', undo); // Ctrl-C, too
  try {
    open(partial);
    place(placings, folder, partial);
  } catch (error) {
    undo();
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new UserError(`Writing to ${folder} failed: ${reason}.`, 'Everything is as it was: mend that, and run it again.');
  } finally {
    process.removeListener('exit', undo);
  }
}

/** Puts right what a run that was killed left half done in a project; refuses while another one is at work. */
export function recover(folder: string): void {
  const busy = remainsIn(folder, INSIDE).find(({ atWork }) => atWork);
  if (busy) throw new UserError(`Another run of this program is writing here (process ${busy.pid}).`, 'Wait until it has ended, and run it again; one that was killed on another machine or in another container is taken back after two minutes.');
  removeRemains(folder, INSIDE);
}

/** The goal of a run that works in a folder which is there: the folder itself. */
export const INSIDE = '.';

/** Folders that were not there are remembered. */
function makeFolder(folder: string, made: string[]): void {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder), made);
  fs.mkdirSync(folder);
  made.push(folder);
}

function writeFiles(root: string, changes: readonly Change[]): void {
  fs.mkdirSync(root);
  const folders = new Set(changes.map(({ path: name }) => path.dirname(path.join(root, name))));
  for (const folder of folders) fs.mkdirSync(folder, { recursive: true });
  for (const { path: name, text } of changes) fs.writeFileSync(path.join(root, name), text, { flag: 'wx' });
}

/** Moves file by file into a folder that exists, never onto anything. */
function placeFiles(partial: string, folder: string, changes: readonly Change[], made: string[]): void {
  for (const { path: name } of changes) {
    const goal = path.join(folder, name);
    makeFolder(path.dirname(goal), made);
    try {
      fs.linkSync(path.join(partial, name), goal);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') throw error;
      fs.copyFileSync(path.join(partial, name), goal, fs.constants.COPYFILE_EXCL); // a file system without links
    }
    made.push(goal);
  }
}

/** What earlier runs of ours left when they were killed; those that still run are let alone. */
function removeRemains(parent: string, name: string): void {
  for (const { folder, atWork } of remainsIn(parent, name)) if (!atWork) takeBack(parent, folder);
}

function remove(one: string): void {
  try {
    if (fs.lstatSync(one).isDirectory()) fs.rmdirSync(one);
    else fs.unlinkSync(one);
  } catch {
    // somebody else put a file into it meanwhile, or took it away: theirs to keep
  }
}
