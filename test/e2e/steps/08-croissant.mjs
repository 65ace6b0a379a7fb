// data/croissant.json after `make data`: other people's reader reads every record, and the values are those of the raw files.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { inTurn } from '../lib/day.mjs';
import { mirror, SHARED } from '../lib/mirror.mjs';
import { json, make, project, read, tryMake } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { created, good, run } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { ROOT, folder, once } from '../lib/work.mjs';

const HERE = path.join(ROOT, 'test', 'e2e', 'validators');
/** The Python of the validators, which run.py makes. */
const theirs = once(async () => (await good('python3', [path.join(HERE, 'run.py'), '--environment'], { timeout: 900_000 })).stdout.trim().split('\n').at(-1));
const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];

/** What the validators say of the file, each after its canaries: nothing may be skipped. */
async function judged(at) {
  const { status, stdout } = await run('python3', [path.join(HERE, 'run.py'), '--only', 'croissant', at], { timeout: 900_000 });
  assert.equal(status, 0, stdout.slice(-3000));
  assert.match(stdout, /3 validators rejected 5 canaries first/);
  assert.match(stdout, /\b3 passed, 0 failed, 0 skipped/);
}

/** mlcroissant's verdict on a text. */
async function validate(name, text) {
  const file = path.join(folder('validate'), name);
  fs.writeFileSync(file, text);
  const python = await theirs();
  return run(python, [path.join(HERE, 'offline.py'), path.join(path.dirname(python), 'mlcroissant'), 'validate', '--jsonld', file]);
}

const compare = async (at, raw, records, columns) => run(await commonPython(), [path.join(HERE, 'compare.py'), path.join(at, 'data', 'raw', raw), records, ...columns]);

/** Compares all records with the raw file, after a changed value and a missing row were found. */
async function compared(at, raw, columns) {
  const python = await theirs();
  const { stdout } = await good(python, [path.join(HERE, 'offline.py'), python, path.join(HERE, 'loaded.py'), path.join(at, 'data', 'croissant.json')]);
  const lines = stdout.trim().split('\n');
  const home = folder('records');
  const written = (name, rows) => (fs.writeFileSync(path.join(home, name), `${rows.join('\n')}\n`), path.join(home, name));
  const [column] = columns;
  const wrong = lines.map((line, row) => (row === 7 ? JSON.stringify({ ...JSON.parse(line), [column]: JSON.parse(line)[column] + 0.001 }) : line));
  for (const canary of [written('wrong.jsonl', wrong), written('short.jsonl', lines.slice(1))]) assert.equal((await compare(at, raw, canary, columns)).status, 1, `${canary} was accepted`);
  const { status, stdout: said, stderr } = await compare(at, raw, written('all.jsonl', lines), columns);
  assert.equal(status, 0, said + stderr);
  return said.trim();
}

const croissant = (at) => json(at, 'data', 'croissant.json');
const sourceOf = (at) => croissant(at).recordSet[0].field[0].source;

/** A second `make data` writes nothing; a description taken from git again is completed to the same bytes. */
async function settled(at, env, before) {
  const [file, dictionary] = [path.join(at, 'data', 'croissant.json'), path.join(at, 'references', 'data-dictionary.csv')];
  const state = () => [file, dictionary].map((one) => [fs.readFileSync(one, 'utf8'), fs.statSync(one).mtimeMs]);
  const schema = path.join(at, 'data', 'processed', 'schema.json');
  const [done, arrays] = [state(), fs.statSync(schema).mtimeMs];
  const { stdout } = await make(at, ['data'], { env });
  assert.doesNotMatch(stdout, /completed|processed/);
  assert.deepEqual(state(), done);
  fs.writeFileSync(file, before);
  await make(at, ['data'], { env });
  assert.equal(fs.readFileSync(file, 'utf8'), done[0][0]);
  assert.equal(fs.statSync(schema).mtimeMs, arrays, 'the arrays, and what was trained on them, are left alone');
  await make(at, ['clean', 'data'], { env });
  assert.deepEqual(state().map(([text]) => text), done.map(([text]) => text), 'the same after make clean');
}

