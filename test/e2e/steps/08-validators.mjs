// Other people's validators (test/e2e/validators), the slow ones too, on projects of hostile words in which every dataset, task, model,
// framework and option occurs (a twelfth of them in turn by the day, all with FAIR_AI_E2E_ALL=1), after the whole chain on a sample; and on real data, so that Croissant's reader reads.
import assert from 'node:assert/strict';
import path from 'node:path';
import { choices, covering } from '../lib/combinations.mjs';
import { inTurn } from '../lib/day.mjs';
import { HOSTILE } from '../lib/hostile.mjs';
import { mirror } from '../lib/mirror.mjs';
import { make, project } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { run } from '../lib/shell.mjs';
import { ROOT } from '../lib/work.mjs';

/** Which of them lacks what; a project that is not named has everything. */
const LACKS = [[], ['--ci', 'gitlab'], ['--no-docker', '--no-docs'], ['--no-conda', '--no-notebooks'], ['--ci', 'none', '--no-git']];

async function judged(projects, more = []) {
  const words = [path.join(ROOT, 'test', 'e2e', 'validators', 'run.py'), '--python', await commonPython(), ...more, ...projects];
  const { status, stdout, stderr } = await run('python3', words, { timeout: 2_400_000 });
  const bad = [...stdout.matchAll(/^FAIL .*(?:\n[ \t]+.*){0,8}/gm)].map(([lines]) => lines).join('\n'); // a verdict and the first of its reasons
  assert.equal(status, 0, bad || `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`);
  return stdout.trim().split('\n').at(-1);
}

async function validators() {
  const all = await choices();
  const alike = all.find((one) => one.alike)?.dataset; // recipes that differ by the format alone: one stands for them here, all are made in 08-combinations
  const chosen = inTurn(covering(all.filter((one) => !one.alike || one.dataset === alike)), 12);
  const projects = [];
  for (const [number, { name, words }] of chosen.entries()) {
    const at = await project(name, [...HOSTILE, '--offline', ...words, ...(LACKS[number] ?? [])]);
    await make(at, ['data-sample', 'train', 'evaluate', 'card', 'DATA=sample', 'CONFIG=smoke']);
    projects.push(at);
  }
  return `${chosen.length} projects: ${await judged(projects)}`;
}

async function real() {
  const archive = await mirror();
  const at = await project('real', [...HOSTILE, '--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--mirror', archive.url]);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  const quick = ['CITATION', 'codemeta', 'ro-crate', 'REQUIRED', 'RECOMMENDED', 'croissant', 'fair4ml', 'ModelCard', 'reuse', 'schema'];
  const verdict = await judged([at], quick.flatMap((word) => ['--only', word]));
  assert.match(verdict, /, 0 skipped$/, 'nothing is left unread');
  return verdict;
}

export const steps = [
  { name: 'validators: other people\'s verdicts', run: validators },
  { name: 'validators: after the real data', run: real },
];
