// Which programs the next steps can count on. The door to execa.
import fs from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';

export interface Found {
  readonly make: boolean;
  readonly uv: boolean;
  readonly python: string | null; // "3.11"; "" of one that does not run; null: there is none
}

/** Is such a file on the PATH? Asked first, as execa takes 15 ms to say that there is none. On Windows, where names have endings, it is always tried. */
const mayBeThere = (command: string): boolean =>
  process.platform === 'win32' || (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, command)));

/** What it says; "" where it is there and does not run; null where it is not there. */
async function output(command: string, args: readonly string[]): Promise<string | null> {
  if (!mayBeThere(command)) return null;
  const { failed, stdout } = await execa(command, args, { reject: false, timeout: 2000, stdin: 'ignore', stderr: 'ignore' });
  return failed ? (process.platform === 'win32' ? null : '') : stdout;
}

export async function findTools(): Promise<Found> {
  const [make, uv, python] = await Promise.all([output('make', ['--version']), output('uv', ['--version']), output('python3', ['--version'])]);
  return { make: Boolean(make), uv: Boolean(uv), python: python === null ? null : (/\d+\.\d+/.exec(python)?.[0] ?? '') };
}

/** Something a person must install first, or null. */
export function missing({ uv, python }: Found): string | null {
  const [major = 0, minor = 0] = (python ?? '').split('.').map(Number);
  if (uv || major > 3 || (major === 3 && minor >= 11)) return null;
  const found = python === null ? 'no python3 is found here' : python === '' ? 'the python3 that is found here does not run (python3 --version fails, or takes more than two seconds)' : `Python ${python} is found here`;
  return `The project needs Python 3.11 or later, or uv; ${found}.`;
}
