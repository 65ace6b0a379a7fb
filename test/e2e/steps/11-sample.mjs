// The synthetic sample: the whole chain without a download, every output says what it is, real data stay untouched.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { json, make, project, read, sidecars, snapshot } from '../lib/project.mjs';

async function sample() {
  const at = await project('sample', ['--dataset', 'cdms', '--offline']);
  for (const part of ['raw', 'processed']) {
    fs.mkdirSync(path.join(at, 'data', part), { recursive: true });
    fs.writeFileSync(path.join(at, 'data', part, 'mine.txt'), 'untouched\n');
  }
  const before = [snapshot(at, 'data/raw'), snapshot(at, 'data/processed')];
  await make(at, ['data-sample', 'train', 'evaluate', 'card', 'DATA=sample']);
  assert.deepEqual([snapshot(at, 'data/raw'), snapshot(at, 'data/processed')], before, 'data/raw and data/processed are untouched');
  const words = /sample|synthetic/i;
  assert.equal(json(at, 'reports', 'metrics.json').data_kind, 'sample');
  assert.equal(json(at, 'reports', 'run.json').data_kind, 'sample');
  for (const { name, data_kind: kind } of sidecars(at)) {
    assert.equal(kind, 'sample', name);
    assert.match(name, /-sample-/, name);
  }
  for (const file of ['README.md', 'models/README.md']) {
    const measured = /<!--[^>]*-->([\s\S]*?)<!--[^>]*-->/g;
    const blocks = [...read(at, file).matchAll(measured)].map(([, text]) => text).filter((text) => /\d\.\d/.test(text));
    assert.ok(blocks.every((text) => words.test(text)), `${file}: numbers of a sample without the word`);
  }
  const figures = fs.readdirSync(path.join(at, 'reports', 'figures'));
  assert.ok(figures.length > 0);
  return `${figures.length} figures`;
}

export const steps = [{ name: 'sample: says what it is, touches no real data', run: sample }];
