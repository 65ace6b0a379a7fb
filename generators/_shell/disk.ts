// The disk, read only: templates as text, what stands where files would go, and the version of this program.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { UserError } from '../../core/errors.ts';
import { isMapping } from '../../core/spec/mapping.ts';
import type { OnDisk } from '../../core/plan/compare.ts';
import type { TemplateSet } from '../../core/plan/plan.ts';
import { remainsIn } from './working.ts';

/** The package's own folder: above dist/ once bundled, two above this file before. */
const root = (): string => {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const found = [path.dirname(here), path.resolve(here, '..', '..')].find((folder) => fs.existsSync(path.join(folder, 'dist')) && fs.existsSync(path.join(folder, 'package.json')));
  if (found === undefined) throw new Error(`dist/ is not beside ${here}: npm run build makes it`);
  return found;
};

function manifest(): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(fs.readFileSync(path.join(root(), 'package.json'), 'utf8'));
  return isMapping(value) ? value : {};
}

export const ownVersion = (): string => String(manifest()['version'] ?? 'unknown');

/** Where bugs are reported, if package.json says it. */
export function ownTracker(): string | null {
  const { bugs } = manifest();
  const url = isMapping(bugs) ? bugs['url'] : bugs;
  return typeof url === 'string' ? url : null;
}

/** The chosen layers of templates/ and the licences' texts, from the two files that the build made of them. */
export function readTemplates(layers: readonly string[], licences: readonly string[]): TemplateSet {
  const within = (name: string, folder: string): boolean => name === folder || name.startsWith(`${folder}/`);
  const groups = Object.entries(packedTemplates()).filter(([group]) => layers.some((layer) => within(group, layer) || within(layer, group)));
  const found = groups.flatMap(([group, packed]) => Object.entries(unpacked(packed, group))).sort(([a], [b]) => (a < b ? -1 : 1));
  const set = new Map(layers.flatMap((layer) => found.filter(([name]) => within(name, layer))));
  const texts = licenceTexts();
  for (const id of licences) {
    const text = texts[id];
    if (typeof text === 'string') set.set(`licences/${id}.txt`, text);
  }
  return set;
}

/** Group → its texts, packed; scripts/templates.mjs makes the file. */
function packedTemplates(): Readonly<Record<string, unknown>> {
  const groups: unknown = JSON.parse(fs.readFileSync(path.join(root(), 'dist', 'templates.json'), 'utf8'));
  if (!isMapping(groups)) throw new Error('dist/templates.json holds no templates');
  return groups;
}

/** Path inside templates/ → text. */
function unpacked(packed: unknown, group: string): Readonly<Record<string, string>> {
  const texts: unknown = JSON.parse(brotliDecompressSync(Buffer.from(String(packed), 'base64')).toString());
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  if (!isMapping(texts)) throw new Error(`dist/templates.json holds no texts of ${group}`);
  return Object.fromEntries(Object.entries(texts).filter(isText));
}

/** Id → text; scripts/licences.mjs makes the file. */
function licenceTexts(): Readonly<Record<string, unknown>> {
  const texts: unknown = JSON.parse(brotliDecompressSync(fs.readFileSync(path.join(root(), 'dist', 'licences.json.br'))).toString());
  if (!isMapping(texts)) throw new Error('dist/licences.json.br holds no texts');
  return texts;
}

/** What stands at each path below the folder; null where it cannot be read as a file of its own (see OnDisk). */
export function readOnDisk(folder: string, paths: Iterable<string>): OnDisk {
  const there = new Map<string, string | null>();
  if (!fs.existsSync(folder)) return there;
  for (const name of paths) {
    const text = textAt(folder, name.split('/'));
    if (text !== undefined) there.set(name, text);
  }
  return there;
}

function textAt(folder: string, parts: readonly string[]): string | null | undefined {
  let at = folder;
  for (const [index, part] of parts.entries()) {
    at = path.join(at, part);
    const stat = fs.lstatSync(at, { throwIfNoEntry: false });
    if (!stat) return undefined;
    const last = index === parts.length - 1;
    if (last ? !stat.isFile() : !stat.isDirectory()) return null; // a link may lead out of the folder: nothing is written through it
  }
  try {
    return fs.readFileSync(at, 'utf8');
  } catch {
    return null; // there, and not readable: in the way like any other file
  }
}

export type Target = 'absent' | 'empty' | 'filled';

/** A folder with nothing but .git, or the remains of a run of ours that was killed, counts as empty. */
export function inspectTarget(folder: string): Target {
  const stat = statOf(folder);
  if (!stat) {
    if (fs.lstatSync(folder, { throwIfNoEntry: false })) throw new UserError(`${folder} is a link that leads nowhere.`, 'Remove it, or name another directory.');
    return 'absent';
  }
  if (!stat.isDirectory()) throw new UserError(`${folder} is a file, not a directory.`, 'Name another directory.');
  const left = new Set(remainsIn(folder).map((one) => path.basename(one.folder)));
  return fs.readdirSync(folder).every((name) => name === '.git' || left.has(name)) ? 'empty' : 'filled';
}

function statOf(folder: string): fs.Stats | undefined {
  try {
    return fs.statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`${folder} cannot be a directory: ${codeOf(error)}.`, 'Name another directory.');
  }
}

export function readText(file: string, what: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${what} ${file} cannot be read: ${codeOf(error)}.`, 'Check its name.');
  }
}

/** npm's settings files, as far as they can be read. */
export function readNpmrc(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = [env['npm_config_userconfig'], env['npm_config_globalconfig'], env['npm_config_local_prefix'] && path.join(env['npm_config_local_prefix'], '.npmrc')];
  return files.flatMap((file) => (file && fs.existsSync(file) && fs.statSync(file).isFile() ? [fs.readFileSync(file, 'utf8')] : []));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist', EACCES: 'permission denied', EPERM: 'not permitted', EISDIR: 'it is a directory', ENOSPC: 'the disk is full', EDQUOT: 'the quota is used up',
  EROFS: 'the file system is read-only', ENAMETOOLONG: 'the name is too long', ENOTDIR: 'a file stands where a directory is needed', EMFILE: 'too many files are open', ENOTEMPTY: 'it is not empty', EEXIST: 'it exists already',
  ELOOP: 'links lead round in a circle', EIO: 'the disk reports an error', EINVAL: 'the file system does not take such a name', ETXTBSY: 'it is in use', EBUSY: 'it is in use', EFBIG: 'a file may not be that large',
}; // prettier-ignore

/** What the system says, in words; undefined for what is no error of the system's. */
export function reasonOf(error: unknown): string | undefined {
  const code = systemCode(error);
  return code === undefined ? undefined : (reasons[code] ?? code);
}

/** "ENOENT"; by its form, not its class, which has a twin wherever code runs in a context of its own. */
export const systemCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error ? String(error.code) : undefined;

const codeOf = (error: unknown): string => reasonOf(error) ?? String(error);
