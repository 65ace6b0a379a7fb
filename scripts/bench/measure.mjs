// Interleaved timing: every subject runs once per round, so that the machine's load strikes all alike.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { peakInto } from '../../test/e2e/lib/measured.mjs';

const run = (command, args, cwd, env) => {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1e8, env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
};

/** Runs a command in an empty folder, or in its own, `cwd`; returns milliseconds; throws when it fails. `check` looks at what it made. */
export function once({ command, args, env = {}, prepare, check, cwd: own }) {
  const cwd = own ?? fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-bench-'));
  try {
    prepare?.();
    const start = performance.now();
    run(command, args, cwd, env);
    const wall = performance.now() - start;
    check?.();
    return wall;
  } finally {
    if (own === undefined) fs.rmSync(cwd, { recursive: true, force: true });
  }
}

/** Bytes of resident memory at the most, of the largest of its processes: one further run, not timed. */
export function peakOf({ command, args, env, prepare, cwd }) {
  prepare?.();
  const file = path.join(cwd, 'peak');
  const [python, ...words] = peakInto(file);
  run(python, [...words, command, ...args], cwd, env);
  const bytes = Number(fs.readFileSync(file, 'utf8'));
  fs.rmSync(file);
  return bytes;
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** One warm-up, then `rounds` rounds of all subjects in turn; `between` comes before each. */
export function interleaved(subjects, rounds, progress, between = () => {}) {
  const walls = new Map(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const subject of subjects) {
      between();
      const wall = once(subject);
      if (round > 0) walls.get(subject.name).push(wall);
    }
    progress(round, rounds);
  }
  return new Map([...walls].map(([name, values]) => [name, { median: median(values), min: Math.min(...values) }]));
}
