// Every combination of dataset, task, model and framework, with every option, and every licence, in hostile words, before the quick validators.
// The recipes of a format share all but the reader: beyond the first two of them, each combination takes one option, in turn.
import assert from 'node:assert/strict';
import path from 'node:path';
import { OPTIONS, choices, covering, licences, makeAll } from '../lib/combinations.mjs';
import { run } from '../lib/shell.mjs';
import { ROOT, folder } from '../lib/work.mjs';
import { HOSTILE } from './08-hostile.mjs';

/** The shortest and the longest package name: lines of code must fit both. */
const NAMES = ['x', 'n'.repeat(40)];

async function combinations() {
  const home = folder('combinations');
  const every = await choices();
  const all = every.flatMap(({ name, alike, words }, at) => (alike ? [OPTIONS[at % OPTIONS.length]] : OPTIONS)
    .map(([option, ...more]) => ({ name: `${name}-${option}`, words: [...words, ...more] })));
  const extra = [
    ...(await licences()).map((licence) => ({ name: `licence-${licence}`, words: ['--license', licence, '--no-git'] })),
    ...covering(await choices()).flatMap(({ name, words }) => NAMES.map((called) => ({ name: `${called.length}-letters-${name}`, words: [...words, '--package', called, '--no-git'] }))),
  ];
  await makeAll(home, [...all, ...extra], HOSTILE);
  const { status, stdout, stderr } = await run('python3', [path.join(ROOT, 'test', 'e2e', 'validators', 'every.py'), home], { timeout: 900_000 });
  const bad = [...stdout.matchAll(/^FAIL .*(?:\n[ \t]+.*){0,8}/gm)].map(([lines]) => lines).join('\n');
  assert.equal(status, 0, bad || `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`);
  const verdict = stdout.trim().split('\n').at(-1);
  assert.equal(verdict, `${all.length + extra.length} of ${all.length + extra.length} combinations`);
  return `${verdict}: ${all.length} of dataset, task, model, framework and option (one option in turn for each of the ${every.filter(({ alike }) => alike).length} that are alike), ${extra.length} of licences and package names`;
}

export const steps = [{ name: 'validators: every combination', run: combinations }];
