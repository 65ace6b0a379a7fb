// The programs we compare with, installed once into .cache/bench: create-vite, cookiecutter-data-science, a local registry.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { standIn } from './stand-in.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');
export const CACHE = path.join(ROOT, '.cache', 'bench');
const NODE_PEERS = { private: true, dependencies: { verdaccio: '6.8.0', 'create-vite': '9.3.0' }, overrides: { 'node-fetch': '2.7.0' } };
const CCDS = 'cookiecutter-data-science==2.3.0';
const CCDS_SOURCE = 'https://github.com/drivendataorg/cookiecutter-data-science';

const run = (command, args, cwd = CACHE) => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
export const bin = (...parts) => path.join(CACHE, ...parts);

function installNode() {
  const file = bin('package.json');
  const text = JSON.stringify(NODE_PEERS);
  if (fs.existsSync(bin('node_modules', 'create-vite')) && fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.writeFileSync(file, text);
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
}

function installPython() {
  if (fs.existsSync(bin('ccds', 'bin', 'ccds'))) return;
  run('python3', ['-m', 'venv', 'ccds']);
  run(bin('ccds', 'bin', 'pip'), ['install', '-q', '--disable-pip-version-check', CCDS]);
}

/** ccds' template is not in its package: CCDS_TEMPLATE names a copy, else its repository is asked, else our stand-in, which does less work. */
function template() {
  const given = process.env.CCDS_TEMPLATE;
  if (given) return { folder: path.resolve(given), what: 'its own template, v2.3.0' };
  const cloned = bin('ccds-template');
  if (!fs.existsSync(path.join(cloned, 'ccds.json'))) {
    try {
      execFileSync('git', ['clone', '-q', '--depth', '1', '--branch', 'v2.3.0', CCDS_SOURCE, cloned], { stdio: 'ignore', timeout: 60_000, env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } });
    } catch {
      fs.rmSync(cloned, { recursive: true, force: true });
      return { folder: standIn(bin('ccds-stand-in')), what: 'a stand-in for its template: as many files, no hooks, hence a lower bound' };
    }
  }
  return { folder: cloned, what: 'its own template, v2.3.0' };
}

export function peers() {
  fs.mkdirSync(CACHE, { recursive: true });
  installNode();
  installPython();
  return { vite: bin('node_modules', 'create-vite', 'index.js'), ccds: bin('ccds', 'bin', 'ccds'), template: template() };
}
