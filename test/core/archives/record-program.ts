// `npm run record` as a process of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Exit code and everything it said. */
export async function recordWith(...argv: readonly string[]): Promise<{ readonly code: unknown; readonly said: string }> {
  const child = spawn(process.execPath, ['scripts/record.mjs', ...argv], { cwd: root });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  const code = await new Promise(resolve => child.on('close', resolve));
  return { code, said };
}

/** The same, with the recording in a folder. */
export const recordInto = (folder: string, ...argv: readonly string[]) => recordWith(...argv, '--out', folder);
