// Every dataset × model × framework that fits, on the sample: `make data-sample train evaluate export`, and those tests that read the
// whole repository (all tests of a project: 10-ci; each layer's: test/templates). One in 120 of them in turn by the day of the year, in
// the suite's environment; with FAIR_AI_E2E_ALL=1 all, in environments that `make env` makes;
// with FAIR_AI_E2E_MATRIX=REGEX those whose name, such as hbb-classification-in-jax, it matches.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { choices, exclusions, onceEach } from '../lib/combinations.mjs';
import { everything, inTurn, today } from '../lib/day.mjs';
import { json } from '../lib/project.mjs';
import { commonPython, constraint } from '../lib/python.mjs';
import { created, run } from '../lib/shell.mjs';
import { folder } from '../lib/work.mjs';

const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];
const TARGETS = ['data-sample', 'train', 'evaluate', 'export'];
/** What test/templates cannot run, which has no repository: its WHOLE_REPOSITORY. */
const WHOLE = ['tests/test_metadata.py', 'tests/test_settings.py'];
const AT_ONCE = 2;
const PARTS = 120;
const ONLY = process.env.FAIR_AI_E2E_MATRIX;

const environments = new Map();
/** `make env` and the Python of it: the first project of a framework makes the environment, the others get a link to it; they take turns. */
function environment(framework, at) {
  if (!everything) return commonPython();
  const own = path.join(at, '.venv');
  const { venv, last } = environments.get(framework) ?? { venv: own, last: Promise.resolve() };
  const made = last.catch(() => {}).then(async () => {
    if (venv !== own) fs.symlinkSync(venv, own);
    await make(at, ['env']);
    return path.join(own, 'bin', 'python');
  });
  environments.set(framework, { venv, last: made });
  return made;
}

const failed = (what, { status, signal, stdout, stderr }) =>
  new Error(`${what}: exit ${status ?? signal}\n${stdout.slice(-1500)}\n${stderr.slice(0, 4000)}\n${stderr.slice(4000).slice(-1500)}`); // where an interpreter died is told first, a list of its modules last

const settings = (at) => ({
  JAX_COMPILATION_CACHE_DIR: path.join(path.dirname(at), 'compiled'), JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0', // what XLA made for one project serves the next
  PIP_CONSTRAINT: constraint(), OMP_NUM_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3', MPLBACKEND: 'agg',
});

async function make(at, words) {
  const done = await run('nice', ['make', '-C', at, ...words, 'DATA=sample', 'CONFIG=smoke'], { env: settings(at) });
  if (done.status !== 0) throw failed(`make ${words.join(' ')}`, done);
}

async function tests(at, python) {
  const done = await run('nice', [python, '-m', 'pytest', '-q', ...WHOLE], { cwd: at, env: { ...settings(at), PYTHONPATH: path.join(at, 'src') } });
  if (done.status !== 0) throw failed(WHOLE.join(' '), done);
}

async function tried(home, { name, words, framework }) {
  const at = path.join(home, name);
  await created([name, '--yes', '--offline', ...BARE, ...words], { cwd: home });
  const python = await environment(framework, at);
  for (const target of TARGETS) await make(at, [target, `PYTHON=${python}`]);
  await tests(at, python);
  const { results, data_kind: kind } = json(at, 'reports', 'metrics.json');
  assert.equal(kind, 'sample');
  const values = results.flatMap(({ metrics }) => Object.values(metrics)).map(({ value }) => value);
  assert.ok(values.length > 0 && values.some(Number.isFinite), 'metrics.json has numbers');
  const models = fs.readdirSync(path.join(at, 'models'));
  assert.ok(models.some((file) => file.endsWith('.onnx')), `models/ has an .onnx: ${models.join(', ')}`);
  for (const left of fs.readdirSync(at).filter((file) => file !== '.venv')) fs.rmSync(path.join(at, left), { recursive: true, force: true });
}

async function matrix() {
  const home = folder('matrix');
  const all = onceEach(await choices());
  const chosen = ONLY ? all.filter(({ name }) => new RegExp(ONLY).test(name)) : inTurn(all, PARTS);
  const left = [...chosen];
  const wrong = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const begun = Date.now();
      const error = await tried(home, one).then(() => null, (reason) => reason);
      if (error) wrong.push(one.name);
      console.log(`      ${error ? 'FAIL' : 'PASS'} ${one.name}, laid out as ${one.form} (${((Date.now() - begun) / 1000).toFixed(0)} s)${error ? `\n${error.message}` : ''}`);
    }
  }));
  console.log((await exclusions()).map((line) => `      excluded ${line}`).join('\n'));
  const turn = everything ? 'all that fit' : `one in ${PARTS} of ${all.length} that fit, day ${today()}`;
  const part = ONLY ? `of ${all.length} that fit those that match ${ONLY}` : turn;
  const verdict = `${chosen.length - wrong.length} of ${chosen.length} (${part})`;
  assert.equal(wrong.length, 0, `${verdict}, not ${wrong.join(', ')}`);
  return verdict;
}

export const steps = [{ name: 'matrix: every dataset, model and framework that fits', run: matrix }];
