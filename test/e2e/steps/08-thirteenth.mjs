// One more dataset is one more folder: put into a copy of the repository it is listed, planned, chosen by every model that takes one of its
// forms, read by the tests of the templates, and part of the matrix; nothing else was edited.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { choices, listed } from '../lib/combinations.mjs';
import { json, make, read } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good } from '../lib/shell.mjs';
import { ROOT, folder } from '../lib/work.mjs';

const KEY = 'pendulum';
const TOPS = ['core', 'generators', 'scripts', 'templates', 'package.json', 'tsconfig.json', 'test/templates'];

/** A copy of what the build reads, with the folder in it, built; returns its program. */
async function copy() {
  const at = folder('thirteenth');
  for (const top of TOPS) fs.cpSync(path.join(ROOT, top), path.join(at, top), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(at, 'node_modules'));
  fs.cpSync(path.join(ROOT, 'test', 'fixtures', 'datasets', KEY), path.join(at, 'templates', 'datasets', KEY), { recursive: true });
  await good(process.execPath, [path.join(at, 'scripts', 'build.mjs')], { cwd: at });
  return { at, program: path.join(at, 'dist', 'cli.js') };
}

/** What the tests of the templates would run, without running it. */
const COVERED = `
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import layers
chosen, _ = layers.combinations(layers.records(pathlib.Path(sys.executable)))
print(json.dumps([one.name for one in chosen if one.dataset == sys.argv[2] and "dataset" in one.tested]))
`;

async function thirteenth() {
  const before = await listed('datasets');
  const { at, program } = await copy();
  const after = await listed('datasets', program);
  assert.deepEqual(after.map(({ key }) => key), [...before.map(({ key }) => key), KEY].sort(), 'list datasets has one more');
  const models = (await listed('models', program)).filter(({ details }) => details.inputs.some((form) => ['sequence', 'table'].includes(form)));
  const own = (await choices(program)).filter(({ dataset }) => dataset === KEY);
  const tasks = ['regression', 'density']; // its own, and the one that needs no target
  const expected = models.flatMap(({ key, details }) => tasks.filter((task) => details.tasks.includes(task))
    .flatMap((task) => details.frameworks.map((framework) => [KEY, task, key, framework].join('-'))));
  assert.ok(expected.length > 0);
  assert.deepEqual(own.map(({ name }) => name).sort(), expected.sort(), 'the matrix takes it up');
  assert.equal((await choices(program)).length, (await choices()).length + own.length, 'and nothing else changes');

  const { stdout } = await good(await commonPython(), ['-c', COVERED, path.join(at, 'test', 'templates'), KEY]);
  assert.equal(JSON.parse(stdout).length, 1, 'its tests are run with those of the templates');

  for (const { name, words, form } of own) {
    const plan = await good(process.execPath, [program, name, '--yes', '--offline', '--dry-run', '--json', ...words], { cwd: at });
    assert.ok(JSON.parse(plan.stdout).changes.some(({ path: file }) => file === 'data/manifest.json'), `${name} is planned as ${form}`);
  }
  await good(process.execPath, [program, 'swings', '--yes', '--offline', '--no-git', '--dataset', KEY], { cwd: at });
  const project = path.join(at, 'swings');
  assert.equal(json(project, 'data', 'manifest.json').recipe.options.input, 'table', 'the linear model takes it as a table');
  assert.match(read(project, 'configs', 'baseline.yaml'), /- 3/, 'its own settings stand in the configuration');
  await make(project, ['data-sample', 'train', 'evaluate', 'DATA=sample', 'CONFIG=smoke']);
  await make(project, ['test']);
  return `${own.length} combinations of one folder: ${own.map(({ name, form }) => `${name} (${form})`).join(', ')}`;
}

export const steps = [{ name: 'matrix: a thirteenth dataset is one folder', run: thirteenth }];
