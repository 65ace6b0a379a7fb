// Every format: files that other programs wrote become arrays equal to what those programs read; archives are opened, dangerous ones refused.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { choices } from '../lib/combinations.mjs';
import { inTurn } from '../lib/day.mjs';
import { json, make, metric, packageOf, project, read, snapshot } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good, run } from '../lib/shell.mjs';
import { ROOT, folder, once } from '../lib/work.mjs';

const SCRIPT = path.join(ROOT, 'test', 'e2e', 'lib', 'formats.py');
const env = { PYTHONWARNINGS: 'ignore', OMP_NUM_THREADS: '2' };

/** { at, names }: files of every format, each beside NAME.truth.npz. */
const made = once(async () => {
  const at = folder('made');
  const { stdout } = await good(await commonPython(), [SCRIPT, 'write', at], { env });
  return { at, names: JSON.parse(stdout) };
});

const data = async (at, ...words) => run(await commonPython(), ['-m', packageOf(at), 'data', ...words], { cwd: at, env: { ...env, PYTHONPATH: path.join(at, 'src') } });
const plain = ['--no-git', '--no-docs', '--no-notebooks', '--no-docker', '--no-conda', '--offline'];

async function compared(file, truth, more = []) {
  const at = await project('formats', ['--dataset', file, '--target', 'y', '--option', 'times=features', ...plain, ...more]);
  if (json(at, 'data', 'manifest.json').recipe.key === 'pickle') {
    const { status, stderr } = await data(at);
    assert.equal(status, 2, 'a pickle asks for consent');
    assert.match(stderr, /can run any code[^\n]*\n[^\n]*UNSAFE=1/);
    assert.ok(!fs.existsSync(path.join(at, 'data', 'processed')));
    assert.equal(json(at, 'data', 'manifest.json').datasets[0].files[0].unsafe, true);
  }
  const { status, stdout, stderr } = await data(at, 'UNSAFE=1');
  assert.equal(status, 0, `${file}: ${stdout.slice(-500)} ${stderr.slice(-1500)}`);
  const values = await good(await commonPython(), [SCRIPT, 'compare', at, truth], { env });
  return { at, values: Number(values.stdout) };
}

async function formats() {
  const { at, names } = await made();
  let values = 0;
  for (const name of names) values += (await compared(path.join(at, name), path.join(at, `${name}.truth.npz`))).values;
  return `${names.length} files, ${values} values equal`;
}

/** Packs files as a user would; the archive's name says nothing, or tells what is inside. */
const PACK = `
import bz2, gzip, lzma, shutil, sys, tarfile, zipfile
from pathlib import Path
source, folder = Path(sys.argv[1]), Path(sys.argv[2])
with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write(source / "table.csv", "deep/table.csv")
    archive.writestr("README.md", "not data")
    archive.writestr("__MACOSX/deep/._table.csv", "not data")
for ending, mode in {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}.items():
    with tarfile.open(folder / f"table.csv.{ending}", mode) as archive:
        archive.add(source / "table.csv", "./table.csv")
for ending, module in {"gz": gzip, "bz2": bz2, "xz": lzma}.items():
    with module.open(folder / f"columns.hdf5.{ending}", "wb") as file:
        file.write((source / "columns.hdf5").read_bytes())
`;

async function archives() {
  const { at } = await made();
  const packed = folder('packed');
  await good(await commonPython(), ['-c', PACK, at, packed]);
  const names = fs.readdirSync(packed).sort();
  for (const name of names) {
    const truth = path.join(at, `${name.startsWith('columns') ? 'columns.hdf5' : 'table.csv'}.truth.npz`);
    const { at: found } = await compared(path.join(packed, name), truth, name === 'data.zip' ? ['--recipe', 'table'] : []);
    const sources = json(found, 'data', 'processed', 'schema.json').sources.map((source) => source.path);
    assert.deepEqual(sources, [name], 'the source is the archive itself');
    assert.deepEqual(Object.keys(json(found, 'data', 'manifest.lock.json').files), [name]);
    const opened = path.join(found, 'data', 'interim', name);
    const before = fs.statSync(path.join(opened, '.unpacked.json')).mtimeMs;
    fs.rmSync(path.join(found, 'data', 'processed'), { recursive: true });
    assert.equal((await data(found)).status, 0);
    assert.equal(fs.statSync(path.join(opened, '.unpacked.json')).mtimeMs, before, 'nothing is unpacked twice');
  }
  return `${names.length} archives`;
}

