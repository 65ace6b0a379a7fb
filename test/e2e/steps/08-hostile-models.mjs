// Models, weights, checkpoints, sidecars, ONNX files and configurations of strangers: nothing in them runs, each is refused in two lines.
import assert from 'node:assert/strict';
import path from 'node:path';
import { make, packageOf, project } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { run } from '../lib/shell.mjs';
import { ROOT } from '../lib/work.mjs';

const BARE = ['--offline', '--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none', '--dataset', 'cdms'];
const BATTERY = path.join(ROOT, 'test', 'e2e', 'lib', 'hostile_models.py');

/** The battery in a project whose model has been trained; its last line tells what was tried and what held. */
async function tried(kind, words) {
  const at = await project(`hostile-${kind}`, [...BARE, ...words]);
  await make(at, ['data-sample', 'train', 'DATA=sample', 'CONFIG=smoke']);
  const env = { PYTHONPATH: path.join(at, 'src'), OMP_NUM_THREADS: '1' };
  const { status, stdout, stderr } = await run(await commonPython(), [BATTERY, packageOf(at), kind], { cwd: at, env });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return stdout.trim().split('\n').at(-1);
}

async function battery() {
  const estimator = await tried('estimator', ['--model', 'linear']);
  const network = await tried('network', ['--model', 'mlp', '--framework', 'pytorch']);
  return `${estimator}; ${network}`;
}

export const steps = [{ name: 'hostile-models: tried = held', run: battery }];
