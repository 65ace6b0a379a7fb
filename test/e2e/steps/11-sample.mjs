// The synthetic sample: the whole chain without a download, every output says what it is; sample, real and sample again never mix.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from '../lib/mirror.mjs';
import { json, make, packageOf, project, read, sidecars, snapshot } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good } from '../lib/shell.mjs';

const CHAIN = ['train', 'evaluate', 'predict', 'card'];
const SYNTHETIC = /synthetic sample/i;

/** Evaluates with a matplotlib that tells, for every figure it saves, the words on it. */
const DRAWN = `
import importlib, json, pathlib, sys
from matplotlib.figure import Figure
from matplotlib.text import Text
package, kind = sys.argv[1:]
found, save = {}, Figure.savefig
def told(self, path, **options):
    found[pathlib.Path(path).name] = [text.get_text() for text in self.findobj(Text) if text.get_visible()]
    return save(self, path, **options)
Figure.savefig = told
importlib.import_module(package + ".evaluate").run({"DATA": kind, "CONFIG": "baseline"})
print("\\n" + json.dumps(found))
`;

async function words(at, kind) {
  const { stdout } = await good(await commonPython(), ['-c', DRAWN, packageOf(at), kind], { cwd: at, env: { PYTHONPATH: path.join(at, 'src') } });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const between = (text, start, end) => text.slice(text.indexOf(start) + start.length, text.indexOf(end));
const MARKDOWN = ['<!-- results:start -->', '<!-- results:end -->'];

/** What the four files that cards are written into say of the results. */
const said = (at) => ({
  'README.md': between(read(at, 'README.md'), ...MARKDOWN),
  'models/README.md': between(read(at, 'models', 'README.md'), ...MARKDOWN),
  'CITATION.cff': between(read(at, 'CITATION.cff'), '# results:start', '# results:end'),
  header: read(at, 'models', 'README.md').split('---\n')[1],
  fair4ml: read(at, 'models', 'fair4ml.jsonld'),
});

/** Every output of the last chain is of this kind and holds a number; those that machines read alone hold numbers of real data only. */
function consistent(at, kind) {
  const synthetic = kind === 'sample';
  const metrics = json(at, 'reports', 'metrics.json');
  assert.equal(metrics.data_kind, kind, 'metrics.json');
  assert.ok(metrics.results.length > 0 && Number.isFinite(metrics.results[0].metrics.rmse.value), 'metrics.json has numbers');
  for (const file of ['run.json', 'predictions.json']) assert.equal(json(at, 'reports', file).data_kind, kind, file);
  assert.equal(SYNTHETIC.test(read(at, 'reports', 'predictions.csv').split('\n')[0]), synthetic, 'the head of predictions.csv');
  const own = sidecars(at).filter(({ name }) => name.includes('-sample-') === synthetic);
  assert.ok(own.length > 0, 'sidecars');
  for (const { name, data_kind: of, run } of own) assert.deepEqual([of, run.data_kind], [kind, kind], name);
  const value = metrics.results.at(-1).metrics.rmse.value.toFixed(3);
  const found = said(at);
  for (const file of ['README.md', 'models/README.md', 'CITATION.cff']) {
    assert.ok(found[file].includes(value) && found[file].includes(metrics.run), `${file} has the number ${value} and its run`);
    assert.equal(SYNTHETIC.test(found[file]), synthetic, `${file} says what it is`);
  }
  assert.equal(found.header.includes('model-index'), !synthetic, 'model-index');
  assert.equal(JSON.parse(found.fair4ml).hasEvaluation !== undefined, !synthetic, 'hasEvaluation');
  for (const file of ['header', 'fair4ml']) assert.equal(found[file].includes(metrics.run), !synthetic, `${file} names the run`);
}

async function drawn(at, kind) {
  const figures = fs.readdirSync(path.join(at, 'reports', 'figures')).sort();
  const found = await words(at, kind);
  assert.deepEqual(Object.keys(found).sort(), figures, 'every figure was drawn by this evaluation');
  for (const [name, texts] of Object.entries(found)) assert.equal(texts.some((text) => SYNTHETIC.test(text)), kind === 'sample', `${name}: ${texts.join(' · ')}`);
  return figures.length;
}

async function sample() {
  const at = await project('sample', ['--dataset', 'cdms', '--offline']);
  for (const part of ['raw', 'processed']) {
    fs.mkdirSync(path.join(at, 'data', part), { recursive: true });
    fs.writeFileSync(path.join(at, 'data', part, 'mine.txt'), 'untouched\n');
  }
  const before = [snapshot(at, 'data/raw'), snapshot(at, 'data/processed')];
  const { stdout } = await make(at, ['data-sample', ...CHAIN, 'DATA=sample']);
  assert.deepEqual([snapshot(at, 'data/raw'), snapshot(at, 'data/processed')], before, 'data/raw and data/processed are untouched');
  assert.match(stdout, /SYNTHETIC SAMPLE/);
  consistent(at, 'sample');
  return `${await drawn(at, 'sample')} figures`;
}

async function mixed() {
  const archive = await mirror();
  const at = await project('mixed', ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--mirror', archive.url]);
  const env = { FAIR_AI_MIRROR: archive.url };
  await make(at, ['data-sample', ...CHAIN, 'DATA=sample'], { env });
  consistent(at, 'sample');
  await make(at, ['data', ...CHAIN], { env });
  consistent(at, 'real');
  const figures = await drawn(at, 'real');
  const real = () => Object.entries({ ...snapshot(at, 'models'), ...snapshot(at, 'data/raw'), ...snapshot(at, 'data/processed') }).filter(([file]) => !/sample|README|fair4ml/.test(file));
  const before = real();
  assert.ok(before.length >= 4, `${before.map(([file]) => file)}`);
  await make(at, [...CHAIN, 'DATA=sample'], { env });
  consistent(at, 'sample');
  assert.deepEqual(real(), before, 'the real model and data survive');
  await make(at, ['evaluate', 'predict', 'card'], { env });
  consistent(at, 'real');
  return `sample, real, sample, real; ${figures} real figures without the mark`;
}

/** `make evaluate` goes on with what was trained last, whatever the configuration's seeds are. */
async function seeds() {
  const at = await project('seeds', ['--dataset', 'cdms', '--offline']);
  const measured = () => json(at, 'reports', 'metrics.json').seeds;
  await make(at, ['data-sample', 'train', 'DATA=sample', 'SEED=1,2']);
  await make(at, ['evaluate', 'card', 'DATA=sample']);
  assert.deepEqual(measured(), [1, 2]);
  await make(at, ['train', 'evaluate', 'DATA=sample', 'SEED=3']);
  assert.deepEqual(measured(), [3]);
  await make(at, ['evaluate', 'DATA=sample']);
  assert.deepEqual(measured(), [3]);
}

export const steps = [
  { name: 'sample: every output says what it is, no real data are touched', run: sample },
  { name: 'sample: then real, then sample again', run: mixed },
  { name: 'sample: evaluate measures the seeds of the last training', run: seeds },
];
