// Folders of the suite, and what has to be ended when it is over.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
export const CACHE = path.join(ROOT, '.cache', 'e2e');
export const PROGRAM = path.join(ROOT, 'dist', 'cli.js');
export const WORK = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-e2e-'));
fs.mkdirSync(CACHE, { recursive: true });

const endings = [];
/** Registers what to do at the end: stop a server, unmount, remove. */
export const atEnd = (ending) => endings.push(ending);

export async function endAll({ keep }) {
  for (const ending of endings.splice(0).reverse()) await ending();
  if (!keep) fs.rmSync(WORK, { recursive: true, force: true });
}

let folders = 0;
/** A new empty folder. */
export function folder(name = 'folder') {
  folders += 1;
  const made = path.join(WORK, `${String(folders).padStart(2, '0')}-${name}`);
  fs.mkdirSync(made);
  return made;
}

/** The same value for every caller; made at the first call. */
export function once(make) {
  let made;
  return () => (made ??= make());
}
