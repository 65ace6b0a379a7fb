// A small record of our own in the archive mirror, projects made of it, and their `python -m <package> data`.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from './mirror.mjs';
import { json, packageOf, project } from './project.mjs';
import { commonPython } from './python.mjs';
import { good, run, start } from './shell.mjs';
import { folder, once } from './work.mjs';

export const SMALL = '10.5072/zenodo.3000001';
const RECORD = {
  archive: 'zenodo', id: 3000001, doi: SMALL, title: 'A made-up table', license: 'cc0-1.0', date: '2024-01-01',
  creators: [{ name: 'Noether, Emmy' }],
  files: [{ path: 'data/events.csv', key: 'events.csv' }, { path: 'data/notes.txt', key: 'notes.txt' }],
};
const line = (_, row) => [row % 7, (row * 5) % 11, row % 7 + 2 * ((row * 5) % 11) + (row % 3) / 10].join(',');
/** name → bytes, as they must stand in data/raw. */
export const TRUTH = {
  'events.csv': Buffer.from(`a,b,y\n${Array.from({ length: 600 }, line).join('\n')}\n`),
  'notes.txt': Buffer.from('Made up; y = a + 2 b, and a little.\n'),
};

const root = once(() => {
  const at = folder('root');
  fs.mkdirSync(path.join(at, 'data'));
  for (const [name, bytes] of Object.entries(TRUTH)) fs.writeFileSync(path.join(at, 'data', name), bytes);
  fs.writeFileSync(path.join(at, 'records.json'), JSON.stringify([RECORD]));
  return at;
});

/** A mirror of this record and of generated ones; options as in lib/mirror.mjs. */
export const archive = (options = {}) => mirror({ roots: [root()], ...options });

const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-conda', '--no-docker', '--ci', 'none'];
/** Words for a bare project of the small record; others are fetched beside it. */
export const words = ({ url }, others = []) =>
  ['--dataset', SMALL, ...others.flatMap((doi) => ['--dataset', doi]), '--recipe', 'table', '--target', 'y', '--task', 'regression', ...BARE, '--mirror', url];
export const bare = (name, served, others, options) => project(name, words(served, others), options);

/** A project made once, from an archive without faults; copies cost less than projects. */
const pattern = once(async () => bare('pattern', await archive()));
export async function copied(name) {
  const at = path.join(folder(name), 'project');
  fs.cpSync(await pattern(), at, { recursive: true });
  return at;
}

/** The command, for lib/shell.mjs: `python -m <package> data`, of which `make data` hides the exit code; `before` are words in front of it. */
async function command(at, { url = '', words: more = [], env = {}, before = [], ...options } = {}) {
  const [first, ...rest] = [...before, await commonPython(), '-m', packageOf(at), 'data', ...more];
  const own = { PYTHONPATH: path.join(at, 'src'), PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1', ...(url ? { FAIR_AI_MIRROR: url } : {}) };
  return [first, rest, { cwd: at, timeout: 300_000, ...options, env: { ...own, ...env } }];
}
export const data = async (at, options) => run(...await command(at, options));
export const mustFetch = async (at, options) => good(...await command(at, options));
export const startData = async (at, options) => start(...await command(at, options));

/** Changes data/manifest.json as a person would; `change` gets its list of datasets. */
export function edit(at, change) {
  const manifest = json(at, 'data', 'manifest.json');
  change(manifest.datasets);
  fs.writeFileSync(path.join(at, 'data', 'manifest.json'), JSON.stringify(manifest));
}

/** Paths below data/raw, a link by its own name. */
export function rawFiles(at) {
  const raw = path.join(at, 'data', 'raw');
  if (!fs.existsSync(raw)) return [];
  return fs.readdirSync(raw, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(raw, path.join(entry.parentPath ?? entry.path, entry.name))).sort();
}

/** Bytes of what is under way in data/.unfinished, by size, the largest first. */
export function unfinished(at) {
  const place = path.join(at, 'data', '.unfinished');
  if (!fs.existsSync(place)) return [];
  return fs.readdirSync(place).filter((name) => name.endsWith('.part')).map((name) => fs.statSync(path.join(place, name)).size).sort((a, b) => b - a);
}

/** Both files are there with the right bytes. */
export function isWhole(at) {
  for (const [name, bytes] of Object.entries(TRUTH)) assert.ok(fs.readFileSync(path.join(at, 'data', 'raw', name)).equals(bytes), `${name} has its own bytes`);
}

/** What a command says when it ends badly: two lines, what and remedy, the last that it prints. */
export function twoParts({ status, stderr, words: asked }, codes = [2, 3]) {
  assert.ok(codes.includes(status), `${asked}: exit ${status}, expected ${codes.join(' or ')}\n${stderr.slice(-2000)}`);
  assert.ok(!/Traceback|^ {4}at /m.test(stderr), `no stack:\n${stderr.slice(-3000)}`);
  const lines = stderr.trim().split('\n');
  assert.ok(lines.length >= 2 && /\S/.test(lines.at(-2)) && /^[A-Z]\S* .*\S/.test(lines.at(-1)), `what, remedy:\n${stderr.slice(-2000)}`);
  return lines.slice(-2);
}

/** Requests for a file's content. */
export const contents = (requests) => requests.filter(({ path: asked, host }) => asked.endsWith('/content') || host === 'objects.example.org');
