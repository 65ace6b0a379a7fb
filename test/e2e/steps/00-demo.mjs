// `npm run demo`: our own archive, a project, its numbers; the planted constants come out again.
import assert from 'node:assert/strict';
import path from 'node:path';
import { CONSTANTS, RESOLUTION } from '../../../scripts/demo/table.mjs';
import { metric } from '../lib/project.mjs';
import { constraint } from '../lib/python.mjs';
import { good } from '../lib/shell.mjs';
import { ROOT, folder } from '../lib/work.mjs';

async function demo() {
  const at = path.join(folder('demo'), 'calorimeter');
  const started = Date.now();
  const { stdout } = await good(process.execPath, [path.join(ROOT, 'scripts', 'demo.mjs'), '--dir', at], { env: { PIP_CONSTRAINT: constraint() } });
  assert.ok(Date.now() - started < 360_000, 'the demo took more than six minutes with its installs');
  const found = [...stdout.matchAll(/planted ([\d.]+) +found ([\d.]+)/g)].map(([, planted, value]) => [Number(planted), Number(value)]);
  assert.deepEqual(found.map(([planted]) => planted), CONSTANTS);
  for (const [planted, value] of found) assert.ok(Math.abs(value / planted - 1) < 0.05, `planted ${planted}, found ${value}`);
  const { value } = metric(at, 'test', 'rmse');
  assert.ok(Math.abs(value / RESOLUTION - 1) < 0.15, `test RMSE ${value} GeV, planted resolution ${RESOLUTION} GeV`);
  assert.match(stdout, /reports\/figures\/\S+\.(png|svg)/);
  return `test RMSE ${value.toFixed(4)} GeV against the planted ${RESOLUTION} GeV`;
}

export const steps = [{ name: 'demo: the planted calibration is found', run: demo }];
