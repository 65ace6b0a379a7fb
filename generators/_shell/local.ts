// Data on this computer: a file, or every file of a folder, with size and SHA-256, read as a stream.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { emptyDraft } from '../../core/archives/archive.ts';
import { composed, isUnsafe, storable } from '../../core/archives/files.ts';
import { parseReference } from '../../core/archives/index.ts';
import { at } from '../../core/archives/json.ts';
import { UserError } from '../../core/errors.ts';
import { meant } from '../../core/spec/nearest.ts';
import type { DatasetFile, DatasetRecord } from '../../core/spec/dataset.ts';


function absolute(text: string, cwd: string): string {
  if (/^file:\/\//i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      throw new UserError(`${text} names no file of this computer`, 'Write it as file:///absolute/path, or as a plain path.');
    }
  }
  return path.resolve(cwd, text.replace(/^~(?=$|[\\/])/, homedir()));
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Files below a folder as paths relative to it, sorted; hidden ones stay out, a folder that links back is entered once. */
async function filesBelow(folder: string, under = '', entered: ReadonlySet<string> = new Set()): Promise<readonly string[]> {
  const here = await realpath(path.join(folder, under));
  if (entered.has(here)) return [];
  const found: string[] = [];
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const own = under === '' ? entry.name : `${under}/${entry.name}`;
    const kind = entry.isSymbolicLink() ? await stat(path.join(here, entry.name)).catch(() => null) : entry;
    if (kind === null) throw new UserError(`"${path.join(folder, own)}" is a link that leads nowhere`, 'Mend or remove the link, or give another folder.');
    if (kind.isDirectory()) found.push(...await filesBelow(folder, own, new Set([...entered, here])));
    else if (kind.isFile()) found.push(own);
  }
  return found.sort();
}

async function fileRecord(file: string, listed: string): Promise<DatasetFile> {
  const own = composed(listed);
  const { size } = await stat(file);
  return { path: own, size, checksum: `sha256:${await sha256(file)}`, urls: [pathToFileURL(file).href], selected: true, availability: 'online', unsafe: isUnsafe(own) };
}

/** What went wrong with the disk, as bad input. */
function refusal(error: unknown, text: string, keys: readonly string[]): unknown {
  const code = at(error, 'code');
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError(
      `"${text}" is no DOI, no https address, no key of the catalogue${meant(text, keys)}, and there is no such file or folder`,
      'Give --dataset a DOI, an address, a path, or a key of `create-fair-ai list datasets`.',
    );
  }
  if (code === 'EACCES' || code === 'EPERM') return new UserError(`"${text}" may not be read`, 'Give yourself the right to read it, or copy it to a place of yours.');
  return error;
}

/** What a project calls it: the name alone, since the way there is nobody else's. */
function nameFor(place: string, keys: readonly string[]): string {
  const name = path.basename(place) || 'data';
  try {
    return parseReference(name, keys).kind === 'path' ? name : `./${name}`;
  } catch {
    return `./${name}`;
  }
}

export async function resolveLocal(text: string, options: { readonly cwd: string; readonly now: Date; readonly keys: readonly string[] }): Promise<DatasetRecord> {
  const place = absolute(text, options.cwd);
  try {
    const folder = (await stat(place)).isDirectory();
    const listed = folder ? await filesBelow(place) : [path.basename(place)];
    if (listed.length === 0) throw new UserError(`The folder "${text}" holds no files`, 'Give a folder with data, or a file.');
    const files: DatasetFile[] = [];
    for (const own of listed) files.push(await fileRecord(folder ? path.join(place, own) : place, own));
    const kept = storable(files);
    if (kept.files.length === 0) throw new UserError(kept.notes.join(' '), 'Rename the file.');
    return {
      ...emptyDraft, requested: nameFor(place, options.keys), key: null, status: 'resolved', archive: 'local', title: path.basename(place) || place, files: kept.files,
      access: 'Private: the data lie on the computer where this project was made.',
      citation: null, resolvedAt: options.now.toISOString(),
      notes: [
        ...kept.notes,
        'The data are not published: nobody else can run `make data` until they have a DOI or an address.',
        'No licence is stated for them: say in data/README.md what others may do.',
      ],
    };
  } catch (error) {
    throw refusal(error, text, options.keys);
  }
}
