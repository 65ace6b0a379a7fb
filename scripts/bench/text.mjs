// A large CSV read by a project's reader of text, beside pyarrow's and pandas's with plain options. Alone: node scripts/bench/text.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';
import { ROOT, bin } from './peers.mjs';
import { machine } from './table.mjs';

const ROUNDS = 5;
const ROWS = 1_000_000;
const READERS = ['ours', 'pyarrow', 'pandas'];
const TEMPLATES = path.join(ROOT, 'test', 'templates');
const ASSEMBLE = `
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import layers
layers.CACHE = pathlib.Path(sys.argv[3])
print(layers.assemble(layers.Combination("table", "regression", "linear", "scikit-learn"), layers.records(pathlib.Path(sys.argv[2])))[0])
`;

/** Each reader in a process of its own, in turn: medians of what it took. */
export function texts(progress) {
  const python = execFileSync('python3', [path.join(TEMPLATES, 'run.py'), '--environment'], { encoding: 'utf8' }).trim().split('\n').at(-1);
  const folder = execFileSync('python3', ['-c', ASSEMBLE, TEMPLATES, python, bin('projects')], { encoding: 'utf8' }).trim();
  const env = { ...process.env, PYTHONPATH: path.join(folder, 'src'), PYTHONDONTWRITEBYTECODE: '1' };
  const script = (...words) => execFileSync(python, [path.join(import.meta.dirname, 'text.py'), ...words.map(String)], { env, encoding: 'utf8' });
  const file = bin('text.csv');
  script('write', file, ROWS);
  const found = Object.fromEntries(READERS.map((name) => [name, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const name of READERS) found[name].push(JSON.parse(script(name, file)));
    progress?.('tables of text')(round, ROUNDS);
  }
  const size = fs.statSync(file).size;
  fs.rmSync(file);
  const middle = (name, key) => median(found[name].map((one) => one[key]));
  return { size, readers: READERS.map((name) => ({ name, wall: middle(name, 'wall'), cpu: middle(name, 'cpu'), peak: middle(name, 'peak') })) };
}

export function textSection({ size, readers }) {
  const [{ cpu: ours }] = readers;
  const rows = readers.map(({ name, wall, cpu, peak }) => `| ${name} | ${wall.toFixed(1)} s | ${cpu.toFixed(1)} s | ${(peak / 2 ** 20).toFixed(0)} MiB | ${(ours / cpu).toFixed(2)} |`);
  return `## Tables of text

A CSV of ${(size / 1e6).toFixed(0)} MB, ${ROWS / 1e6} M rows of 20 numbers, read into NumPy: medians of ${ROUNDS} rounds, each reader in a process of its own, in turn. Ours finds out how the file is
written and checks every row against it; pyarrow (\`open_csv\`) and pandas (\`read_csv\`, the whole table at once) have no option set. Time includes imports.

| reader | wall | CPU | peak memory | ours ÷ it, CPU |
|---|--:|--:|--:|--:|
${rows.join('\n')}

`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`${textSection(texts())}${machine()}`);