const DANGEROUS = `
import io, sys, tarfile, zipfile
from pathlib import Path
folder = Path(sys.argv[1])
def tar(name, member, **fields):
    info = tarfile.TarInfo(member)
    for field, value in fields.items(): setattr(info, field, value)
    with tarfile.open(folder / name, "w") as archive:
        archive.addfile(tarfile.TarInfo("table.csv"), io.BytesIO(b""))
        archive.addfile(info, io.BytesIO(b"x" * info.size))
def zip(name, *members):
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", "a,y\\n1,2\\n")
        for member, content in members: archive.writestr(member, content)
zip("outside.csv.zip", ("../x", "x"))
zip("deep.csv.zip", ("a/../../../x", "x"))
zip("absolute.csv.zip", ("/tmp/fair-ai-e2e-x", "x"))
zip("backslash.csv.zip", ("..\\\\x", "x"))
zip("drive.csv.zip", ("C:/x", "x"))
zip("case.csv.zip", ("Table.csv", "x"))
link = zipfile.ZipInfo("link"); link.external_attr = 0o120777 << 16
zip("link.csv.zip", (link, "/etc/passwd"))
tar("outside.csv.tar", "../x", size=1)
tar("absolute.csv.tar", "/tmp/fair-ai-e2e-x", size=1)
tar("symlink.csv.tar", "link", type=tarfile.SYMTYPE, linkname="../../..")
tar("hardlink.csv.tar", "link", type=tarfile.LNKTYPE, linkname="/etc/passwd")
tar("device.csv.tar", "device", type=tarfile.CHRTYPE)
with zipfile.ZipFile(folder / "bomb.csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("table.csv", "w", force_zip64=True) as file:
        for _ in range(1100): file.write(bytes(1_000_000))
encrypted = bytearray((folder / "case.csv.zip").read_bytes())
at = encrypted.rfind(b"PK\\x01\\x02"); encrypted[at + 8] |= 1
(folder / "encrypted.csv.zip").write_bytes(encrypted)
(folder / "broken.csv.zip").write_bytes((folder / "bomb.csv.zip").read_bytes()[:5000])
`;

async function refused() {
  const packed = folder('dangerous');
  await good(await commonPython(), ['-c', DANGEROUS, packed]);
  const names = fs.readdirSync(packed).sort();
  for (const name of names) {
    const at = await project('refused', ['--dataset', path.join(packed, name), '--target', 'y', ...plain]);
    const before = snapshot(at, '..');
    const { status, stderr } = await data(at);
    assert.equal(status, 2, `${name}: exit ${status}\n${stderr}`);
    const told = stderr.trim().split('\n').slice(-2).join('\n');
    assert.match(told, new RegExp(`^${name.replaceAll('.', '\\.')}`), told);
    if (!/bomb|broken/.test(name)) assert.match(told, /is not unpacked: its member '/, told);
    if (name.startsWith('bomb')) assert.match(told, /UNPACK_LIMIT=/);
    const outside = (files) => Object.fromEntries(Object.entries(files).filter(([file]) => !file.includes('/data/')));
    assert.deepEqual(outside(snapshot(at, '..')), outside(before), `${name}: nothing outside data/ is touched`);
    assert.deepEqual(fs.readdirSync(path.join(at, 'data', 'interim')), [], `${name}: nothing of it is kept`);
    assert.ok(!fs.existsSync('/tmp/fair-ai-e2e-x'));
  }
  return `${names.length} archives refused`;
}

/** NOISE of the relation that planted.py puts into a regression is the error that no model gets below. */
async function planted() {
  const all = (await choices()).filter(({ dataset, alike, task, model }) => (alike || dataset === 'table') && model === 'linear' && task === 'regression');
  const chosen = inTurn(all, 3);
  assert.ok(chosen.length > 0);
  const errors = [];
  for (const { dataset, words } of chosen) {
    const at = await project(`planted-${dataset}`, [...words, ...plain]);
    await make(at, ['data-sample', 'train', 'evaluate', 'DATA=sample']);
    const [, noise] = /^NOISE = ([\d.]+)/m.exec(read(at, 'src', packageOf(at), 'planted.py'));
    const { value } = metric(at, 'test', 'rmse');
    assert.ok(Math.abs(value / Number(noise) - 1) < 0.15, `${dataset}: planted noise ${noise}, RMSE ${value}`);
    errors.push(`${dataset} ${value.toFixed(3)}`);
  }
  return `RMSE: ${errors.join(', ')}`;
}

export const steps = [
  { name: 'formats: what other programs wrote and read', run: formats },
  { name: 'formats: the planted answer is found by the linear model', run: planted },
  { name: 'formats: archives are opened', run: archives },
  { name: 'formats: dangerous archives are refused', run: refused },
];
