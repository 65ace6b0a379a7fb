// npm run demo [-- [DOI] [--dir DIR] [options of create-fair-ai]]: a project from a dataset record, trained and evaluated, in one go.
// Without a DOI the record comes from a small archive of our own on loopback (scripts/demo/archive.mjs); with one, from FAIR_AI_MIRROR or the network.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DOI, startArchive } from './demo/archive.mjs';
import { ready } from './demo/prerequisites.mjs';
import { figures, filesUnder, numbers, planted } from './demo/report.mjs';
import { RESOLUTION } from './demo/table.mjs';

const PROGRAM = path.resolve(import.meta.dirname, '..', 'dist', 'cli.js');

/** DOI and folder of the project; every other word is handed to create-fair-ai as it stands. */
function words(argv) {
  const rest = [...argv];
  const at = rest.indexOf('--dir');
  const [, folder] = at < 0 ? [] : rest.splice(at, 2);
  const doi = rest[0] && !rest[0].startsWith('-') ? rest.shift() : null;
  return { doi, folder: path.resolve(folder ?? path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-demo-')), 'calorimeter')), rest };
}

let child = null;
/** Runs a command in the foreground; rejects with its exit code. */
function run(command, args, options) {
  console.log(`\n$ ${[path.basename(command), ...args].join(' ')}`);
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`${path.basename(command)} ended with ${signal ?? `exit code ${code}`}`))));
  });
}

async function demo() {
  const { doi, folder, rest } = words(process.argv.slice(2));
  ready();
  const archive = doi ? null : await startArchive();
  const env = archive ? { ...process.env, FAIR_AI_MIRROR: archive.url, NO_PROXY: '127.0.0.1' } : process.env;
  const ours = ['--recipe', 'table', '--target', 'energy', '--title', 'Calorimeter calibration', '--description', 'Energy of a calorimeter from the signals of its six layers.'];
  try {
    const choice = ['--yes', '--dataset', doi ?? DOI, ...(doi ? [] : ours), ...rest];
    await run(process.execPath, [PROGRAM, folder, ...choice], { env });
    const started = Date.now();
    await run('make', ['env'], { cwd: folder, env });
    const installed = Date.now();
    await run('make', ['data', 'train', 'evaluate', 'card'], { cwd: folder, env });
    show(folder, !doi, { installs: installed - started, work: Date.now() - installed });
  } finally {
    await archive?.close();
  }
}

function show(folder, ours, took) {
  const { run: id, lines } = numbers(folder);
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  const text = [
    `The project: ${folder} (${filesUnder(folder).length} files)`,
    `Installs took ${seconds(took.installs)}; data, train, evaluate and card took ${seconds(took.work)}.`,
    `Measured in run ${id}:`, ...lines,
    ...(ours ? [`The table is synthetic. Planted in it: a spectrometer resolution of ${RESOLUTION} GeV, which no model can beat, and these constants:`, ...planted(folder)] : []),
    'Figures:', ...figures(folder).map((file) => `  ${file}`),
    `Read on: ${path.join(folder, 'README.md')} and ${path.join(folder, 'models', 'README.md')}`,
  ];
  console.log(`\n${text.join('\n')}`);
}

process.once('SIGINT', () => {
  child?.kill('SIGINT');
  process.exit(130);
});
demo().catch((error) => {
  console.error(`\nThe demo stopped: ${error.message}`);
  process.exitCode = 1;
});
