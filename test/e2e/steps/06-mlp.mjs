// The published network on SuperCDMS: three seeds, the control with shuffled targets, a kill in mid-training that leaves no trace.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mirror } from '../lib/mirror.mjs';
import { make, metric, project, startMake } from '../lib/project.mjs';
import { once } from '../lib/work.mjs';

const FRAMEWORKS = ['pytorch', 'tensorflow', 'jax'];

const withData = Object.fromEntries(FRAMEWORKS.map((framework) => [framework, once(async () => {
  const archive = await mirror();
  const at = await project(`mlp-${framework}`, ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--model', 'mlp', '--framework', framework, '--mirror', archive.url]);
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  return at;
})]));

/** Copies share the arrays and differ in what they train. */
async function copy(name, framework = 'pytorch') {
  const from = await withData[framework]();
  const to = path.join(path.dirname(from), name);
  fs.cpSync(from, to, { recursive: true, preserveTimestamps: true });
  return to;
}

async function published() {
  const at = await copy('seeds');
  await make(at, ['train', 'evaluate', 'card']);
  const { value, spread, values } = metric(at, 'val', 'rmse');
  const held = metric(at, 'test', 'rmse');
  assert.equal(values.length, 3, 'three seeds');
  for (const one of values) assert.ok(one < 1.7, `validation RMSE ${one} mm`);
  assert.ok(held.spread > 0, 'the spread over the seeds is reported');
  const card = fs.readFileSync(path.join(at, 'models', 'README.md'), 'utf8');
  assert.match(card, /linear/i, 'linear stands beside it');
  return `validation ${value.toFixed(3)} ± ${spread.toFixed(3)} mm, held out ${held.value.toFixed(3)} ± ${held.spread.toFixed(3)} mm (linear: 1.996 mm)`;
}

async function shuffled() {
  const at = await copy('shuffled');
  await make(at, ['train', 'evaluate', 'SEED=0', 'SET=train.shuffle_targets=true']);
  const { value } = metric(at, 'val', 'rmse');
  assert.ok(value > 8, `with shuffled targets the validation RMSE is ${value} mm`);
  return `validation RMSE ${value.toFixed(2)} mm`;
}

/** The weights of one seed, and nothing that tells when they were made. */
const weights = (at) => {
  const file = fs.readdirSync(path.join(at, 'models')).find((name) => /-seed0\.(safetensors|npz)$/.test(name));
  return file && createHash('sha256').update(fs.readFileSync(path.join(at, 'models', file))).digest('hex');
};

async function killed(framework) {
  const whole = await copy(`whole-${framework}`, framework);
  const broken = await copy(`broken-${framework}`, framework);
  const words = ['train', 'SEED=0', 'SET=train.epochs=60'];
  await make(whole, words);
  const running = await startMake(broken, words);
  const log = () => fs.readdirSync(path.join(broken, 'models')).filter((name) => name.endsWith('.log.jsonl')).map((name) => fs.readFileSync(path.join(broken, 'models', name), 'utf8').split('\n').length - 1)[0] ?? 0;
  for (let tries = 0; log() < 20 && tries < 4800; tries += 1) await sleep(25);
  running.kill('SIGKILL');
  await running.done;
  const epochs = log();
  assert.ok(epochs > 0 && epochs < 60, `killed in mid-training, after ${epochs} epochs`);
  await make(broken, [...words, 'RESUME=1']);
  assert.ok(weights(whole), 'weights were written');
  assert.equal(weights(broken), weights(whole), 'bit-equal to the uninterrupted run');
  return `killed after ${epochs} of 60 epochs`;
}

export const steps = [
  { name: 'mlp: the published recipe over three seeds', run: published },
  { name: 'mlp: shuffled targets teach nothing', run: shuffled },
  ...FRAMEWORKS.map((framework) => ({ name: `mlp: kill -9 and RESUME=1 give the same weights in ${framework}`, run: () => killed(framework) })),
];
