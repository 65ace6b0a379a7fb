// The full text of every licence that core/spec/licences.ts accepts, from spdx-license-list (CC0): one file each, so that only
// the one that a project carries is read.
import esbuild from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** id → text. */
export async function licenceTexts() {
  const { outputFiles } = await esbuild.build({ absWorkingDir: root, entryPoints: ['core/spec/licences.ts'], bundle: true, format: 'esm', write: false });
  const { licences } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  const all = createRequire(import.meta.url)('spdx-license-list/full');
  return new Map(
    licences.map((id) => {
      if (all[id] === undefined) throw new Error(`spdx-license-list does not know ${id}`);
      return [id, `${all[id].licenseText.replace(/[ \t]+$/gm, '').trim()}\n`];
    }),
  );
}

/** Writes <folder>/<id>.txt. */
export async function writeLicenceTexts(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [id, text] of await licenceTexts()) fs.writeFileSync(path.join(folder, `${id}.txt`), text);
}
