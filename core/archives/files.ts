// The files of a record: their paths checked before anything is written, and the pickles among them marked.
import { hiddenSign, normal } from '../signs.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { counted } from '../words.ts';

const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:[.:]|$)/i;
const LONGEST = 255; // bytes of one name, on every usual file system
const LONGEST_PATH = 1000; // bytes below data/raw/: macOS takes 1024 in all

const isLonger = (text: string, most: number): boolean => 3 * text.length > most && Buffer.byteLength(text) > most;

/** Why a listed path must not be written, or null. The package's filenames.py has the same rule. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'has no name';
  if (path.length > LONGEST_PATH) return 'is too long for a path';
  const hidden = hiddenSign(path);
  if (hidden !== null) return /\p{Cc}/u.test(path) ? 'holds control characters' : `holds an invisible character (${hidden})`;
  if (/^[/\\]/.test(path) || /^[a-z]:/i.test(path)) return 'would leave data/';
  if (path.includes('\\')) return 'holds a backslash, which Windows takes for a folder';
  if (isLonger(path, LONGEST_PATH)) return 'is too long for a path';
  for (const name of path.split('/')) {
    if (name === '..') return 'would leave data/';
    if (name === '' || name === '.') return 'has an empty part';
    if (RESERVED.test(name)) return 'is a device name on Windows';
    if (/[. ]$/.test(name)) return 'ends in a dot or a space, which Windows drops';
    if (isLonger(name, LONGEST)) return 'is too long for a file name';
  }
  return null;
}

/** Equal for names that are one file on some systems: those that ignore case, by Unicode's full case folding, and spelling (NFC). */
export function nameKey(name: string): string {
  if (/^[\u0020-\u007e]*$/.test(name)) return name.toLowerCase();
  const folded = [...normal(name, 'NFC')].map(sign => (sign === '\u0131' ? sign : sign.toLowerCase().toUpperCase().toLowerCase())); // the dotless i folds to itself
  return folded.join('').normalize('NFC');
}

/** A path as an archive writes it, composed (NFC). */
export const composed = (path: string): string => normal(path, 'NFC');

/** "a/b/c" → "a/b", "a". */
function foldersOf(path: string): readonly string[] {
  const found: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) found.push(path.slice(0, end));
  return found;
}

/** Those of the paths that cannot be stored everywhere, beside the others, and why: by their place in the list. */
export function unstorable(paths: readonly string[]): ReadonlyMap<number, string> {
  const wrong = new Map<number, string>();
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  paths.forEach((path, place) => {
    const key = nameKey(path);
    const above = foldersOf(key);
    const parent = above.find(folder => files.has(folder));
    const why = pathProblem(path)
      ?? (files.has(key) ? `would be one file in data/ with ${JSON.stringify(files.get(key))}` : null)
      ?? (folders.has(key) ? `is the folder of ${JSON.stringify(folders.get(key))}, too` : null)
      ?? (parent === undefined ? null : `would lie in ${JSON.stringify(files.get(parent))}, which is a file`);
    if (why !== null) {
      wrong.set(place, why);
      return;
    }
    files.set(key, path);
    for (const folder of above) {
      if (folders.has(folder)) break;
      folders.set(folder, path);
    }
  });
  return wrong;
}

const NAMED = 5;

/** The files that can be stored under data/raw/ on every system, and a note that names the others. */
export function storable(files: readonly DatasetFile[]): { readonly files: readonly DatasetFile[]; readonly notes: readonly string[] } {
  const wrong = unstorable(files.map(({ path }) => path));
  if (wrong.size === 0) return { files, notes: [] };
  const reasons = [...wrong].slice(0, NAMED).map(([place, why]) => `${JSON.stringify(files[place]?.path)} ${why}`);
  const named = `${reasons.join('; ')}${wrong.size > NAMED ? `; and ${wrong.size - NAMED} more` : ''}`;
  return { files: files.filter((_, place) => !wrong.has(place)), notes: [`${counted(wrong.size, 'file')} left out, which cannot be stored under data/: ${named}.`] };
}

/** The same paths, for archives where two files may have one name: the later ones stand in a folder named by the file's own number. */
export function distinctPaths(files: readonly { readonly path: string; readonly id: string }[]): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ path, id }) => {
    const key = nameKey(path);
    if (taken.has(key)) return `${id}/${path}`;
    taken.add(key);
    return path;
  });
}

/** Pickles, alone or compressed, and the formats made of them: loading one may run code. */
export const isUnsafe = (path: string): boolean => /\.(?:pkl|pickle|p|joblib|pt|pth|ckpt|dill)(?:\.(?:bz2|gz|xz|zip|zst|lzma|z))?$/i.test(path);

/** "md5:HEX" as the archive or without the prefix → "md5:hex", "SHA-256:HEX" → "sha256:hex"; adler32 padded to eight digits; null if it is none. */
export function checksumOf(text: string | null, bare: 'md5' | 'adler32'): string | null {
  if (text !== null && /^md5:[0-9a-f]{32}$/.test(text)) return text; // by far the most: one string less for each of 100 000 files
  const [, algorithm = bare, hex = ''] = /^(?:([a-z][a-z0-9-]*):)?([0-9a-f]+)$/i.exec(text?.trim() ?? '') ?? [];
  if (hex === '') return null;
  const [name, digits] = [algorithm.toLowerCase().replace(/^sha-(?=\d)/, 'sha'), hex.toLowerCase()];
  const width: Readonly<Record<string, number>> = { md5: 32, adler32: 8, sha1: 40, sha256: 64, sha512: 128 };
  const padded = name === 'adler32' ? digits.padStart(8, '0') : digits;
  return padded.length === (width[name] ?? padded.length) ? `${name}:${padded}` : null;
}

/** What a person should know of files that their archive gives no checksum for. */
export function checksumNotes(files: readonly DatasetFile[]): readonly string[] {
  const unchecked = files.filter(({ checksum }) => checksum === null).length;
  return unchecked === 0 ? [] : [`${counted(unchecked, 'file')} without a checksum: what is fetched first is locked by its SHA-256 (data/manifest.lock.json).`];
}
