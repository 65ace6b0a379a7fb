// A generated project: its targets, its numbers, its files.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { commonPython } from './python.mjs';
import { created, good, run, start } from './shell.mjs';
import { folder } from './work.mjs';

export const read = (...parts) => fs.readFileSync(path.join(...parts), 'utf8');
export const json = (...parts) => JSON.parse(read(...parts));

export const sha256 = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Every file below a project except git's own and what an environment or a run of Python leaves. */
export function files(project) {
  const skip = new Set(['.git', '.venv', '__pycache__', '.pytest_cache', '.ruff_cache']);
  const walk = (inside) => fs.readdirSync(path.join(project, inside), { withFileTypes: true }).filter(({ name }) => !skip.has(name))
    .flatMap((entry) => (entry.isDirectory() ? walk(path.join(inside, entry.name)) : [path.join(inside, entry.name)]));
  return walk('').sort();
}

/** path → text of every file: equal before and after means untouched. */
export const snapshot = (project, under = '') => {
  const at = path.join(project, under);
  return fs.existsSync(at) ? Object.fromEntries(files(at).map((file) => [file, fs.readFileSync(path.join(at, file), 'base64')])) : {};
};

/** Makes a project from the command line's words. */
export async function project(name, words, options) {
  const home = folder(name);
  await created([name, '--yes', ...words], { cwd: home, ...options });
  return path.join(home, name);
}

export const packageOf = (at) => fs.readdirSync(path.join(at, 'src')).find((name) => fs.existsSync(path.join(at, 'src', name, '__main__.py')));

/** Words for make, with the suite's common Python in place of the project's own environment. */
async function withCommonPython(at, words, options = {}) {
  const python = await commonPython();
  return ['make', ['-C', at, ...words, `PYTHON=${python}`], { ...options, env: { PYTHONPATH: path.join(at, 'src'), OMP_NUM_THREADS: process.env.OMP_NUM_THREADS ?? '2', ...options.env } }];
}
export const make = async (at, words, options) => good(...await withCommonPython(at, words, options));
export const tryMake = async (at, words, options) => run(...await withCommonPython(at, words, options));
export const startMake = async (at, words, options) => start(...await withCommonPython(at, words, options));

/** The value of one metric in reports/metrics.json. */
export function metric(at, split, name, { kind = 'model' } = {}) {
  const result = json(at, 'reports', 'metrics.json').results.find((one) => one.split === split && one.kind === kind);
  if (!result) throw new Error(`no ${kind} result for split ${split} in reports/metrics.json`);
  return result.metrics[name];
}

/** The sidecars in models/, one per seed. */
export const sidecars = (at) => fs.readdirSync(path.join(at, 'models')).filter((name) => /-seed\d+\.json$/.test(name)).sort().map((name) => ({ name, ...json(at, 'models', name) }));
