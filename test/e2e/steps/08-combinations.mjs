// Every combination of dataset, task, model and framework, and every licence, in hostile words, before the quick validators.
// Every option meets the first combination of each task and framework and the first of each dataset; a third of the others, another one each day, takes one option each.
import assert from 'node:assert/strict';
import path from 'node:path';
import { OPTIONS, choices, covering, licences, makeAll } from '../lib/combinations.mjs';
import { inTurn } from '../lib/day.mjs';
import { HOSTILE } from '../lib/hostile.mjs';
import { run } from '../lib/shell.mjs';
import { ROOT, folder } from '../lib/work.mjs';

/** The shortest and the longest package name: lines of code must fit both. */
const NAMES = ['x', 'n'.repeat(40)];

/** The first combination of each task and framework, and of each dataset that is not alike another. */
function firsts(every) {
  const keys = ({ dataset, alike, task, framework }) => [`${task} ${framework}`, ...(alike ? [] : [dataset])];
  return new Set([...new Set(every.flatMap(keys))].map((key) => every.find((one) => keys(one).includes(key))));
}

async function combinations() {
  const home = folder('combinations');
  const every = await choices();
  const full = firsts(every);
  const taken = new Set([...full, ...inTurn(every, 3)]);
  const all = every.flatMap((one, at) => (full.has(one) ? OPTIONS : taken.has(one) ? [OPTIONS[at % OPTIONS.length]] : [])
    .map(([option, ...more]) => ({ name: `${one.name}-${option}`, words: [...one.words, ...more] })));
  const extra = [
    ...(await licences()).map((licence) => ({ name: `licence-${licence}`, words: ['--license', licence, '--no-git'] })),
    ...covering(every).flatMap(({ name, words }) => NAMES.map((called) => ({ name: `${called.length}-letters-${name}`, words: [...words, '--package', called, '--no-git'] }))),
  ];
  await makeAll(home, [...all, ...extra], HOSTILE);
  const { status, stdout, stderr } = await run('python3', [path.join(ROOT, 'test', 'e2e', 'validators', 'every.py'), home], { timeout: 900_000 });
  const bad = [...stdout.matchAll(/^FAIL .*(?:\n[ \t]+.*){0,8}/gm)].map(([lines]) => lines).join('\n');
  assert.equal(status, 0, bad || `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`);
  const verdict = stdout.trim().split('\n').at(-1);
  assert.equal(verdict, `${all.length + extra.length} of ${all.length + extra.length} combinations`);
  return `${verdict}: ${all.length} of dataset, task, model, framework and option (${taken.size} of ${every.length} by the day, ${full.size} of them with all ${OPTIONS.length} options, the others with one in turn), ${extra.length} of licences and package names`;
}

export const steps = [{ name: 'validators: every combination', run: combinations }];
