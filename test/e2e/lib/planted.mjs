// A root for the archive mirror with random records: a table and some bytes under a random DOI in each archive that can be planted.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const LICENCES = [['mit', 'MIT'], ['bsd-3-clause', 'BSD-3-Clause'], ['cc0-1.0', 'CC0-1.0'], ['cc-by-4.0', 'CC-BY-4.0']];
const upTo = (end) => crypto.randomInt(end);
const word = () => Array.from({ length: 3 + upTo(6) }, () => 'abcdefghijklmnopqrstuvwxyz'[upTo(26)]).join('');
const name = () => word().replace(/^./, (letter) => letter.toUpperCase());

/** Sixteen digits, the last of them the check digit (ISO 7064 mod 11-2). */
function orcid() {
  const digits = `00000000${String(upTo(1e7)).padStart(7, '0')}`;
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return `${digits}${check === 10 ? 'X' : check}`.replace(/(.{4})(?=.)/g, '$1-');
}

function table() {
  const rows = Array.from({ length: 300 + upTo(300) }, (_, i) => {
    const [a, b] = [Math.random(), Math.random()];
    return `${i},${a},${b},${2 * a - b}`;
  });
  return `row,a,b,y\n${rows.join('\n')}\n`;
}

/** Writes files and records.json; the records as they were planted, with `spdx`. */
export function plantedRoot(root) {
  const place = { zenodo: (id) => `10.5072/zenodo.${id}`, cern: () => `10.5072/OPENDATA.${word().toUpperCase()}.${upTo(1e4)}`, dataverse: () => `10.5072/DVN/${word().toUpperCase()}`, figshare: (id) => `10.5072/m9.figshare.${id}.v1` };
  const records = Object.entries(place).map(([archive, doiOf]) => {
    const id = 3_000_000 + upTo(900_000);
    const [license, spdx] = LICENCES[upTo(LICENCES.length)];
    const files = [['table.csv', table()], ['more/noise.bin', crypto.randomBytes(1000 + upTo(500_000))]].map(([key, bytes]) => {
      const at = path.join('bytes', archive, key);
      fs.mkdirSync(path.dirname(path.join(root, at)), { recursive: true });
      fs.writeFileSync(path.join(root, at), bytes);
      return { path: at, key };
    });
    const creators = Array.from({ length: 1 + upTo(3) }, (_, i) => ({ name: `${name()}, ${name()}`, ...(i === 0 ? { orcid: orcid() } : {}) }));
    return { archive, id, doi: doiOf(id), title: `${name()} ${word()} ${word()}`, creators, license, spdx, date: `20${10 + upTo(15)}-0${1 + upTo(9)}-1${upTo(10)}`, files };
  });
  fs.writeFileSync(path.join(root, 'records.json'), JSON.stringify(records.map(({ spdx, ...record }) => record)));
  return records;
}
