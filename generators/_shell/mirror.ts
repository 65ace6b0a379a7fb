// Where requests go in place of the archives: an http(s) address, or a folder whose files are the answers; the flag before the environment.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../core/errors.ts';
import { secretIn, withoutSecret } from '../../core/spec/secrets.ts';

export const mirrorOf = (flag: string | null): string | null => flag ?? (process.env['FAIR_AI_MIRROR']?.trim() || null);

export interface Mirror {
  readonly name: string; // for people
  readonly folder: string | null; // its real path, if it is one
  readonly address: (url: string) => string; // where an archive's address is really asked for
  readonly original: (address: string) => string | null; // the inverse; null: outside the mirror
}

const REMEDY = 'Give --mirror https://host/path, file:///folder or a folder, or unset FAIR_AI_MIRROR.';

/** The mirror that the words mean; a UserError if they mean none. */
export function checkedMirror(words: string | null): Mirror | null {
  if (words === null) return null;
  if (!/^[a-z][a-z0-9+.-]+:/i.test(words)) return folderMirror(words, words); // one letter is a drive of Windows
  if (!URL.canParse(words)) throw new UserError(`The mirror "${words}" is no address`, REMEDY);
  const url = new URL(words);
  if (url.protocol === 'file:') return folderMirror(words, localPath(url));
  if (!/^https?:\/\/[^/?#]/i.test(words)) throw new UserError(`The mirror "${withoutSecret(words)}" is no http address`, REMEDY);
  if (url.username !== '' || url.password !== '') throw new UserError(`The mirror at ${url.host} is given with a login, which is not sent`, 'Give its address without user and password.');
  if (secretIn(words) !== null) throw new UserError(`The mirror at ${url.host} is given with ${secretIn(words)}, which is shown in commands and messages`, 'Give its address without it.');
  const base = words.replace(/\/+$/, '');
  return {
    name: base, folder: null, address: archive => archive.replace(/^https:\//i, base),
    original: address => (address.startsWith(`${base}/`) ? `https:/${address.slice(base.length)}` : null),
  };
}

function localPath(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new UserError(`The mirror "${url.href}" is no folder of this computer`, REMEDY);
  }
}

function folderMirror(words: string, place: string): Mirror {
  const whole = path.resolve(place.replace(/^~(?=[\\/]|$)/, os.homedir()));
  if (place === '' || !fs.statSync(whole, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`The mirror "${words}" is no http address and no folder`, REMEDY);
  return { name: words, folder: fs.realpathSync(whole), address: archive => archive, original: () => null };
}
