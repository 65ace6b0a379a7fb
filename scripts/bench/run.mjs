// npm run bench [-- ROUNDS]: create-fair-ai beside cookiecutter-data-science and create-vite, its `make data` beside aria2c, pooch and curl, its reader of tables beside pyarrow and pandas; writes docs/benchmarks.md.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FETCH_ROUNDS, fetchSection, fetchVerdicts, fetches } from './fetch.mjs';
import { interactionSection, interactionVerdicts, interactions } from './interaction.mjs';
import { interleaved } from './measure.mjs';
import { CACHE, ROOT, bin, peers } from './peers.mjs';
import { startRegistry } from './registry.mjs';
import { machine, timings, verdicts } from './table.mjs';
import { textSection, texts } from './text.mjs';

const rounds = Math.max(7, Number(process.argv[2] ?? 9) || 9);
const NODE = process.execPath;
const OURS = path.join(ROOT, 'dist', 'cli.js');
const progress = (name) => (round, all) => process.stderr.write(`\r${name}: round ${round} of ${all}${round === all ? '\n' : ''}`);

/** npm pack of a folder or a published package: where the tarball is and what npm says of it. */
function pack(folder) {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', CACHE, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return { ...packed, file: path.join(CACHE, packed.filename) };
}

const identity = { GIT_AUTHOR_NAME: 'b', GIT_AUTHOR_EMAIL: 'b@example.org', GIT_COMMITTER_NAME: 'b', GIT_COMMITTER_EMAIL: 'b@example.org' };
const ourWords = ['demo', '--yes', '--dataset', 'cdms', '--offline'];
const viteWords = ['demo', '--template', 'vanilla', '--no-interactive'];

function scaffold({ vite, ccds, template }) {
  const ccdsConfig = bin('ccds.yaml');
  fs.writeFileSync(ccdsConfig, `cookiecutters_dir: ${bin('cookiecutters')}\nreplay_dir: ${bin('replay')}\n`);
  return interleaved([
    { name: 'node -e 0', command: NODE, args: ['-e', '0'] },
    { name: 'create-fair-ai --version', command: NODE, args: [OURS, '--version'] },
    { name: 'create-fair-ai --help', command: NODE, args: [OURS, '--help'] },
    { name: 'create-fair-ai, no git', command: NODE, args: [OURS, ...ourWords, '--no-git'] },
    { name: 'create-fair-ai, with git init and commit', command: NODE, args: [OURS, ...ourWords], env: identity },
    { name: 'ccds 2.3.0 --no-input', command: ccds, args: [template.folder, '--no-input', '--config-file', ccdsConfig] },
    { name: 'create-vite 9.3.0 vanilla', command: NODE, args: [vite, ...viteWords] },
  ], rounds, progress('scaffold'));
}

async function initialise(tarballs) {
  const registry = await startRegistry(bin('registry'), bin('node_modules', 'verdaccio', 'bin', 'verdaccio'));
  try {
    for (const file of tarballs) registry.publish(file);
    const subject = (name, words) => ({ name, command: 'npm', args: ['init', '--yes', ...words], env: registry.env, prepare: registry.cold });
    return interleaved([
      subject('npm init fair-ai', ['fair-ai', 'demo', '--', ...ourWords.slice(1), '--no-git']),
      subject('npm init vite', ['vite', 'demo', '--', ...viteWords.slice(1)]),
    ], rounds, progress('npm init, cold cache'));
  } finally {
    registry.close();
  }
}

const found = peers();
const about = machine();
const own = pack(ROOT);
const vite = pack('create-vite@9.3.0'); // as published
const scaffolds = scaffold(found);
const inits = await initialise([own.file, vite.file]);
const fetched = await fetches(FETCH_ROUNDS, progress);
const networks = interactions(progress);
const tables = texts(progress);

const wall = (results, name) => results.get(name).median;
const ours = wall(scaffolds, 'create-fair-ai, no git');
const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const summary = verdicts([
  { what: 'scaffold ÷ ccds 2.3.0', value: ours / wall(scaffolds, 'ccds 2.3.0 --no-input'), target: 0.5 },
  { what: 'scaffold ÷ create-vite 9.3.0', value: ours / wall(scaffolds, 'create-vite 9.3.0 vanilla'), target: 4 },
  { what: '`npm init`, cold cache ÷ create-vite', value: wall(inits, 'npm init fair-ai') / wall(inits, 'npm init vite'), target: 1.5 },
  { what: 'unpacked size, MB', value: own.unpackedSize / 1e6, target: 4 },
  { what: 'packages installed', value: 1 + Object.keys(dependencies).length, target: 1, digits: 0 },
  ...fetchVerdicts(fetched),
  ...interactionVerdicts(networks),
]);

const report = `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Ratios of medians, ${rounds} rounds after a warm-up, all commands of a table in turn
within each round, each in an empty folder without a terminal. Milliseconds belong to this machine and its load; the ratios travel better.

${summary}
${timings('Start and scaffold', `ccds uses ${found.template.what}. Ours writes the whole \`cdms\` project from the shipped snapshot (\`--offline\`).`, scaffolds)}
${timings('npm init from a registry on loopback', 'npm\'s cache is emptied before each run; both packages were published into the registry from their tarballs.', inits)}
${fetchSection(fetched)}${interactionSection(networks)}${textSection(tables)}## Package

| | files | packed | unpacked |
|---|--:|--:|--:|
| create-fair-ai ${own.version} | ${own.entryCount} | ${(own.size / 1e6).toFixed(2)} MB | ${(own.unpackedSize / 1e6).toFixed(2)} MB |
| create-vite ${vite.version} | ${vite.entryCount} | ${(vite.size / 1e6).toFixed(2)} MB | ${(vite.unpackedSize / 1e6).toFixed(2)} MB |

## Machine

${about}
`;
fs.writeFileSync(path.join(ROOT, 'docs', 'benchmarks.md'), report);
console.log(report);