async function cdms() {
  const archive = await mirror();
  const env = { FAIR_AI_MIRROR: archive.url };
  const at = await project('croissant-cdms', ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', ...BARE, '--mirror', archive.url]);
  const before = read(at, 'data', 'croissant.json');
  await make(at, ['data'], { env });
  await judged(at);
  assert.deepEqual(sourceOf(at).fileObject, { '@id': 'reduced_data.csv' }, 'read from the raw file');
  await settled(at, env, before);
  return compared(at, 'reduced_data.csv', ['y', 'Row', 'PBstart', 'PFwidth']);
}

async function zmumu() {
  const archive = await mirror();
  const env = { FAIR_AI_MIRROR: archive.url };
  const at = await project('croissant-zmumu', ['--dataset', '10.5072/zenodo.1000003', '--recipe', 'zmumu', ...BARE, '--mirror', archive.url]);
  const before = read(at, 'data', 'croissant.json');
  await make(at, ['data-sample'], { env });
  assert.equal(read(at, 'data', 'croissant.json'), before, 'a sample never enters it');
  await make(at, ['data'], { env });
  await judged(at);
  await settled(at, env, before);
  return compared(at, 'uproot-Zmumu.root', ['M', 'pt1', 'phi2', 'Q2', 'Run', 'Event']);
}

/** CERN's adler32 is no checksum for Croissant: what was left out before stands there with its sha256 afterwards. */
async function adler() {
  const archive = await mirror();
  const env = { FAIR_AI_MIRROR: archive.url };
  const at = await project('croissant-adler', ['--dataset', '10.5072/OPENDATA.CMS.TEST.0001', '--recipe', 'zmumu', '--files', '*', ...BARE, '--mirror', archive.url]);
  assert.equal(croissant(at).distribution, undefined);
  assert.match(croissant(at).description, /Not listed here: 2 of 2 files/);
  assert.equal((await validate('canary.json', read(at, 'data', 'croissant.json').replaceAll('https://schema.org/', 'http://schema.org/'))).status, 1);
  assert.equal((await validate('before.json', read(at, 'data', 'croissant.json'))).status, 0, 'valid before the download');
  assert.equal((await tryMake(at, ['data'], { env })).status, 2, 'the recipe reads one of the two');
  await make(at, ['data', 'FILES=*Zmumu*'], { env });
  await judged(at);
  const { distribution, description } = croissant(at);
  const { files } = json(at, 'data', 'manifest.lock.json');
  const raw = distribution.filter(({ contentUrl }) => contentUrl.startsWith('raw/')).map(({ contentUrl, sha256, contentSize }) => [contentUrl, sha256, contentSize]);
  assert.deepEqual(raw.sort(), Object.entries(files).map(([name, { sha256, size }]) => [`raw/${name}`, sha256, `${size} B`]).sort());
  assert.equal(raw.length, 2);
  assert.doesNotMatch(description, /Not listed/);
}

/** One made-up table in every format that a recipe reads; with the columns that must be compared. */
const WRITE = `
import gzip, json, zipfile, numpy as np, pandas as pd, uproot, h5py, pyarrow as pa, pyarrow.parquet as pq
random = np.random.default_rng(1)
n, x = random.integers(-5, 5, 300), random.normal(size=300)
t = pd.DataFrame({"n": n, "x": x, "far, off": x * 1e-9, "word": np.where(n > 0, 'a "b"', "ä, c"), "y": x + 2 * n})
t.to_csv("t.csv", index=False)
t.to_csv("t.tsv", index=False, sep="\\t")
open("g.csv.gz", "wb").write(gzip.compress(open("t.csv", "rb").read(), mtime=0))
zipfile.ZipFile("z.zip", "w").write("t.csv")
open("t.jsonl", "w").writelines(json.dumps(row) + "\\n" for row in t.to_dict("records"))
pq.write_table(pa.Table.from_pandas(t, preserve_index=False), "t.parquet")
numeric = t[["n", "x", "y"]]
open("t.arff", "w").write("@RELATION t\\n" + "".join(f"@ATTRIBUTE {name} NUMERIC\\n" for name in numeric) + "@DATA\\n" + numeric.to_csv(index=False, header=False))
arrays = {name: numeric[name].to_numpy() for name in numeric}
np.savez("t.npz", **arrays)
numeric.to_pickle("t.pkl")
with h5py.File("t.h5", "w") as file:
    for name, values in arrays.items():
        file[name] = values
with uproot.recreate("t.root") as file:
    file.mktree("t", {name: values.dtype for name, values in arrays.items()}).extend(arrays)
`;
const FORMATS = [
  ['table', 't.csv', 'raw'], ['table', 't.tsv', 'raw'], ['table', 'g.csv.gz', 'raw'], ['jsonl', 't.jsonl', 'raw'], ['parquet', 't.parquet', 'raw'],
  ['table', 'z.zip', 'processed'], ['arff', 't.arff', 'processed'], ['hdf5', 't.h5', 'processed'], ['npz', 't.npz', 'processed'], ['pickle', 't.pkl', 'processed'], ['root', 't.root', 'processed'],
];

async function formats() {
  const home = folder('formats');
  await good(await commonPython(), ['-c', WRITE], { cwd: home });
  const { items } = JSON.parse((await created(['list', 'datasets', '--json'])).stdout);
  const untested = items.filter(({ key, details }) => details.kind === 'format' && details.formats.length > 0 && !FORMATS.some(([recipe]) => recipe === key)).map(({ key }) => key);
  assert.deepEqual(untested, [], 'every generic recipe is tried');
  const chosen = inTurn(FORMATS, 2);
  for (const [recipe, name, from] of chosen) {
    const at = await project(`croissant-${name.replaceAll('.', '-')}`, ['--dataset', path.join(home, name), '--recipe', recipe, '--target', 'y', '--task', 'regression', ...BARE]);
    await make(at, ['data', ...(recipe === 'pickle' ? ['UNSAFE=1'] : [])]);
    if (['t.csv', 'z.zip'].includes(name)) await judged(at); // slow: canaries for all
    assert.equal((await validate('after.json', read(at, 'data', 'croissant.json'))).status, 0, name);
    const url = croissant(at).distribution.find((one) => one['@id'] === sourceOf(at).fileObject['@id']).contentUrl;
    assert.equal(url, from === 'raw' ? `raw/${name}` : 'processed/records.csv');
    await compared(at, name, from === 'raw' ? ['x', 'n', 'far, off', 'word', 'y'] : ['x', 'n', 'y']);
    assert.equal(read(at, 'references', 'data-dictionary.csv').match(/^(n,input|x,input|y,target),/gm).length, 3, `the dictionary of ${name} has its columns`);
  }
  return `${chosen.map(([, name]) => name).join(', ')} (a half by the day)`;
}

/** The 178 variables that CERN documents of record 12102, without a byte of its 245 GB. */
async function dictionary() {
  const archive = await mirror();
  // As a table of any kind: the recipe of this dataset describes the columns itself.
  const at = await project('croissant-hbb', ['--dataset', '10.7483/OPENDATA.CMS.JGJX.MS7Q', '--recipe', 'root', '--files', '*test/ntuple_merged_0.root', '--target', 'fj_isH', ...BARE, '--mirror', archive.url]);
  assert.deepEqual(archive.requests.filter(({ path: asked }) => asked.startsWith('/eos/')), [], 'no file is asked for');
  const fixture = path.join(SHARED, 'fixtures', 'cernopendata', 'source-record-12102.json');
  need(fs.existsSync(fixture), '../shared/fixtures/cernopendata is not beside the checkout');
  const record = [json(fixture)].flat()[0];
  const code = 'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))))';
  const rows = JSON.parse((await good(await commonPython(), ['-c', code, path.join(at, 'references', 'data-dictionary.csv')])).stdout);
  assert.equal(rows.length, 178);
  const plain = (words) => words.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
  assert.deepEqual(rows.map(({ name, type, description }) => [name, type, description]), record.dataset_semantics.map((one) => [one.variable, one.type, plain(one.description)]));
  assert.ok(fs.readdirSync(path.join(at, 'data')).every((name) => name !== 'raw'), 'nothing was fetched');
}

/** Two datasets with a file of the same name: both arrive, each with its licence and citation; the first is described. */
async function two() {
  const archive = await mirror();
  const dois = ['10.5072/zenodo.1000001', '10.5072/zenodo.1000002'];
  const at = await project('croissant-two', [...dois.flatMap((doi) => ['--dataset', doi]), '--recipe', 'cdms', ...BARE, '--mirror', archive.url]);
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  for (const name of ['reduced_data.csv', 'dataset-2/reduced_data.csv', 'dataset-2/models/model-info.json']) assert.ok(fs.existsSync(path.join(at, 'data', 'raw', name)), name);
  await judged(at);
  const card = read(at, 'data', 'README.md').split(/^## /m);
  for (const doi of dois) {
    const section = card.find((one) => one.includes(`- DOI: [${doi}]`));
    assert.match(section ?? '', /^- Licence: /m);
    assert.match(section ?? '', new RegExp(`^- To be cited as: .*https://doi\\.org/${doi.replaceAll('.', '\\.')}`, 'm'));
    assert.ok(read(at, 'CITATION.cff').includes(`doi: ${doi}\n`));
    assert.ok(read(at, 'README.md').includes(doi));
  }
}

export const steps = [
  { name: 'croissant: cdms, every record from the raw table', run: cdms },
  { name: 'croissant: zmumu, every record from the processed rows', run: zmumu },
  { name: 'croissant: files without MD5 or SHA-256 get theirs', run: adler },
  { name: 'croissant: every format', run: formats },
  { name: 'croissant: the data dictionary of a record, without its files', run: dictionary },
  { name: 'croissant: two datasets apart', run: two },
];
