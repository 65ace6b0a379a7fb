// Interleaved timing: every subject runs once per round, so that the machine's load strikes all alike.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs a command in an empty folder of its own; returns milliseconds; throws when it fails. */
export function once({ command, args, env = {}, prepare }) {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-bench-'));
  try {
    prepare?.();
    const start = performance.now();
    const { status, stderr, stdout } = spawnSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, ...env } });
    const wall = performance.now() - start;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
    return wall;
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true });
  }
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** One warm-up, then `rounds` rounds of all subjects in turn. */
export function interleaved(subjects, rounds, progress) {
  const walls = new Map(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const wall = once(subject);
      if (round > 0) walls.get(subject.name).push(wall);
    }
    progress(round, rounds);
  }
  return new Map([...walls].map(([name, values]) => [name, { median: median(values), min: Math.min(...values) }]));
}
