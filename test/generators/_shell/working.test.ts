import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beginningOf, spaceOfNumbers } from '../../../generators/_shell/processes.ts';
import { open, remainsIn, workingFolder } from '../../../generators/_shell/working.ts';
import { dead, elsewhere, reused } from './remains.ts';

let root = '';
beforeEach(() => void (root = fs.mkdtempSync(path.join(os.tmpdir(), 'working-'))));
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const seen = (name: string, age = 0): boolean | undefined => {
  open(name);
  const then = new Date(Date.now() - age);
  fs.utimesSync(name, then, then);
  return remainsIn(root, 'jets').find(({ folder }) => folder === name)?.atWork;
};
const MINUTE = 60_000;

it.each<[string, (folder: string) => string, number, boolean]>([
  ['of this very process', (folder) => folder, 0, true],
  ['of this very process, an hour at work', (folder) => folder, 60 * MINUTE, true],
  ['of one that runs no more', dead, 0, false],
  ['of one whose number this process has now', reused, 0, false],
  ['of the first process of a container that is no more', (folder) => reused(folder.replace(`-${process.pid}-`, '-1-')), 0, false],
  ['of another machine or container, heard of just now', elsewhere, 0, true],
  ['of another machine or container, in time to come', elsewhere, -60 * MINUTE, false],
  ['of another machine or container, silent for three minutes', elsewhere, 3 * MINUTE, false],
])('%s', (_, as, age, atWork) => expect(seen(as(workingFolder(root, 'jets')), age)).toBe(atWork));

it('is not ours by another name, for another goal, or as a link', () => {
  for (const name of ['.jets.123-abc.partial', '.fair-ai-jets.partial', path.basename(workingFolder(root, 'jets')).toUpperCase()]) fs.mkdirSync(path.join(root, name));
  fs.mkdirSync(dead(workingFolder(root, 'other')));
  fs.symlinkSync(path.join(root, '.jets.123-abc.partial'), dead(workingFolder(root, 'jets')));
  fs.writeFileSync(dead(workingFolder(root, 'jets')), 'a file');
  expect(remainsIn(root, 'jets')).toEqual([]);
  expect(remainsIn(root)).toHaveLength(1);
});

it('a process is known by when it began, and not at all once it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const [pid = 0] = [child.pid];
  expect(beginningOf(pid)).not.toBeNull();
  expect(beginningOf(process.pid)).toBe(beginningOf(process.pid));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(beginningOf(pid)).toBeNull();
  for (const none of [0, -1, 1.5, Number.NaN, 2 ** 53]) expect(beginningOf(none)).toBeNull();
  expect(spaceOfNumbers()).toMatch(/^(boot|host) ./);
});
