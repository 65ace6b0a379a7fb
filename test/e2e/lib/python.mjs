// One virtual environment for the projects of the suite, so that only the steps that prove `make env` pay for one.
import fs from 'node:fs';
import path from 'node:path';
import { good, run } from './shell.mjs';
import { CACHE, ROOT, once } from './work.mjs';

const MODULES = 'import numpy, sklearn, skops, torch, safetensors, uproot, awkward, pyarrow, h5py, pandas, tables, arff, matplotlib, yaml, tqdm, pytest, ruff, pyright, nbclient, nbformat, ipykernel, sphinx, myst_parser';
const PACKAGES = ['torch==2.13.0', 'numpy', 'scikit-learn', 'skops', 'safetensors', 'uproot', 'awkward', 'pyarrow', 'h5py', 'pandas', 'tables', 'liac-arff', 'matplotlib', 'pyyaml', 'tqdm',
  'types-PyYAML', 'pytest', 'ruff', 'pyright', 'nbclient', 'nbformat', 'ipykernel', 'sphinx', 'myst-parser'];

/** The CPU build of torch; an unpinned one brings gigabytes of CUDA. */
export const constraint = once(() => {
  const file = path.join(CACHE, 'constraint.txt');
  fs.writeFileSync(file, 'torch==2.13.0\n');
  return file;
});

/** FAIR_AI_E2E_PYTHON, else the environment that test/templates/run.py made, else one of our own. */
export const commonPython = once(async () => {
  const candidates = [process.env.FAIR_AI_E2E_PYTHON, path.join(ROOT, '.cache', 'python', 'bin', 'python')];
  for (const python of candidates) if (python && fs.existsSync(python) && (await run(python, ['-c', MODULES])).status === 0) return python;
  const python = path.join(CACHE, 'python', 'bin', 'python');
  if (!fs.existsSync(python)) await good('python3', ['-m', 'venv', path.join(CACHE, 'python')]);
  if ((await run(python, ['-c', MODULES])).status !== 0) await good(python, ['-m', 'pip', 'install', '-q', ...PACKAGES], { env: { PIP_CONSTRAINT: constraint() } });
  return python;
});
