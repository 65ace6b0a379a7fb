// Coming back: `update --data` after the archive has changed. What changed is said, taken over and fetched, and nothing else.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { archiveRoot, table } from '../lib/archive-root.mjs';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { files, json, make, project, read, snapshot } from '../lib/project.mjs';
import { setImmediate as later } from 'node:timers/promises';
import { create, good, start } from '../lib/shell.mjs';
import { PROGRAM, folder } from '../lib/work.mjs';

const CONCEPT = '10.5072/zenodo.1000000';
const [OLD, NEW] = ['10.5072/zenodo.1000001', '10.5072/zenodo.1000002'];
const WORDS = ['--recipe', 'table', '--target', 'y', '--no-git'];
const FIRST = { id: 1000001, concept: 1000000, version: '1.0', files: { 'a.csv': table(1), 'b.csv': table(2), 'old.csv': table(3) } };
const SECOND = { id: 1000002, concept: 1000000, version: '2.0', files: { 'a.csv': table(1), 'b.csv': table(4), 'new.csv': table(5) } };

/** A project of the first state of an archive, its data fetched, and the archive's second state. */
async function between(name, dataset, first, second, { words = WORDS, faults = [] } = {}) {
  const [before, after] = [await mirror({ roots: [archiveRoot(...first)] }), await mirror({ roots: [archiveRoot(...second)], faults })];
  const at = await project(name, ['--dataset', dataset, ...words, '--mirror', before.url]);
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: before.url } });
  return { at, before, after, env: { FAIR_AI_MIRROR: after.url } };
}

/** Runs `update --data --json` and hands its report out with the exit code. */
async function update(at, archive, words = []) {
  const { status, stdout, stderr } = await create(['update', '.', '--data', '--json', '--mirror', archive.url, ...words], { cwd: at });
  assert.ok(stdout !== '', stderr);
  return { status, report: JSON.parse(stdout), stderr };
}

/** The files that `make data` asked for. */
async function fetched(at, archive, env) {
  const seen = archive.requests.length;
  await make(at, ['data'], { env });
  return archive.requests.slice(seen).map(({ path: asked }) => /\/files\/(.+)\/content$/.exec(asked)?.[1]).filter(Boolean).sort();
}
const locked = (at) => Object.keys(json(at, 'data', 'manifest.lock.json').files).sort();
const changes = ({ datasets: [{ files: list }] }) => Object.fromEntries(list.map(({ path: name, change }) => [name, change]));

async function moved() {
  const { at, after, env } = await between('moved', CONCEPT, [FIRST], [FIRST, SECOND]);
  fs.appendFileSync(path.join(at, 'README.md'), '\nA line of mine.\n');
  const manifest = json(at, 'data', 'manifest.json');
  manifest.recipe.options.val = 0.25;
  fs.writeFileSync(path.join(at, 'data', 'manifest.json'), JSON.stringify(manifest));
  const dry = snapshot(at);
  assert.equal((await update(at, after, ['--dry-run'])).status, 1);
  assert.deepEqual(snapshot(at), dry, '--dry-run writes nothing');
  const readme = read(at, 'README.md');
  const { status, report } = await update(at, after);
  assert.equal(status, 1, 'a conflict is left');
  assert.deepEqual(report.datasets[0].version, { from: { doi: OLD, version: '1.0' }, to: { doi: NEW, version: '2.0' } });
  assert.deepEqual(changes(report), { 'a.csv': 'address', 'b.csv': 'changed', 'new.csv': 'added', 'old.csv': 'removed' });
  assert.deepEqual(report.conflicts.map(({ path: name }) => name), ['README.md']);
  assert.ok(report.conflicts[0].lines.some((line) => line.startsWith('+ ') && line.includes(NEW)), 'the change is shown');
  assert.equal(read(at, 'README.md'), readme, 'what a person edited stays');
  assert.match(read(at, 'data', 'README.md'), new RegExp(NEW), 'what nobody edited follows');
  assert.equal(json(at, 'data', 'manifest.json').recipe.options.val, 0.25, 'options of a person survive');
  assert.deepEqual(locked(at), ['a.csv']);
  assert.deepEqual(await fetched(at, after, env), ['b.csv', 'new.csv']);
  const again = snapshot(at);
  const second = await update(at, after);
  assert.deepEqual([second.status, second.report.changed], [0, false]);
  assert.deepEqual(snapshot(at), again, 'nothing changed: the tree is the same, byte for byte');
  return 'a.csv stays, b.csv and new.csv are fetched';
}

