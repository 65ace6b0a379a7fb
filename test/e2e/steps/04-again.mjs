// A second `make` asks nothing and trains nothing; a changed configuration trains again and fetches nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { json, sidecars } from '../lib/project.mjs';
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

export const steps = [
  { name: 'again: nothing is fetched or trained twice', run: again },
  { name: 'again: a change in configs/ trains anew and fetches nothing', run: changed },
];
