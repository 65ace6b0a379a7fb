// The published SuperCDMS regressions, from a clone of the project, to 1e-9: nothing is looked up, everything is fitted.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { json, make, metric, project, read, sidecars } from '../lib/project.mjs';
import { constraint } from '../lib/python.mjs';
import { good } from '../lib/shell.mjs';
import { folder, once } from '../lib/work.mjs';
import { first } from './01-tarball.mjs';

const HELD_OUT = { linear: 1.9964235488702617, ridge: 1.6291215002258335, lasso: 1.5244455151398457 };
const KEYS = { linear: 'Linear_Regression', ridge: 'Ridge_Regression', lasso: 'Lasso_Regression' };
const TRAINED_ON = ['train+val', 'train'];
const near = (found, expected, what) => assert.ok(Math.abs(found - expected) < 1e-9, `${what}: ${found}, published ${expected}`);

/** A clone of the first project, with its own environment, trained and evaluated. */
export const clone = once(async () => {
  const { at, archive } = await first();
  const copy = path.join(folder('clone'), 'a');
  await good('git', ['clone', '-q', at, copy]);
  const env = { FAIR_AI_MIRROR: archive.url, PIP_CONSTRAINT: constraint() };
  await good('make', ['env', 'data', 'train', 'evaluate', 'card'], { cwd: copy, env });
  return { at: copy, archive, env };
});

function coefficients(at, key) {
  const published = json(sharedData('cdms', 'model-info.json'))[key].coeffs;
  const [{ fit }] = sidecars(at);
  assert.equal(fit.coefficients.length, published.length);
  published.forEach((value, index) => near(fit.coefficients[index], value, `${key} coefficient ${index}`));
}

/** The fitted rows may be reported as one split or as two; 5 636 of them make the published number. */
function fittedRmse(at) {
  const { results } = json(at, 'reports', 'metrics.json');
  const whole = results.find(({ kind, split, rows }) => kind === 'model' && rows === 5636 && TRAINED_ON.includes(split));
  assert.ok(whole, `no result over the 5636 rows: ${results.map(({ split, rows }) => `${split} ${rows}`)}`);
  return whole.metrics.rmse.value;
}

function said(at) {
  const { run } = json(at, 'reports', 'metrics.json');
  for (const file of ['README.md', path.join('models', 'README.md')]) {
    const text = read(at, file);
    assert.ok(text.includes('1.996 ± '), `${file} states the measured RMSE`);
    assert.ok(text.includes(run), `${file} names the run ${run}`);
  }
}

async function linear() {
  const { at } = await clone();
  near(fittedRmse(at), 1.4152108662142222, 'linear on 5636 rows');
  near(metric(at, 'test', 'rmse').value, HELD_OUT.linear, 'linear, held out');
  coefficients(at, KEYS.linear);
  said(at);
  assert.ok(fs.readdirSync(path.join(at, 'reports', 'figures')).length > 0, 'figures');
}

const fitted = (model) => async () => {
  const archive = await mirror();
  const at = await project(model, ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--model', model, '--mirror', archive.url]);
  await make(at, ['data', 'train', 'evaluate', 'card'], { env: { FAIR_AI_MIRROR: archive.url } });
  near(metric(at, 'test', 'rmse').value, HELD_OUT[model], `${model}, held out`);
  coefficients(at, KEYS[model]);
};

/** The same from the commit-pinned address; the download is shared between the projects. */
async function byKey() {
  const archive = await mirror();
  const env = { FAIR_AI_MIRROR: archive.url, FAIR_AI_CACHE: folder('cache') };
  for (const model of Object.keys(KEYS)) {
    const at = await project(`key-${model}`, ['--dataset', 'cdms', '--model', model, '--mirror', archive.url]);
    await make(at, ['data', 'train', 'evaluate'], { env });
    near(metric(at, 'test', 'rmse').value, HELD_OUT[model], `${model} from the commit-pinned address`);
    coefficients(at, KEYS[model]);
  }
  const asked = archive.requests.filter(({ host, path: file }) => host === 'raw.githubusercontent.com' && file.endsWith('reduced_data.csv'));
  assert.equal(asked.length, 1, 'the table came from its commit-pinned address, once for three projects');
}

export const steps = [
  { name: 'cdms: linear from a clone, with make env', run: linear },
  { name: 'cdms: ridge', run: fitted('ridge') },
  { name: 'cdms: lasso', run: fitted('lasso') },
  { name: 'cdms: linear, ridge and lasso by catalogue key', run: byKey },
];
