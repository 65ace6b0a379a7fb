// What strangers can give to `make data`: a table of hostile cache entries, archives, names, headers, tokens and outputs, tried = held.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { packageOf, project } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { run } from '../lib/shell.mjs';
import { folder } from '../lib/work.mjs';

const BATTERY = path.join(import.meta.dirname, '..', 'lib', 'hostile_bytes.py');
const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];

async function bytes() {
  const table = path.join(folder('mine'), 'table.csv');
  fs.writeFileSync(table, `a,b,y\n${Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${2 * row}`).join('\n')}\n`);
  const at = await project('strangers', ['--dataset', table, '--target', 'y', '--task', 'regression', ...BARE]);
  const env = { PYTHONPATH: [path.join(at, 'src'), path.join(at, 'tests')].join(path.delimiter), PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stdout, stderr } = await run(await commonPython(), [BATTERY, packageOf(at)], { cwd: folder('battery'), env, timeout: 280_000 });
  const broken = stdout.split('\n').filter((line) => line.startsWith('BROKEN'));
  assert.deepEqual(broken, [], 'each is held');
  assert.equal(status, 0, stderr.slice(-3000));
  assert.match(stdout, /^(\d{3}) tried, \1 held$/m);
  return stdout.trim();
}

export const steps = [{ name: 'hostile-bytes: cache entries, archives, names, headers, tokens, outputs', run: bytes }];