async function pinned() {
  const { at, after, env } = await between('pinned', OLD, [FIRST], [FIRST, SECOND]);
  const { status, report } = await update(at, after);
  assert.equal(status, 0);
  assert.equal(json(at, 'data', 'manifest.json').datasets[0].doi, OLD, 'a pinned version stays');
  assert.deepEqual(await fetched(at, after, env), [], 'nothing to fetch');
  const { newer } = report.datasets[0];
  assert.deepEqual([newer.doi, newer.version], [NEW, '2.0']);
  const program = newer.command.replace(/^npm init fair-ai -- /, `${JSON.stringify(process.execPath)} ${JSON.stringify(PROGRAM)} `);
  await good('sh', ['-c', program], { cwd: at });
  assert.equal(json(at, 'data', 'manifest.json').datasets[0].doi, NEW, 'the command that was printed moves to it');
  assert.match(read(at, '.fair-ai.yml'), new RegExp(NEW));
  assert.deepEqual(await fetched(at, after, env), ['b.csv', 'new.csv']);
  return newer.command;
}

/** The same version with another checksum and one file less; results that `make card` wrote are no edit. */
async function altered() {
  const { at, after, env, before } = await between('altered', OLD, [FIRST], [{ ...FIRST, license: 'cc0-1.0', files: { 'a.csv': table(1), 'b.csv': table(6) } }]);
  await make(at, ['train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: before.url } });
  const results = /<!-- results:start -->[^]*<!-- results:end -->/.exec(read(at, 'README.md'))[0];
  assert.ok(!results.includes('Nothing has been measured'));
  const { status, report } = await update(at, after);
  assert.deepEqual(changes(report), { 'b.csv': 'changed', 'old.csv': 'withdrawn' });
  assert.deepEqual(report.datasets[0].metadata.map(({ field }) => field), ['licence']);
  assert.deepEqual(report.conflicts, [], 'what make card wrote is nobody\'s edit');
  assert.equal(status, 1, 'a file that is used was withdrawn');
  assert.ok(read(at, 'README.md').includes(results) && read(at, 'README.md').includes('CC0'), 'the results stay, the licence follows');
  const [, , gone] = json(at, 'data', 'manifest.json').datasets[0].files;
  assert.deepEqual([gone.path, gone.availability], ['old.csv', 'withdrawn']);
  assert.deepEqual(await fetched(at, after, env), ['b.csv']);
}

async function deleted() {
  const { at, after, env } = await between('deleted', OLD, [FIRST], [FIRST], { faults: ['deleted'] });
  const { status, report } = await update(at, after);
  assert.equal(status, 1);
  const [{ kind, withdrawn }] = report.datasets;
  assert.deepEqual([kind, withdrawn.status, withdrawn.date, withdrawn.reason], ['withdrawn', 410, '2024-01-01', 'retracted']);
  const [record] = json(at, 'data', 'manifest.json').datasets;
  assert.deepEqual(record.files.map(({ availability }) => availability), ['withdrawn', 'withdrawn', 'withdrawn']);
  assert.ok(record.notes.some((note) => /removed on 2024-01-01/.test(note)));
  assert.match(read(at, 'README.md'), /withdrawn/);
  assert.deepEqual(await fetched(at, after, env), [], 'what is here is still used');
  const tree = snapshot(at);
  assert.equal((await update(at, after)).status, 1, 'it stays withdrawn');
  assert.deepEqual(snapshot(at), tree, 'and nothing is written for it again');
}

/** Made without a network; it turns out to be a dataset of the catalogue, with a recipe of its own. */
async function resolved() {
  const record = { ...FIRST, files: { 'reduced_data.csv': fs.readFileSync(sharedData('cdms', 'reduced_data.csv')) } };
  const after = await mirror({ roots: [archiveRoot(record)] });
  const at = await project('unresolved', ['--dataset', OLD, '--offline', '--no-git']);
  assert.equal(json(at, 'data', 'manifest.json').recipe.key, 'table', 'a guess');
  assert.match(read(at, 'README.md'), /update --data/, 'the way on is named');
  const { status, report } = await update(at, after);
  assert.equal(status, 0, JSON.stringify(report.conflicts));
  assert.equal(report.datasets[0].kind, 'resolved');
  assert.equal(json(at, 'data', 'manifest.json').recipe.key, 'cdms');
  const whole = await project('unresolved', ['--dataset', OLD, '--no-git', '--mirror', after.url]);
  assert.deepEqual(withoutMoment(at), withoutMoment(whole), 'the project that a network would have made');
  assert.deepEqual(await fetched(at, after, { FAIR_AI_MIRROR: after.url }), ['reduced_data.csv']);
}

async function unchanged() {
  const { at, before } = await between('unchanged', OLD, [FIRST], [FIRST]);
  const tree = snapshot(at);
  const same = await update(at, before);
  assert.deepEqual([same.status, same.report.changed, same.report.written], [0, false, { created: [], replaced: [], removed: [] }]);
  assert.deepEqual(snapshot(at), tree, 'byte for byte');
  const broken = await mirror({ roots: [archiveRoot(SECOND)], faults: ['503'] });
  const failed = await create(['update', '--data', '--mirror', broken.url], { cwd: at });
  assert.equal(failed.status, 3, failed.stderr);
  assert.ok(!/--offline/.test(failed.stderr), failed.stderr);
  assert.deepEqual(snapshot(at), tree, 'a network that fails changes nothing');
}

/** Kills at any moment, most of them while files change places: the next run puts things right and does the whole. */
async function killed() {
  const [before, after] = [await mirror({ roots: [archiveRoot(FIRST)] }), await mirror({ roots: [archiveRoot(FIRST, SECOND)] })];
  const made = await project('killed', ['--dataset', CONCEPT, ...WORDS, '--mirror', before.url]);
  const words = [PROGRAM, 'update', '--data', '--mirror', after.url];
  const copy = () => {
    const at = path.join(folder('killed'), 'killed');
    fs.cpSync(made, at, { recursive: true });
    return at;
  };
  const [plain, whole] = [copy(), copy()];
  const started = Date.now();
  await good(process.execPath, words, { cwd: whole });
  const took = Date.now() - started;
  const expected = withoutMoment(whole);
  const working = (at) => fs.readdirSync(at).find((name) => name.endsWith('.partial'));
  const replaced = (at) => Object.keys(snapshot(at, path.join(working(at) ?? 'no such folder', 'old'))).length;
  const states = { before: 0, mixed: 0, done: 0 };
  const old = withoutMoment(plain);
  for (let round = 0; round < 10 || (states.mixed === 0 && round < 40); round += 1) {
    const at = copy();
    const running = start(process.execPath, words, { cwd: at });
    const ended = running.done.then(() => true);
    const until = round % 4 === 0 ? took * Math.random() : 10 * took;
    for (const begin = Date.now(); Date.now() - begin < until && !(round % 4 !== 0 && working(at));) if (await Promise.race([ended, later()])) break;
    if (round % 4 !== 0) for (const begin = Date.now(); Date.now() - begin < 5000 && working(at) && replaced(at) < round % 8;); // nobody asks the mirror any more
    running.kill('SIGKILL');
    await running.done;
    const left = withoutMoment(at);
    const own = Object.keys(left).filter((name) => !name.includes('.partial'));
    for (const name of own) assert.ok([expected[name], old[name]].includes(left[name]), `${name} is the old or the new one, whole`);
    states[own.every((name) => left[name] === expected[name]) ? 'done' : own.every((name) => left[name] === old[name]) ? 'before' : 'mixed'] += 1;
    await good(process.execPath, words, { cwd: at });
    assert.deepEqual(withoutMoment(at), expected, 'the second run does the whole, and nothing of the first is left');
  }
  assert.ok(states.mixed > 0, `one kill at least struck while files changed places: ${JSON.stringify(states)}`);
  return `kills: ${states.before} before, ${states.mixed} in the middle, ${states.done} after`;
}

/** path → text, without the moment of the look-up and the checksums of records that hold it. */
const withoutMoment = (at) => Object.fromEntries(files(at).map((file) => [file, read(at, file).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT').replaceAll(/blob: [0-9a-f]{40}/g, 'blob')]));

export const steps = [
  { name: 'update: a concept DOI moves on; an edited README is left; only what changed is fetched', run: moved },
  { name: 'update: a pinned version stays; the command that moves it is printed, and works', run: pinned },
  { name: 'update: other checksum, withdrawn file, new licence in the same version', run: altered },
  { name: 'update: the record was deleted', run: deleted },
  { name: 'update: made offline, known now, with the recipe of the catalogue', run: resolved },
  { name: 'update: a kill at any moment', run: killed },
  { name: 'update: nothing changed, or no network: nothing is written', run: unchanged },
];
