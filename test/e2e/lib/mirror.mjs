// The archives on loopback: ../shared/tools beside the checkout. Steps that need it are skipped where it is absent.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { need } from './skip.mjs';
import { ROOT, atEnd } from './work.mjs';

export const SHARED = path.resolve(ROOT, '..', 'shared');
const TOOL = path.join(SHARED, 'tools', 'archive-mirror.mjs');

/** { url, requests, close }; options as in ../shared/tools/README.md: roots, faults, rate. */
export async function mirror(options = {}) {
  need(fs.existsSync(TOOL), '../shared/tools/archive-mirror.mjs is not beside the checkout');
  const { startMirror } = await import(pathToFileURL(TOOL));
  const started = await startMirror(options);
  atEnd(() => started.close());
  return started;
}

/** A path below ../shared/data. */
export function sharedData(...parts) {
  const file = path.join(SHARED, 'data', ...parts);
  need(fs.existsSync(file), `../shared/data/${parts.join('/')} is not beside the checkout`);
  return file;
}
