// Every combination of dataset, task, model and framework, and every licence, in hostile words, before the quick validators.
// The first combination of each task and framework and the first of each dataset are made plain and with one option, another one each day; one in 24 of the
// others in turn takes one option each, a third of the licences and of the package names its turn. With FAIR_AI_E2E_ALL=1 all, and the firsts with every option.
import assert from 'node:assert/strict';
import path from 'node:path';
import { OPTIONS, choices, covering, licences, makeAll } from '../lib/combinations.mjs';
import { everything, inTurn, today } from '../lib/day.mjs';
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

/** Of a combination that is a first: with nothing left out, and with one of the options. */
function optionsOf(at) {
  const [plain, ...others] = OPTIONS;
  return everything ? OPTIONS : [plain, others[(at + today()) % others.length]];
}

async function combinations() {
  const home = folder('combinations');
  const every = await choices();
  const full = firsts(every);
  const taken = new Set([...full, ...inTurn(every, 24)]);
  const all = every.flatMap((one, at) => (full.has(one) ? optionsOf(at) : taken.has(one) ? [OPTIONS[at % OPTIONS.length]] : [])
    .map(([option, ...more]) => ({ name: `${one.name}-${option}`, words: [...one.words, ...more] })));
  const extra = [
    ...inTurn(await licences(), 3).map((licence) => ({ name: `licence-${licence}`, words: ['--license', licence, '--no-git'] })),
    ...inTurn(covering(every), 3).flatMap(({ name, words }) => NAMES.map((called) => ({ name: `${called.length}-letters-${name}`, words: [...words, '--package', called, '--no-git'] }))),
  ];
  await makeAll(home, [...all, ...extra], HOSTILE);
  const { status, stdout, stderr } = await run('python3', [path.join(ROOT, 'test', 'e2e', 'validators', 'every.py'), home], { timeout: 900_000 });
  const bad = [...stdout.matchAll(/^FAIL .*(?:\n[ \t]+.*){0,8}/gm)].map(([lines]) => lines).join('\n');
  assert.equal(status, 0, bad || `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`);
  const verdict = stdout.trim().split('\n').at(-1);
  assert.equal(verdict, `${all.length + extra.length} of ${all.length + extra.length} combinations`);
  return `${verdict}: ${all.length} of dataset, task, model, framework and option (${taken.size} of ${every.length} by the day, ${full.size} of them with ${optionsOf(0).length} options, the others with one in turn), ${extra.length} of licences and package names`;
}

export const steps = [{ name: 'validators: every combination', run: combinations }];
