// Other people's validators (test/e2e/validators) on a plain project, on one of hostile words, and on one per framework and format.
import assert from 'node:assert/strict';
import path from 'node:path';
import { make, project } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { run } from '../lib/shell.mjs';
import { ROOT } from '../lib/work.mjs';
import { WORDS as hostile } from './08-hostile.mjs';

const CHOICES = [
  ['plain', ['--dataset', 'cdms', '--offline']],
  ['oneil', hostile],
  ['torch', ['--dataset', 'zmumu', '--model', 'mlp', '--framework', 'pytorch', '--ci', 'gitlab', '--offline']],
];

async function validators() {
  const projects = [];
  for (const [name, words] of CHOICES) {
    const at = await project(name, words);
    await make(at, ['data-sample', 'train', 'evaluate', 'card', 'DATA=sample', 'CONFIG=smoke']);
    projects.push(at);
  }
  const words = [path.join(ROOT, 'test', 'e2e', 'validators', 'run.py'), '--python', await commonPython(), ...projects];
  const { status, stdout, stderr } = await run('python3', words, { timeout: 1_200_000 });
  const bad = [...stdout.matchAll(/^FAIL .*(?:\n[ \t]+.*){0,5}/gm)].map(([lines]) => lines).join('\n'); // a verdict and the first of its reasons
  assert.equal(status, 0, bad || `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`);
  return stdout.trim().split('\n').at(-1);
}

export const steps = [{ name: 'validators: other people\'s verdicts', run: validators }];
