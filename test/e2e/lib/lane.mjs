// A process of the suite (run.mjs): asks for files, runs their steps, prints and sends a verdict for each.
import fs from 'node:fs';
import { Skip } from './skip.mjs';
import { WORK, endAll } from './work.mjs';

const filters = process.argv.slice(2);
let failures = 0;

/** A long message by its head, which names the command, and its end, which says what went wrong. */
function shortened(text) {
  const lines = text.trim().split('\n');
  return lines.length <= 32 ? lines : [...lines.slice(0, 4), '…', ...lines.slice(-28)];
}

/** Seconds of processor time of this process and of those that it has waited for: what a step costs where steps run side by side. NaN but on Linux. */
function processorSeconds() {
  try {
    const [user, system, ofChildren, systemOfChildren] = fs.readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, 15).map(Number);
    return (user + system + ofChildren + systemOfChildren) / 100; // USER_HZ
  } catch {
    return NaN;
  }
}

function tell(verdict, name, started, detail) {
  const [wall, busy] = [(Date.now() - started.at) / 1000, processorSeconds() - started.busy].map((seconds) => seconds.toFixed(1));
  process.send(verdict);
  if (verdict === 'FAIL') failures += 1;
  console.log(`${verdict}  ${name}  (${wall} s, of processors ${busy} s)${detail ? `\n      ${shortened(detail).join('\n      ')}` : ''}`);
}

async function tried({ name, run }) {
  const started = { at: Date.now(), busy: processorSeconds() };
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
