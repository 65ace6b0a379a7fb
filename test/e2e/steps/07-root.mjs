// ROOT files: the Z → μμ tutorial with its closure, its groups and its sample; any branch of any tree by the generic recipe.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from '../lib/mirror.mjs';
import { json, make, metric, packageOf, project, read, tryMake } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good, run } from '../lib/shell.mjs';

/** Looks at the processed arrays and at the raw file as any user would, without the project's code. Masses in GeV. */
const LOOK = `
import json, sys
import numpy as np
from pathlib import Path
folder, raw = map(Path, sys.argv[1:])
schema = json.loads((folder / "schema.json").read_text())
role = {array["role"]: name for name, array in schema["arrays"].items()}
def read(name): return {split: np.load(folder / split / f"{name}.npy") for split in schema["splits"]}
seen = {}
for split, rows in read(role["group"]).items():
    for row in map(tuple, rows.tolist()):
        seen.setdefault(row, set()).add(split)
target, formula = (np.concatenate([rows.ravel() for rows in read(role[name]).values()]) for name in ("target", "reference"))
import uproot
events = uproot.open(raw)["events"].arrays(library="np")
e, x, y, z = (events[c + "1"] + events[c + "2"] for c in ("E", "px", "py", "pz"))
closure = np.sqrt(e**2 - x**2 - y**2 - z**2)
counts, edges = np.histogram(target, bins=np.arange(60, 121, 1.0))
top = edges[np.argmax(counts)] + 0.5
print(json.dumps({"rows": len(target), "events": len(seen), "cut": sum(len(splits) > 1 for splits in seen.values()),
    "features": [field["name"] for field in schema["arrays"][role["input"]]["fields"]],
    "closure": float(np.max(np.abs(closure - events["M"]))), "moved": float(np.max(np.abs(np.sort(target) - np.sort(events["M"])))),
    "miss": float(np.median(np.abs(formula - target))), "peak": float(np.median(target[np.abs(target - top) < 3]))}))
`;

async function look(at, kind, raw) {
  const processed = path.join(at, 'data', ...(kind === 'sample' ? ['sample'] : []), 'processed');
  return JSON.parse((await good(await commonPython(), ['-c', LOOK, processed, raw])).stdout);
}

/** What is true of the real file and of the sample. */
function sound(found) {
  assert.equal(found.cut, 0, 'no (Run, Event) stands in two splits');
  assert.ok(found.rows > 3 * found.events, 'and an event has several rows, so that a split by row would leak');
  assert.ok(found.closure < 1e-7, `the four-vectors give M: ${found.closure} GeV`);
  assert.equal(found.moved, 0, 'M reaches the arrays bit by bit');
  assert.ok(found.miss > 1e-3 && found.miss < 0.3, `the massless formula is near M and not M: ${found.miss} GeV`);
  assert.deepEqual(found.features.filter((name) => /^(E|p[xyz])\d|^M$/.test(name)), [], 'nothing gives M away');
}

async function zmumu() {
  const archive = await mirror();
  const at = await project('zmumu', ['--dataset', '10.5072/zenodo.1000003', '--recipe', 'zmumu', '--files', '*Zmumu*', '--mirror', archive.url]);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  const found = await look(at, 'real', path.join(at, 'data', 'raw', 'uproot-Zmumu.root'));
  sound(found);
  assert.deepEqual([found.rows, found.events], [2304, 500]);
  const model = metric(at, 'test', 'rmse');
  const formula = metric(at, 'test', 'rmse', { kind: 'reference' });
  assert.ok(formula.value > 0 && formula.value < model.value, `a linear model is no match for the formula: ${model.value}, ${formula.value} ${model.unit}`);
  const card = read(at, 'models', 'README.md').split('\n');
  for (const words of ['massless formula (needs no training)', 'linear']) assert.ok(card.some((line) => line.startsWith(`| ${words} `)), `the card has a row for ${words}`);
  const { stdout } = await make(at, ['test']);
  assert.ok(!/SKIPPED.*uproot-Zmumu\.root is not here/.test(stdout), 'the recipe\'s tests ran on the real file');
  return `closure ${found.closure.toExponential(1)} GeV; RMSE of the model ${model.value.toFixed(3)}, of the massless formula ${formula.value.toFixed(3)} ${model.unit}`;
}

async function sample() {
  const at = await project('zmumu-sample', ['--dataset', 'zmumu', '--offline']);
  await make(at, ['data-sample', 'train', 'evaluate', 'DATA=sample', 'CONFIG=smoke']);
  const raw = path.join(at, 'data', 'sample', 'raw');
  const found = await look(at, 'sample', path.join(raw, fs.readdirSync(raw).find((name) => name.endsWith('.root'))));
  sound(found);
  const [, planted] = /^MASS, WIDTH = ([\d.]+)/m.exec(read(at, 'src', packageOf(at), 'sample.py'));
  assert.ok(Math.abs(found.peak - Number(planted)) < 0.5, `planted ${planted}, found ${found.peak} GeV`);
  assert.equal(json(at, 'reports', 'metrics.json').data_kind, 'sample');
  return `planted ${planted}, found ${found.peak.toFixed(2)} GeV`;
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
