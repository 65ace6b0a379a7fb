// Fetching and verifying beside aria2c, pooch and curl: the same files from the same server, two connections each, all in turn within each round.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { apt } from './apt.mjs';
import { SETS, prepared, served, warmed } from './files.mjs';
import { interleaved, peakOf } from './measure.mjs';
import { ROOT, bin } from './peers.mjs';
import { timings } from './table.mjs';

export const FETCH_ROUNDS = 5;
const PYTHON = bin('venv', 'bin', 'python');
const PEERS = ['pooch==1.9.0', 'numpy', 'pyyaml', 'jsonschema']; // the last three are what a project's `make data` needs
const POOCHES = 'pooch, two processes, md5';
const POOCH = path.join(import.meta.dirname, 'pooch_fetch.py');
const MADE = 'import numpy; numpy.savez("table.npz", a=numpy.arange(200.0), b=numpy.arange(200.0) % 7, y=numpy.arange(200.0) % 11)';

function install() {
  if (!fs.existsSync(PYTHON)) execFileSync('python3', ['-m', 'venv', bin('venv')]);
  if (spawnSync(PYTHON, ['-c', 'import pooch, numpy, yaml, jsonschema']).status !== 0) execFileSync(PYTHON, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...PEERS]);
  for (const name of ['aria2', 'curl']) apt(name, name === 'aria2' ? 'aria2c' : name);
}

