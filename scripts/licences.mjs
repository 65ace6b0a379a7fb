// The full text of every licence that core/spec/licences.ts accepts, from spdx-license-list (CC0): one compressed file,
// because 57 texts that say much the same are a third of the package when each stands for itself.
import esbuild from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

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

/** Writes {id: text} as JSON, compressed with brotli; quality 9 is a tenth larger than the best, and made ten times as fast. */
export async function writeLicenceTexts(file) {
  const text = Buffer.from(JSON.stringify(Object.fromEntries(await licenceTexts())));
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_SIZE_HINT: size } = constants;
  fs.writeFileSync(file, brotliCompressSync(text, { params: { [quality]: 9, [window]: 24, [size]: text.length } }));
}
