// An archive of our own with an altered copy of the table: other checksums, other numbers, another card.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { json, make, metric, project, read } from '../lib/project.mjs';
import { folder } from '../lib/work.mjs';

/** A mirror root with one record: the SuperCDMS table, PBstart of every tenth row half as large again. */
function alteredRoot() {
  const root = folder('root');
  const [head, ...rows] = fs.readFileSync(sharedData('cdms', 'reduced_data.csv'), 'utf8').trim().split('\n');
  const column = head.split(',').indexOf('PBstart');
  const moved = rows.map((row, index) => {
    const cells = row.split(',');
    if (index % 10 === 0) cells[column] = String(Number(cells[column]) * 1.5);
    return cells.join(',');
  });
  fs.mkdirSync(path.join(root, 'fixtures'));
  fs.mkdirSync(path.join(root, 'data'));
  fs.writeFileSync(path.join(root, 'data', 'reduced_data.csv'), `${[head, ...moved].join('\n')}\n`);
  const record = {
    archive: 'zenodo', id: 1000077, doi: '10.5072/zenodo.1000077', title: 'An altered table', license: 'mit', creators: [{ name: 'Noether, Emmy' }],
    files: [{ path: 'data/reduced_data.csv', key: 'reduced_data.csv' }],
  };
  fs.writeFileSync(path.join(root, 'records.json'), JSON.stringify([record]));
  return root;
}

async function altered() {
  const root = alteredRoot();
  const archive = await mirror({ roots: [root] });
  const at = await project('altered', ['--dataset', '10.5072/zenodo.1000077', '--recipe', 'cdms', '--mirror', archive.url]);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  const { value } = metric(at, 'test', 'rmse');
  assert.ok(Math.abs(value - 1.9964235488702617) > 1e-3, `the RMSE moved: ${value}`);
  const sha256 = createHash('sha256').update(fs.readFileSync(path.join(root, 'data', 'reduced_data.csv'))).digest('hex');
  assert.equal(json(at, 'reports', 'metrics.json').data.sources[0].sha256, sha256);
  assert.match(read(at, 'data', 'manifest.lock.json'), new RegExp(sha256));
  const card = read(at, 'models', 'README.md').split('\n');
  assert.ok(card.some((line) => /test/.test(line) && line.includes(value.toFixed(3))), `the card shows ${value}`);
  const old = card.filter((line) => /1\.9964|1\.996 ±/.test(line));
  assert.ok(old.every((line) => line.includes('FAIR-UMN')), `the number of the published table names its source: ${old}`);
  return `held-out RMSE ${value.toFixed(4)} mm`;
}

export const steps = [{ name: 'altered table: numbers, checksums and card follow the bytes', run: altered }];
