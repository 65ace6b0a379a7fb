// node test/e2e/run.mjs [FILTER ...]: the long suite, step by step, on the built program and on real input.
// A step runs when its name contains one of the filters. The last line is `N passed, N failed`, with `, N skipped` when there are any.
// Two processes share the files of steps, so that waiting for a server or an archive costs no time; FAIR_AI_E2E_LANES=1 takes one after the other.
import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { commonPython } from './lib/python.mjs';
import { units } from './lib/units.mjs';
import { endAll } from './lib/work.mjs';

const LANES = Number(process.env.FAIR_AI_E2E_LANES ?? Math.min(2, os.availableParallelism()));
/** Threads that wait for each other spin; beside another process on the same cores that costs a multiple of the time. */
const ALONE = { OMP_NUM_THREADS: '1' };
const LANE = path.join(import.meta.dirname, 'lib', 'lane.mjs');

/** A process that takes units until none is left; resolves to what its steps gave. */
function lane(left, filters, env) {
  const child = fork(LANE, filters, { env: { ...process.env, ...env } });
  const count = { PASS: 0, FAIL: 0, SKIP: 0 };
  return new Promise((resolve, reject) => {
    const next = () => child.send(left.shift() ?? []);
    child.on('message', (verdict) => {
      if (verdict === 'next') next();
      else count[verdict] += 1;
    });
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      if (status !== 0) count.FAIL += 1; // it broke off between steps
      if (status !== 0) console.log(`FAIL  a process of the suite ended with ${status ?? signal}`);
      resolve(count);
    });
  });
}

process.once('SIGINT', () => {}); // reaches the lanes too, which clean up and end
const left = await units(path.join(import.meta.dirname, 'steps'), process.argv.slice(2));
const lanes = Math.max(1, Math.min(LANES, left.length));
if (lanes > 1) await commonPython(); // so that not both make it
const counts = await Promise.all(Array.from({ length: lanes }, () => lane(left, process.argv.slice(2), lanes > 1 ? ALONE : {})));
await endAll({ keep: false });
const [passed, failed, skipped] = ['PASS', 'FAIL', 'SKIP'].map((verdict) => counts.reduce((sum, count) => sum + count[verdict], 0));
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
