// Changing files that are there, all or nothing, also when the run is killed: what is replaced is kept until all is done, and the next run puts it back.
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { isMapping } from '../../core/spec/mapping.ts';
import type { Placing } from '../../core/plan/update.ts';
import { systemCode } from './disk.ts';

/** In the working folder: `new/` as it shall be, `old/` what was replaced or removed, and this record of what is to be taken back. Without it nothing is. */
const RECORD = 'undo.json';

interface Undo {
  readonly created: readonly string[];
  readonly folders: readonly string[]; // the outer before the inner
}

/** Carries the changes out in `folder` with `partial`, a working folder inside it. What throws is for the caller to take back with `takeBack`. */
export function place(placings: readonly Placing[], folder: string, partial: string): void {
  for (const { path: name, text } of placings) if (text !== null) writeNew(path.join(partial, 'new', name), text);
  const created = placings.filter(({ before }) => before === null).map(({ path: name }) => name);
  const undo: Undo = { created, folders: missingFolders(folder, created) };
  fs.writeFileSync(path.join(partial, RECORD), JSON.stringify(undo), { flush: true });
  for (const name of undo.folders) fs.mkdirSync(path.join(folder, name));
  for (const placing of placings) placeOne(placing, folder, partial);
  fs.rmSync(path.join(partial, RECORD)); // done: from here on nothing is taken back
  for (const { path: name, text } of placings) if (text === null) removeEmpty(path.dirname(path.join(folder, name)), folder);
  fs.rmSync(partial, { recursive: true, force: true });
}

function writeNew(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { flag: 'wx' });
}

function missingFolders(folder: string, names: readonly string[]): readonly string[] {
  const all = names.flatMap((name) => name.split('/').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('/')));
  return [...new Set(all)].filter((name) => !fs.existsSync(path.join(folder, name))).sort();
}

/** At every moment the file is the old one or the new one, whole. */
function placeOne({ path: name, before, text }: Placing, folder: string, partial: string): void {
  const [goal, fresh, old] = [path.join(folder, name), path.join(partial, 'new', name), path.join(partial, 'old', name)];
  if (before === null) return linked(fresh, goal);
  if (fs.readFileSync(goal, 'utf8') !== before) throw new UserError(`${goal} was changed meanwhile.`, 'Nothing was written: run it again.');
  fs.mkdirSync(path.dirname(old), { recursive: true });
  if (text === null) return fs.renameSync(goal, old);
  linked(goal, old);
  fs.chmodSync(fresh, fs.statSync(goal).mode & 0o777);
  fs.renameSync(fresh, goal);
  return undefined;
}

/** A second name, never onto anything; a copy where the file system has no links. */
function linked(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
}

/** Puts everything back as it was before `place`, as far as it came. */
export function takeBack(folder: string, partial: string): void {
  const undo = readUndo(path.join(partial, RECORD));
  if (undo !== null) {
    for (const name of filesBelow(path.join(partial, 'old')).filter((one) => isInside(folder, one))) fs.renameSync(path.join(partial, 'old', name), path.join(folder, name));
    for (const name of undo.created.filter((one) => isInside(folder, one))) removeSame(path.join(folder, name), path.join(partial, 'new', name));
    for (const name of undo.folders.filter((one) => isInside(folder, one)).reverse()) removeEmpty(path.join(folder, name), folder);
  }
  fs.rmSync(partial, { recursive: true, force: true });
}

function readUndo(file: string): Undo | null {
  if (!fs.existsSync(file)) return null;
  try {
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    const words = (key: string): readonly string[] => (isMapping(value) && Array.isArray(value[key]) ? value[key].filter((one) => typeof one === 'string') : []);
    return { created: words('created'), folders: words('folders') };
  } catch {
    return null; // killed while it was written: nothing had been placed
  }
}

/** A record that came with somebody's repository may name anything: nothing is moved or removed through a link, or outside. */
function isInside(folder: string, name: string): boolean {
  const parts = name.split(path.sep).join('/').split('/');
  return parts.every((part, index) => part !== '' && part !== '.' && part !== '..' && !fs.lstatSync(path.join(folder, ...parts.slice(0, index + 1)), { throwIfNoEntry: false })?.isSymbolicLink());
}

function filesBelow(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Removes a file that we made; one that a person changed since is theirs. */
function removeSame(file: string, twin: string): void {
  if (fs.existsSync(file) && fs.existsSync(twin) && fs.readFileSync(file).equals(fs.readFileSync(twin))) fs.rmSync(file);
}

/** A folder that became empty, and those around it, up to the project. */
function removeEmpty(folder: string, top: string): void {
  if (folder === top || !fs.existsSync(folder) || fs.readdirSync(folder).length > 0) return;
  fs.rmdirSync(folder);
  removeEmpty(path.dirname(folder), top);
}
