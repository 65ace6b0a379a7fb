// Mirror roots with records of our own: tables whose bytes are made here, at a Zenodo whose state changes from one root to the next.
import fs from 'node:fs';
import path from 'node:path';
import { folder } from './work.mjs';

/** A table with a column y = a + 2 b, deterministic in `seed`. */
export function table(seed, rows = 300) {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const lines = Array.from({ length: rows }, () => [random(), random()]).map(([a, b]) => [a, b, a + 2 * b].map((value) => value.toFixed(6)).join(','));
  return `a,b,y\n${lines.join('\n')}\n`;
}

/** A folder with records.json; `files` of each record are { key: text }. */
export function archiveRoot(...records) {
  const root = folder('root');
  const planted = records.map(({ files, ...record }) => {
    const listed = Object.entries(files).map(([key, text]) => {
      const file = path.join('data', String(record.id), key);
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
      return { path: file, key };
    });
    return { archive: 'zenodo', doi: `10.5072/zenodo.${record.id}`, title: 'A made-up table', license: 'cc-by-4.0', creators: [{ name: 'Noether, Emmy' }], ...record, files: listed };
  });
  fs.writeFileSync(path.join(root, 'records.json'), JSON.stringify(planted));
  return root;
}
