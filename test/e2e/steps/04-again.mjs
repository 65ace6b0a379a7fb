// A second `make` asks nothing and trains nothing; a changed configuration trains again and fetches nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { json, make, project, sha256, sidecars, startMake } from '../lib/project.mjs';
import { good } from '../lib/shell.mjs';
import { clone } from './02-cdms.mjs';

const runs = (at) => sidecars(at).map(({ run }) => run.id);

async function again() {
  const { at, archive, env } = await clone();
  const before = { requests: archive.requests.length, runs: runs(at) };
  await good('make', ['data', 'train'], { cwd: at, env });
  assert.equal(archive.requests.length, before.requests, 'no further request');
  assert.deepEqual(runs(at), before.runs, 'nothing was trained again');
}

async function changed() {
  const { at, archive, env } = await clone();
  const processed = path.join(at, 'data', 'processed', 'schema.json');
  const before = { requests: archive.requests.length, runs: runs(at), data: fs.statSync(processed).mtimeMs, run: json(at, 'reports', 'metrics.json').run };
  const config = path.join(at, 'configs', 'baseline.yaml');
  const text = fs.readFileSync(config, 'utf8');
  try {
    fs.appendFileSync(config, '# a change\n');
    await good('make', ['data', 'train', 'evaluate', 'card'], { cwd: at, env });
    assert.equal(archive.requests.length, before.requests, 'no further request');
    assert.equal(fs.statSync(processed).mtimeMs, before.data, 'the arrays were left alone');
    assert.notDeepEqual(runs(at), before.runs, 'training ran again');
    assert.notEqual(json(at, 'reports', 'metrics.json').run, before.run, 'and what follows it');
  } finally {
    fs.writeFileSync(config, text);
  }
}

/** Pairs of `make train SEED=n` in one folder, begun in the same moment. */
async function together() {
  const pairs = Number(process.env.FAIR_AI_E2E_PAIRS ?? 8);
  const at = await project('together', ['--dataset', 'cdms', '--offline', '--no-git']);
  await make(at, ['data-sample', 'DATA=sample']);
  for (let seed = 0; seed < 2 * pairs; seed += 2) {
    const both = await Promise.all([seed, seed + 1].map((one) => startMake(at, ['train', 'DATA=sample', `SEED=${one}`])));
    const ends = await Promise.all(both.map(({ done }) => done));
    for (const { status, stdout, stderr } of ends) assert.equal(status, 0, `pair of seed ${seed}: ${stdout}${stderr}`);
  }
  const made = sidecars(at);
  assert.deepEqual(made.map(({ seed }) => seed).sort((a, b) => a - b), Array.from({ length: 2 * pairs }, (_, seed) => seed));
  for (const { weights, weights_sha256: digest } of made) assert.equal(sha256(path.join(at, 'models', weights)), digest, weights);
  assert.deepEqual(fs.readdirSync(path.join(at, '.make')).filter((name) => /\.\d+$/.test(name)), [], 'nothing unfinished is left');
  return `${pairs} of ${pairs} pairs`;
}

export const steps = [
  { name: 'again: nothing is fetched or trained twice', run: again },
  { name: 'again: two trainings at once in one folder both work', run: together },
  { name: 'again: a change in configs/ trains anew and fetches nothing', run: changed },
];
