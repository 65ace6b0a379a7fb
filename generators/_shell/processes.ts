// Which process is meant: a number alone says little, since every system gives it again, and in a container each first process is number 1.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/** When a process began that runs here, in the system's own words; null where no such process runs, UNSAID where the system does not tell. */
export function beginningOf(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isRunning(pid)) return null;
  return process.platform === 'linux' ? inProc(pid) : process.platform === 'win32' ? UNSAID : inTable(pid);
}

export const UNSAID = '?';

/** Within what a process number has a meaning: this start of this machine and this container; elsewhere the machine's name. */
export function spaceOfNumbers(): string {
  const [boot, container] = [readOr('/proc/sys/kernel/random/boot_id').trim(), linkOr('/proc/self/ns/pid')];
  return boot === '' || container === '' ? `host ${os.hostname()}` : `boot ${boot} ${container}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
}

/** proc(5): after the name in brackets stand the state and, twenty-second of all, the ticks from the machine's start to the process's. */
function inProc(pid: number): string | null {
  const stat = readOr(`/proc/${pid}/stat`);
  if (stat === '') return UNSAID; // hidden from this user
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /[ZX]/.test(fields[0] ?? '') ? null : (fields[19] ?? UNSAID);
}

function inTable(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } }).trim() || UNSAID;
  } catch {
    return UNSAID;
  }
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function linkOr(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}
