// export, benchmark, explain, reproduce and sweep on the sample of hbb, with the published weights, and on the real cdms table.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { json, make, project, read, tryMake } from '../lib/project.mjs';
import { ROOT, once } from '../lib/work.mjs';

const SAMPLE = ['DATA=sample', 'CONFIG=smoke'];
const BARE = ['--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];

/** A report in reports/, valid by its schema. */
function report(at, name) {
  const found = json(at, 'reports', `${name}.json`);
  const valid = new Ajv2020({ strict: false, allErrors: true }).compile(json(ROOT, 'docs', 'schemas', `${name}.schema.json`));
  assert.ok(valid(found), `${name}.json: ${JSON.stringify(valid.errors?.slice(0, 3))}`);
  assert.equal(valid({ ...found, format: 'other' }), false, `the schema of ${name} refuses another format`);
  return found;
}

const hbb = once(async () => {
  const archive = await mirror();
  const at = await project('tools', ['--dataset', 'hbb', '--offline', ...BARE]);
  await make(at, ['data-sample', 'DATA=sample']);
  return { at, env: { FAIR_AI_MIRROR: archive.url } };
});

/** A copy of the project with its sample, to be trained on its own. */
async function copy(name) {
  const { at, env } = await hbb();
  const to = path.join(path.dirname(at), name);
  fs.cpSync(at, to, { recursive: true, preserveTimestamps: true });
  return { at: to, env };
}

async function publishedWeights() {
  const logits = sharedData('hbb', 'reference_logits.npz');
  const foreign = sharedData('hbb', '5_10_gnn_128.onnx');
  const { at, env } = await copy('weights');
  await make(at, ['train', 'DATA=sample', 'INIT=reference', 'SET=train.epochs=0'], { env });
  const sidecar = json(at, 'models', 'in-sample-seed0.json');
  assert.equal(sidecar.fit.parameters, 25_554);
  assert.equal(sidecar.fit.init.loaded.length, 20);
  assert.deepEqual([sidecar.fit.init.skipped, sidecar.fit.init.random], [[], []]);
  await make(at, ['export', 'DATA=sample'], { env });
  const [{ parity }] = report(at, 'export').models;
  assert.deepEqual([...new Set(parity.map(({ rows }) => rows))], [1, 7, 300]);
  assert.ok(parity.every(({ norm, probability }) => norm <= 1e-5 && probability <= 1e-5), JSON.stringify(parity));
  const refused = await tryMake(at, ['export', 'DATA=sample', `ONNX=${foreign}`], { env });
  assert.notEqual(refused.status, 0, 'the published ONNX file is not of the baseline');
  assert.match(refused.stderr, /does not answer as the trained model does/);
  await make(at, ['reproduce', 'DATA=sample', `LOGITS=${logits}`], { env });
  const { weights } = report(at, 'reproduce');
  assert.deepEqual(weights.map(({ name, failed }) => [name, failed]), [['baseline', []], ['hidden32', []]]);
  assert.ok(weights.every(({ passed }) => passed.some((line) => /64 reference rows.*good/.test(line))), JSON.stringify(weights));
  return weights.map(({ name, passed }) => `${name}: ${passed.join(', ')}`).join('; ');
}

async function explained() {
  const { at, env } = await copy('explained');
  await make(at, ['train', 'evaluate', 'explain', 'EXPLAIN_ROWS=200', ...SAMPLE], { env }); // each row is asked some thousand times
  const { score, masked, conservation, gradient } = report(at, 'explain');
  assert.ok(score > 0.9, `AUC ${score}`);
  const features = masked.filter(({ kind }) => kind === 'feature').sort((a, b) => b.permuted.delta - a.permuted.delta);
  assert.equal(features[0].part, 'trackBTag_Sip3dSig', 'the planted feature comes first');
  const inert = features.find(({ part }) => part === 'track_normchi2');
  assert.ok(Math.abs(inert.permuted.delta) < 3 * inert.permuted.error + 1e-3, `an inert feature costs ${inert.permuted.delta} ± ${inert.permuted.error}`);
  assert.ok(conservation < 1e-4, `the relevances miss the logit by ${conservation}`);
  assert.equal(gradient.length, 2);
  const drawn = fs.readdirSync(path.join(at, 'reports', 'figures'));
  for (const name of ['permuted-features', 'masked-objects', 'gradient', 'relevance', 'activity']) assert.ok(drawn.includes(`${name}.png`), `${name}.png`);
  await make(at, ['explain', 'EXPLAIN_ROWS=50', ...SAMPLE], { env });
  assert.equal(report(at, 'explain').rows, 50, 'other rows are explained anew');
  return `AUC ${score.toFixed(3)}, without the planted feature ${features[0].permuted.delta.toFixed(3)} less, without an inert one ${inert.permuted.delta.toExponential(1)}; LRP within ${conservation.toExponential(1)}`;
}

async function timed() {
  const at = await project('timed', ['--dataset', 'cdms', '--model', 'mlp', '--offline', ...BARE]);
  await make(at, ['data-sample', 'train', 'export', 'benchmark', 'sweep', 'TRIALS=3', ...SAMPLE]);
  const { scores, times } = report(at, 'benchmark');
  const names = Object.keys(scores);
  assert.ok(names.includes('pytorch, eager') && names.includes('ONNX Runtime, CPU'), names.join(', '));
  const values = names.map((name) => scores[name].metrics.rmse.value);
  assert.ok(Math.max(...values) - Math.min(...values) < 1e-5 * values[0], `every runtime has the same RMSE: ${values}`);
  assert.ok(times.every(({ repeats, seconds_per_row: { low, median, high } }) => repeats >= 10 && low <= median && median <= high));
  const { trials, best } = report(at, 'sweep');
  assert.equal(trials.length, 3);
  assert.equal(best.score, Math.min(...trials.map(({ score }) => score ?? Infinity)));
  assert.match(read(at, 'configs', 'swept.yaml'), /^# The best of 3 trials/);
  return names.join(', ');
}

async function altered() {
  const archive = await mirror();
  const at = await project('altered-number', ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--mirror', archive.url, ...BARE]);
  const env = { FAIR_AI_MIRROR: archive.url };
  await make(at, ['data', 'train', 'evaluate', 'reproduce'], { env });
  const { same_seed: again, published } = report(at, 'reproduce');
  assert.equal(again.equal, true);
  assert.deepEqual(published.map(({ verdict }) => verdict), ['reproduced', 'reproduced']);
  const file = path.join(at, 'references', 'published.json');
  fs.writeFileSync(file, read(file).replace('1.9964235488702617', '1.9965'));
  const { status, stderr } = await tryMake(at, ['reproduce'], { env });
  assert.equal(status, 2, 'make stops'); // and the program exits with 1
  assert.match(stderr, /Error 1/);
  assert.match(stderr, /rmse on test is 1\.9964235489 mm, published 1\.9965 mm/);
  return 'two numbers reproduced; an altered one is named';
}

export const steps = [
  { name: 'tools: the published weights give the reference logits, another ONNX file is refused', run: publishedWeights },
  { name: 'tools: explain finds what is planted and conserves relevance', run: explained },
  { name: 'tools: every runtime has the same answers; a sweep keeps the best', run: timed },
  { name: 'tools: an altered published number is named', run: altered },
];
