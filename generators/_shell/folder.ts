// A mirror that is a folder: https://HOST/PATH?QUERY is the file HOST/PATH in it, or HOST/PATH?QUERY if there is one; a folder answers with its index.json.
import fs from 'node:fs/promises';
import path from 'node:path';
import { decoded } from '../../core/spec/identifiers.ts';
import type { Fetch } from './fetch.ts';

const TYPES: Readonly<Record<string, string>> = { '.json': 'application/json', '.html': 'text/html', '.htm': 'text/html', '.xml': 'text/xml', '.txt': 'text/plain', '.csv': 'text/csv' };
const LARGEST = 60e6; // bytes that are read at all: more than the hand takes

/** The places where the answer may lie, in the order they are tried; names as the address writes them, then decoded. */
function candidates(url: URL): readonly string[] {
  const names = url.search === '' ? [url.pathname] : [`${url.pathname}${url.search}`, url.pathname];
  const spelled = names.flatMap(name => [name, decoded(name)]);
  return [...new Set(spelled)].map(name => `${url.host}${name}`).filter(name => !name.includes('\0') && !name.split(/[\\/]/).includes('..'));
}

/** The file inside the folder, links resolved; null if there is none, or if it lies outside. */
async function found(root: string, place: string): Promise<string | null> {
  try {
    const real = await fs.realpath(path.join(root, place));
    if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return null;
    return (await fs.stat(real)).isDirectory() ? await found(root, path.join(path.relative(root, real), 'index.json')) : real;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(String(Reflect.get(Object(error), 'code')))) return null;
    throw error;
  }
}

/** A fetch that reads the files of a folder (its real path). */
export const fromFolder = (root: string): Fetch => async (address, { method, headers }) => {
  for (const place of candidates(new URL(address))) {
    const file = await found(root, place);
    if (file === null) continue;
    const { size } = await fs.stat(file);
    const unread = method === 'HEAD' || headers['range'] !== undefined || size > LARGEST;
    const type = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(unread ? null : new Uint8Array(await fs.readFile(file)), { status: 200, headers: { 'content-type': type, 'content-length': String(size) } });
  }
  return new Response('not in the mirror', { status: 404, headers: { 'content-type': 'text/plain' } });
};
