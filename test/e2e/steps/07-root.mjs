// ROOT files: the Z → μμ tutorial with its closure, its groups and its sample; any branch of any tree by the generic recipe.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from '../lib/mirror.mjs';
import { json, make, metric, packageOf, project, tryMake } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good, run } from '../lib/shell.mjs';

/** Reads the processed arrays as any user would: the groups of each split. */
const GROUPS = `
import json, sys
import numpy as np
from pathlib import Path
folder = Path(sys.argv[1])
schema = json.loads((folder / "schema.json").read_text())
group = [name for name, array in schema["arrays"].items() if array["role"] == "group"]
assert group, "no group array"
seen = {}
for split in schema["splits"]:
    for name in group:
        rows = np.atleast_2d(np.load(folder / split / f"{name}.npy").T).T
        for row in map(tuple, rows.reshape(len(rows), -1).tolist()):
            seen.setdefault((name, row), set()).add(split)
print(json.dumps({"groups": len(seen), "cut": sum(len(splits) > 1 for splits in seen.values())}))
`;

async function zmumu() {
  const archive = await mirror();
  const at = await project('zmumu', ['--dataset', '10.5072/zenodo.1000003', '--recipe', 'zmumu', '--files', '*Zmumu*', '--mirror', archive.url]);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  const { stdout } = await good(await commonPython(), ['-c', GROUPS, path.join(at, 'data', 'processed')]);
  const { groups, cut } = JSON.parse(stdout);
  assert.equal(groups, 500, 'events');
  assert.equal(cut, 0, 'no event stands in two splits');
  const model = metric(at, 'test', 'rmse');
  const formula = metric(at, 'test', 'rmse', { kind: 'reference' });
  assert.ok(model.value > 0 && formula.value >= 0);
  await make(at, ['test']);
  return `model ${model.value.toFixed(3)}, massless formula ${formula.value.toFixed(3)} ${model.unit}`;
}

async function sample() {
  const archive = await mirror();
  const at = await project('zmumu-sample', ['--dataset', 'zmumu', '--mirror', archive.url]);
  await make(at, ['data-sample', 'train', 'evaluate', 'DATA=sample', 'CONFIG=smoke']);
  await make(at, ['test']); // its tests look for the planted peak
  const tests = fs.readdirSync(path.join(at, 'tests')).map((file) => fs.readFileSync(path.join(at, 'tests', file), 'utf8')).join('\n');
  assert.match(tests, /def test_\w*(peak|planted)\w*/i, `a test of ${packageOf(at)} looks for the planted peak`);
  assert.equal(json(at, 'reports', 'metrics.json').data_kind, 'sample');
}

const generic = (archive) => ['--dataset', '10.5072/OPENDATA.CMS.TEST.0001', '--files', '*HZZ*', '--mirror', archive.url];

async function branch() {
  const archive = await mirror();
  const at = await project('branch', [...generic(archive), '--target', 'MET_px']);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  const { value, unit } = metric(at, 'test', 'rmse');
  assert.ok(Number.isFinite(value));
  return `MET_px: RMSE ${value.toFixed(2)} ${unit ?? ''}`;
}

async function unnamed() {
  const archive = await mirror();
  const at = await project('unnamed', generic(archive));
  const { status, stdout, stderr } = await tryMake(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  assert.equal(status, 2);
  const direct = await run(await commonPython(), ['-m', packageOf(at), 'data'], { cwd: at, env: { PYTHONPATH: path.join(at, 'src'), FAIR_AI_MIRROR: archive.url } });
  assert.equal(direct.status, 2, 'without make, too, whose own exit code for any failure is 2');
  for (const name of ['MET_px', 'MET_py', 'NMuon']) assert.ok((stdout + stderr).includes(name), `the branches are listed: ${name}`);
  assert.ok(!/Traceback/.test(stderr), 'without a traceback');
}

export const steps = [
  { name: 'zmumu: groups whole, closure, beside the massless formula', run: zmumu },
  { name: 'zmumu: the sample\'s planted peak', run: sample },
  { name: 'root: a branch as target trains', run: branch },
  { name: 'root: without --target the branches are listed, exit 2', run: unnamed },
];
