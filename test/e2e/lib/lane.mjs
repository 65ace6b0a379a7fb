// A process of the suite (run.mjs): asks for files, runs their steps, prints and sends a verdict for each.
import { Skip } from './skip.mjs';
import { WORK, endAll } from './work.mjs';

const filters = process.argv.slice(2);
let failures = 0;

/** A long message by its head, which names the command, and its end, which says what went wrong. */
function shortened(text) {
  const lines = text.trim().split('\n');
  return lines.length <= 32 ? lines : [...lines.slice(0, 4), '…', ...lines.slice(-28)];
}

function tell(verdict, name, started, detail) {
  process.send(verdict);
  if (verdict === 'FAIL') failures += 1;
  console.log(`${verdict}  ${name}  (${((Date.now() - started) / 1000).toFixed(1)} s)${detail ? `\n      ${shortened(detail).join('\n      ')}` : ''}`);
}

async function tried({ name, run }) {
  const started = Date.now();
  try {
    tell('PASS', name, started, await run());
  } catch (error) {
    if (error instanceof Skip) tell('SKIP', name, started, error.message);
    else tell('FAIL', name, started, error.code === 'ERR_ASSERTION' ? error.message : error.stack);
  }
}

async function end() {
  if (failures > 0) console.log(`Left for a look: ${WORK}`);
  await endAll({ keep: failures > 0 });
  process.disconnect();
}

process.on('message', async (files) => {
  if (files.length === 0) return end();
  for (const file of files) {
    const { steps } = await import(file);
    for (const step of steps.filter(({ name }) => filters.length === 0 || filters.some((word) => name.includes(word)))) await tried(step);
  }
  return process.send('next');
});
process.once('SIGINT', () => endAll({ keep: false }).then(() => process.exit(130)));
process.send('next');
