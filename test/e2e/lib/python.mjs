// One virtual environment for the projects of the suite, so that only the steps that prove `make env` pay for one.
import fs from 'node:fs';
import path from 'node:path';
import { good } from './shell.mjs';
import { CACHE, ROOT, once } from './work.mjs';

/** The CPU build of torch; an unpinned one brings gigabytes of CUDA. */
export const constraint = once(() => {
  const file = path.join(CACHE, 'constraint.txt');
  const text = 'torch==2.13.0\n';
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text); // pip in the other process may be reading it
  return file;
});

/** FAIR_AI_E2E_PYTHON, else the environment of test/templates/run.py, which reads off the records under templates/ what it must hold. */
export const commonPython = once(async () => {
  if (process.env.FAIR_AI_E2E_PYTHON) return process.env.FAIR_AI_E2E_PYTHON;
  const { stdout } = await good('python3', [path.join(ROOT, 'test', 'templates', 'run.py'), '--environment']);
  return stdout.trim().split('\n').at(-1);
});