/** A project whose own table is there and processed; a second dataset has the files, under the given algorithm's checksums. */
function project(home, name, { original, mirror }, files, algorithm) {
  const [at, env] = [path.join(home, name), { ...process.env, FAIR_AI_MIRROR: mirror, PYTHONPATH: path.join(home, name, 'src') }];
  execFileSync(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), name, '--yes', '--offline', '--dataset', './table.npz', '--recipe', 'npz', '--target', 'y',
    '--package', 'bench', '--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'], { cwd: home, stdio: 'ignore' });
  const words = ['-m', 'bench', 'data', 'JOBS=2'];
  execFileSync(PYTHON, words, { cwd: at, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const manifest = path.join(at, 'data', 'manifest.json');
  const value = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const [own] = value.datasets;
  const listed = files.map((file) => ({ ...own.files[0], path: file.path, size: file.size, checksum: `${algorithm}:${file[algorithm]}`, urls: [`${original}/${file.path}`], availability: 'online' }));
  fs.writeFileSync(manifest, JSON.stringify({ ...value, datasets: [own, { ...own, title: name, files: listed }] }));
  const lock = path.join(at, 'data', 'manifest.lock.json');
  const before = fs.readFileSync(lock);
  /** As after a first `make data` of the table alone. */
  const prepare = () => {
    for (const set of Object.keys(SETS)) fs.rmSync(path.join(at, 'data', 'raw', set), { recursive: true, force: true });
    fs.writeFileSync(lock, before);
    fs.utimesSync(path.join(at, 'data', 'processed', 'schema.json'), new Date(), new Date());
  };
  const check = () => {
    for (const { path: one, size } of files) if (fs.statSync(path.join(at, 'data', 'raw', one)).size !== size) throw new Error(`${one} was not fetched`);
  };
  return { command: PYTHON, args: words, cwd: at, env: { FAIR_AI_MIRROR: mirror, PYTHONPATH: path.join(at, 'src') }, prepare, check };
}

/** Input files of the others: for aria2c, for two curls, for pooch. */
function lists(home, set, { address }, files) {
  const put = (name, text) => {
    const file = path.join(home, `${set}-${name}`);
    fs.writeFileSync(file, text);
    return file;
  };
  const half = (parity) => files.filter((_, index) => index % 2 === parity).map(({ path: one }) => `url = "${address}/${one}"\noutput = "${one}"\n`).join('');
  return {
    aria2c: put('aria2', files.map(({ path: one, md5 }) => `${address}/${one}\n  out=${one}\n  checksum=md5=${md5}\n`).join('')),
    curl: [put('curl-0', half(0)), put('curl-1', half(1))],
    pooch: put('pooch', files.map(({ path: one, md5 }) => `${one} ${md5}\n`).join('')),
  };
}

function subjects(home, set, server, files) {
  const list = lists(home, set, server, files);
  const ours = Object.fromEntries(['md5', 'sha256'].map((algorithm) => [algorithm, project(home, `${set}-${algorithm}`, server, files, algorithm)]));
  const curl = 'curl -sS --fail --create-dirs -K "$1" & first=$!; curl -sS --fail --create-dirs -K "$2" && wait $first';
  return [
    { name: 'create-fair-ai, md5', ...ours.md5 }, { name: 'create-fair-ai, sha256', ...ours.sha256 },
    { name: 'aria2c -x1 -j2, md5', command: 'aria2c', args: ['-x1', '-s1', '-j2', '--quiet', '--file-allocation=none', '-i', list.aria2c] },
    { name: POOCHES, command: PYTHON, args: [POOCH, server.address, list.pooch, 'processes'] },
    { name: 'two curls, unverified', command: 'sh', args: ['-c', curl, 'sh', ...list.curl] },
  ];
}

/** { large, small }: name → { median, min } in ms; `peaks` in bytes; `versions`. */
export async function fetches(rounds, progress) {
  install();
  const folder = bin('fetch');
  const sets = prepared(path.join(folder, 'files'));
  const server = await served(path.join(folder, 'files'), path.join(folder, 'nginx'));
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-bench-fetch-')); // beside the folders that the others write to
  try {
    execFileSync(PYTHON, ['-c', MADE], { cwd: home });
    warmed(path.join(folder, 'files'));
    const results = { peaks: {} };
    for (const set of Object.keys(SETS)) {
      const list = subjects(home, set, server, sets[set]);
      results[set] = interleaved(list, rounds, progress(`fetch, ${set} files`), () => spawnSync('sync'));
      results.peaks[set] = peakOf(list[0]);
      list.slice(0, 2).forEach(({ prepare }) => prepare());
    }
    return { ...results, versions: [`aria2c ${version('aria2c')}`, `curl ${version('curl')}`, PEERS[0].replace('==', ' '), `nginx ${server.version}`] };
  } finally {
    server.close();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

const version = (command) => /\d+(\.\d+)+/.exec(execFileSync(command, ['--version'], { encoding: 'utf8' }))[0];

const OURS = 'create-fair-ai, md5';
const WORDS = { large: '10 × 256 MiB', small: '2000 × 64 KiB' };

/** Ratios of medians, and peak memory. */
export const fetchVerdicts = (results) => Object.keys(SETS).flatMap((set) => {
  const beside = (name) => results[set].get(OURS).median / results[set].get(name).median;
  return [
    { what: `\`make data\`, ${WORDS[set]} ÷ aria2c`, value: beside('aria2c -x1 -j2, md5'), target: 0.67 },
    { what: `… ÷ pooch`, value: beside(POOCHES), target: 0.67 },
    { what: `… ÷ two curls that verify nothing`, value: beside('two curls, unverified'), target: 2.5 },
    { what: `… peak memory, MB`, value: results.peaks[set] / 1e6, target: 150 },
  ];
});

export const fetchSection = (results) => Object.keys(SETS).map((set) => timings(`Fetching ${WORDS[set]}`, `\`python -m <package> data JOBS=2\` from its start to its end, beside ${results.versions.slice(0, 3).join(', ')}. The same files on
${results.versions[3]} on loopback, from memory; two connections each; ${FETCH_ROUNDS} rounds after a warm-up, written to the same disk, \`sync\` before each. Ours takes sha256 of every file and, where the archive
declares it, md5 too; aria2c allocates no files in advance; pooch is asked for the files by ${POOCHES.split(', ')[1]}.`, results[set])).join('\n');
