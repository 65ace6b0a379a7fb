// Disks that refuse and programs that are killed: nothing half-written that a second run does not mend or name.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { files, snapshot } from '../lib/project.mjs';
import { create, created, run, start } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { PROGRAM, atEnd, folder } from '../lib/work.mjs';

const WORDS = ['a', '--yes', '--dataset', 'cdms', '--offline'];
const twoLines = ({ status, stderr }) => {
  assert.equal(status, 2, stderr);
  assert.equal(stderr.trim().split('\n').length, 2, `what, remedy:\n${stderr}`);
};

async function unwritable() {
  const home = folder('unwritable');
  const nobody = 65534;
  fs.chmodSync(home, 0o555);
  if (process.getuid?.() !== 0) return twoLines(await create(WORDS, { cwd: home }));
  fs.chmodSync(path.dirname(home), 0o755);
  const root = await run('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', 'test', '-r', PROGRAM]);
  need(root.status === 0, 'another user cannot read this checkout');
  twoLines(await run('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, PROGRAM, ...WORDS], { cwd: home, env: { HOME: '/nonexistent' } }));
  return undefined;
}

async function taken() {
  const home = folder('taken');
  fs.writeFileSync(path.join(home, 'a'), 'mine\n');
  twoLines(await create(WORDS, { cwd: home }));
  assert.equal(fs.readFileSync(path.join(home, 'a'), 'utf8'), 'mine\n');
  fs.mkdirSync(path.join(home, 'full'));
  fs.writeFileSync(path.join(home, 'full', 'README.md'), 'mine\n');
  twoLines(await create(['full', ...WORDS.slice(1)], { cwd: home }));
  const forced = await create(['full', ...WORDS.slice(1), '--force'], { cwd: home });
  assert.ok([0, 1].includes(forced.status), `--force: exit ${forced.status}\n${forced.stderr}`);
  assert.equal(fs.readFileSync(path.join(home, 'full', 'README.md'), 'utf8'), 'mine\n', '--force overwrites nothing');
}

/** A file system of 64 KiB: the project does not fit. */
async function full() {
  const home = folder('full');
  need(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home]).status === 0, 'no tmpfs can be mounted here');
  atEnd(() => spawnSync('umount', [home]));
  const refused = await create(WORDS, { cwd: home });
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /space|ENOSPC|full/i);
  assert.ok(!/ {4}at /.test(refused.stderr), `no stack:\n${refused.stderr}`);
  const left = files(home);
  if (left.length > 0) assert.match(refused.stderr, /again|rest|half|left|--force/i, `what is left is named: ${left.length} files\n${refused.stderr}`);
  spawnSync('mount', ['-o', 'remount,size=64m', home]);
  const second = await create([...WORDS, '--force'], { cwd: home });
  assert.equal(second.status, 0, `a second run mends it: ${second.stderr}`);
  await whole(path.join(home, 'a'));
}

/** The same files, byte for byte, as a run that nobody disturbed (times and git apart). */
async function whole(at) {
  const reference = folder('reference');
  await created(WORDS, { cwd: reference });
  assert.deepEqual(files(at), files(path.join(reference, 'a')));
  const [found, expected] = [snapshot(at), snapshot(path.join(reference, 'a'))];
  const other = Object.keys(expected).filter((file) => found[file] !== expected[file]);
  assert.deepEqual(other, [], 'files that differ from an undisturbed run');
}

async function killed() {
  const took = [];
  for (let round = 0; round < 3; round += 1) {
    const started = Date.now();
    await created(WORDS, { cwd: folder('timed') });
    took.push(Date.now() - started);
  }
  const longest = Math.max(...took);
  let caught = 0;
  for (let round = 0; round < 12; round += 1) {
    const home = folder('killed');
    const running = start(process.execPath, [PROGRAM, ...WORDS], { cwd: home });
    await sleep((longest * (round + 1)) / 12);
    running.kill('SIGKILL');
    await running.done;
    const left = files(home).length;
    const second = await create(WORDS, { cwd: home });
    if (second.status !== 0) {
      caught += 1;
      twoLines(second);
      assert.match(second.stderr, /--force/, 'the way on is named');
      const third = await create([...WORDS, '--force'], { cwd: home });
      assert.equal(third.status, 0, `${left} files were left; --force: ${third.stderr}`);
    }
    await whole(path.join(home, 'a'));
  }
  return `12 kills, ${caught} of them left files`;
}

export const steps = [
  { name: 'disk: an unwritable directory', run: unwritable },
  { name: 'disk: the target is a file, or not empty', run: taken },
  { name: 'disk: full', run: full },
  { name: 'disk: a kill at any moment', run: killed },
];
