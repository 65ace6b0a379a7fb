// Running programs without blocking, because the mirror answers from this very process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { PROGRAM } from './work.mjs';

const BASE = {
  ...process.env, NO_COLOR: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', FAIR_AI_CACHE: '',
  GIT_AUTHOR_NAME: 'Emmy Noether', GIT_AUTHOR_EMAIL: 'emmy@example.org', GIT_COMMITTER_NAME: 'Emmy Noether', GIT_COMMITTER_EMAIL: 'emmy@example.org',
};
delete BASE.FAIR_AI_MIRROR;
delete BASE.FAIR_AI_CACHE;

/** Starts a program in a process group of its own; `done` resolves to { status, signal, stdout, stderr }. */
export function start(command, args, { cwd, env = {}, input, timeout = 900_000 } = {}) {
  const child = spawn(command, args, { cwd, env: { ...BASE, ...env }, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], detached: true });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (chunk) => { text[stream] += chunk; });
  if (input !== undefined) child.stdin.end(input);
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const watch = setTimeout(() => kill('SIGKILL'), timeout);
  const done = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      clearTimeout(watch);
      resolve({ status, signal, ...text, words: [command, ...args].join(' ') });
    });
  });
  return { done, kill, text };
}

export const run = (command, args, options) => start(command, args, options).done;

/** Runs a program that must end with 0. */
export async function good(command, args, options) {
  const result = await run(command, args, options);
  assert.equal(result.status, 0, `${result.words}: exit ${result.status ?? result.signal}\n${result.stdout.slice(-3000)}\n${result.stderr.slice(-3000)}`);
  return result;
}

export const create = (args, options) => run(process.execPath, [PROGRAM, ...args], options);
export const created = (args, options) => good(process.execPath, [PROGRAM, ...args], options);
