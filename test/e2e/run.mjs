// node test/e2e/run.mjs [FILTER ...]: the long suite, step by step, on the built program and on real input.
// A step runs when its name contains one of the filters. The last line is `N passed, N failed`, with `, N skipped` when there are any.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Skip } from './lib/skip.mjs';
import { WORK, endAll } from './lib/work.mjs';

const HERE = import.meta.dirname;
const filters = process.argv.slice(2);

/** Every module in steps/, and validators/steps.mjs, exports `steps`: a list of { name, run }. */
async function collected() {
  const own = fs.readdirSync(path.join(HERE, 'steps')).filter((file) => file.endsWith('.mjs')).sort().map((file) => path.join(HERE, 'steps', file));
  const others = path.join(HERE, 'validators', 'steps.mjs');
  const modules = await Promise.all([...own, ...(fs.existsSync(others) ? [others] : [])].map((file) => import(pathToFileURL(file))));
  return modules.flatMap((module) => module.steps);
}

const count = { PASS: 0, FAIL: 0, SKIP: 0 };
/** A long message by its head, which names the command, and its end, which says what went wrong. */
function shortened(text) {
  const lines = text.trim().split('\n');
  return lines.length <= 32 ? lines : [...lines.slice(0, 4), '…', ...lines.slice(-28)];
}

function tell(verdict, name, started, detail) {
  count[verdict] += 1;
  console.log(`${verdict}  ${name}  (${((Date.now() - started) / 1000).toFixed(1)} s)${detail ? `\n      ${shortened(detail).join('\n      ')}` : ''}`);
}

async function main() {
  const steps = (await collected()).filter(({ name }) => filters.length === 0 || filters.some((word) => name.includes(word)));
  for (const { name, run } of steps) {
    const started = Date.now();
    try {
      tell('PASS', name, started, await run());
    } catch (error) {
      if (error instanceof Skip) tell('SKIP', name, started, error.message);
      else tell('FAIL', name, started, error.code === 'ERR_ASSERTION' ? error.message : error.stack);
    }
  }
  if (count.FAIL > 0) console.log(`Left for a look: ${WORK}`);
  await endAll({ keep: count.FAIL > 0 });
  console.log(`${count.PASS} passed, ${count.FAIL} failed${count.SKIP ? `, ${count.SKIP} skipped` : ''}`);
  process.exitCode = count.FAIL === 0 && count.PASS > 0 ? 0 : 1;
}

process.once('SIGINT', () => endAll({ keep: false }).then(() => process.exit(130)));
await main();
