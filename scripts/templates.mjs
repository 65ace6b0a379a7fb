// dist/templates.json: the files of templates/ as one, which installs faster than hundreds. Each group can be opened without the others.
import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const leftOut = /^(__pycache__|\..*_cache|.*\.pyc|\.DS_Store)$/;
const templates = path.resolve(import.meta.dirname, '..', 'templates');

/** Path inside templates/ of every file. */
function* walk(folder = '') {
  for (const entry of fs.readdirSync(path.join(templates, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (leftOut.test(entry.name)) continue;
    if (entry.isDirectory()) yield* walk(name);
    else yield name;
  }
}

/** A folder of templates/, or one of its folders: what a project takes or leaves as a whole lies in few of these. */
const groupOf = (name) => name.split('/').slice(0, -1).slice(0, 2).join('/');

/** Writes {group: brotli, in base64, of the JSON {path: text}}; of a file at the top of templates/ no project takes anything. */
export function writeTemplates(file) {
  const found = new Map();
  for (const name of walk()) {
    const group = groupOf(name);
    if (group !== '') found.set(group, { ...found.get(group), [name]: fs.readFileSync(path.join(templates, name), 'utf8') });
  }
  const packed = [...found].map(([group, texts]) => {
    const bytes = Buffer.from(JSON.stringify(texts));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return [group, brotliCompressSync(bytes, { params }).toString('base64')];
  });
  fs.writeFileSync(file, `${JSON.stringify(Object.fromEntries(packed))}\n`);
}
