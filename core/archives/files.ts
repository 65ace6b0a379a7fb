// The files of a record: their paths checked before anything is written, and the pickles among them marked.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { counted } from '../words.ts';

const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
// Controls, halves of surrogate pairs, and characters that hide or reorder what a terminal shows.
const HIDDEN = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const LONGEST = 255; // bytes of one name, on every usual file system

/** Why a listed path must not be written, or null. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'has no name';
  if (HIDDEN.test(path)) return 'holds control characters';
  if (/^[/\\]/.test(path) || /^[a-z]:/i.test(path)) return 'would leave data/';
  if (path.includes('\\')) return 'holds a backslash, which Windows takes for a folder';
  for (const name of path.split('/')) {
    if (name === '..') return 'would leave data/';
    if (name === '' || name === '.') return 'has an empty part';
    if (RESERVED.test(name)) return 'is a device name on Windows';
    if (/[. ]$/.test(name)) return 'ends in a dot or a space, which Windows drops';
    if (new TextEncoder().encode(name).length > LONGEST) return 'is too long for a file name';
  }
  return null;
}

const refusal = (who: string, what: string): UserError =>
  new UserError(`${who} ${what}; nothing was written`, 'Tell the archive, and choose another version or dataset.');

/** The path under data/raw/ for a name from the network; refused if it would leave data/ or cannot be written everywhere. */
export function checkedPath(key: string, who: string): string {
  const path = key.normalize('NFC');
  const problem = pathProblem(path);
  if (problem === null) return path;
  const leaves = problem === 'would leave data/' ? `a path that ${problem}` : `a path that could leave data/ or not be written there: it ${problem}`;
  throw refusal(who, `lists ${JSON.stringify(key)}, ${leaves}`);
}

/** The same files; refused if two of them would be one on a file system that ignores case, or one is the other's folder. */
export function checkedFiles(files: readonly DatasetFile[], who: string): readonly DatasetFile[] {
  const seen = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const { path } of files) {
    const folded = path.toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined) throw refusal(who, `lists ${JSON.stringify(twin)} and ${JSON.stringify(path)}, which would be one file in data/`);
    seen.set(folded, path);
    for (let end = folded.lastIndexOf('/'); end > 0 && !folders.has(folded.slice(0, end)); end = folded.lastIndexOf('/', end - 1)) folders.set(folded.slice(0, end), path);
  }
  for (const [folder, inside] of folders) {
    const file = seen.get(folder);
    if (file !== undefined) throw refusal(who, `lists ${JSON.stringify(file)} as a file and, for ${JSON.stringify(inside)}, as a folder`);
  }
  return files;
}

/** The same paths, for archives where two files may have one name: the later ones stand in a folder named by the file's own number. */
export function distinctPaths(files: readonly { readonly path: string; readonly id: string }[]): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ path, id }) => {
    const folded = path.normalize('NFC').toLowerCase();
    if (taken.has(folded)) return `${id}/${path}`;
    taken.add(folded);
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
