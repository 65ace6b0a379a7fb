// Disks that refuse and programs that are killed: nothing half-written that a second run does not mend or name.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as later } from 'node:timers/promises';
import { files, snapshot } from '../lib/project.mjs';
import { create, created, run, start } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { PROGRAM, atEnd, folder, once } from '../lib/work.mjs';

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

const undisturbed = once(async () => {
  const home = folder('reference');
  await created(WORDS, { cwd: home });
  return snapshot(path.join(home, 'a'));
});

/** The same files, byte for byte, as a run that nobody disturbed; `mine` are files that were there before. */
async function whole(at, mine = {}) {
  const [found, expected] = [snapshot(at), { ...await undisturbed(), ...mine }];
  assert.deepEqual(Object.keys(found), Object.keys(expected).sort());
  const other = Object.keys(expected).filter((file) => found[file] !== expected[file]);
  assert.deepEqual(other, [], 'files that differ from an undisturbed run');
}

async function longest() {
  const took = [];
  for (let round = 0; round < 3; round += 1) {
    const started = Date.now();
    await created(WORDS, { cwd: folder('timed') });
    took.push(Date.now() - started);
  }
  return Math.max(...took);
}

/** Kills a run after some milliseconds, or as soon as `seen` says so. */
async function kill(words, home, { after, seen = () => false }) {
  const running = start(process.execPath, [PROGRAM, ...words], { cwd: home });
  const ended = running.done.then(() => true);
  const started = Date.now();
  while (Date.now() - started < after && !seen()) if (await Promise.race([ended, later()])) break;
  running.kill('SIGKILL');
  return running.done;
}

/** Half of the kills strike at a random moment, half when the first file is written. */
async function killed() {
  const most = await longest();
  let caught = 0;
  for (let round = 0; round < 12; round += 1) {
    const home = folder('killed');
    const writing = () => fs.readdirSync(home).length > 0;
    await kill(WORDS, home, round % 2 === 0 ? { after: most * Math.random() } : { after: 10 * most, seen: writing });
    const left = files(home).length;
    const second = await create(WORDS, { cwd: home });
    if (second.status !== 0) {
      twoLines(second);
      assert.match(second.stderr, /--force/, 'the way on is named');
      const third = await create([...WORDS, '--force'], { cwd: home });
      assert.equal(third.status, 0, `${left} files were left; --force: ${third.stderr}`);
    }
    if (left > 0) caught += 1;
    await whole(path.join(home, 'a'));
    assert.deepEqual(fs.readdirSync(home), ['a'], 'no remains');
  }
  assert.ok(caught > 0, 'no kill struck while files were written');
  return `12 kills, ${caught} of them left files`;
}

/** The same where the directory exists and has files of its own: half of the kills strike while files are put into it. */
async function filling() {
  const mine = { 'README.md': 'mine\n', 'data/raw/mine.csv': 'x\n1\n', 'notes.txt': 'mine\n' };
  const kept = Object.fromEntries(Object.entries(mine).map(([file, text]) => [file, Buffer.from(text).toString('base64')]));
  const words = [...WORDS, '--force'];
  const most = await longest();
  const total = Object.keys(await undisturbed()).length;
  const halves = [];
  const struck = () => halves.some((left) => left > 0 && left < total - 1); // one file of the plan is mine
  for (let round = 0; round < 12 || (!struck() && round < 40); round += 1) {
    const home = folder('filling');
    const at = path.join(home, 'a');
    for (const [file, text] of Object.entries(mine)) {
      fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
      fs.writeFileSync(path.join(at, file), text);
    }
    const own = fs.readdirSync(at).length;
    const placing = () => fs.readdirSync(at).filter((name) => !name.endsWith('.partial')).length > own;
    await kill(words, home, round % 2 === 0 ? { after: most * Math.random() } : { after: 10 * most, seen: placing });
    const left = files(at).filter((file) => !mine[file] && !file.includes('.partial')).length;
    halves.push(left);
    const expected = await undisturbed();
    for (const [file, content] of Object.entries(snapshot(at))) {
      if (!file.includes('.partial')) assert.equal(content, kept[file] ?? expected[file], `${file} is whole after a kill`);
    }
    const plain = await create(WORDS, { cwd: home });
    twoLines(plain);
    assert.match(plain.stderr, /--force/, 'the way on is named');
    const second = await create(words, { cwd: home });
    assert.ok([0, 1].includes(second.status), `${left} files were left; --force: exit ${second.status}\n${second.stderr}`);
    await whole(at, kept);
  }
  assert.ok(struck(), `one kill at least struck while files were placed: ${halves}`);
  return `files after each of ${halves.length} kills: ${halves.join(', ')} of ${total}`;
}

export const steps = [
  { name: 'disk: an unwritable directory', run: unwritable },
  { name: 'disk: the target is a file, or not empty', run: taken },
  { name: 'disk: full', run: full },
  { name: 'disk: a kill at any moment', run: killed },
  { name: 'disk: a kill while an existing directory is filled', run: filling },
];
