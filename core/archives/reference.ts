// What the user typed, told apart by its form: a DOI, an address, a catalogue key, or a path.
import { UserError } from '../errors.ts';
import { parseDoi } from '../spec/identifiers.ts';
import type { Reference } from './archive.ts';

const ARCHIVE_PAGE = /^(?:www\.)?(?:zenodo\.org|opendata\.cern\.ch)\//i; // typed without https://

/** A path by its form: ./x, ../x, /x, ~/x, C:\x, file:///x. */
const isPathLike = (text: string): boolean => /^(?:\.{0,2}\/|\.{1,2}$|~(?:\/|$)|[a-z]:[\\/]|\\\\|\.{1,2}\\|file:\/\/)/i.test(text);

export function parseReference(text: string, catalogueKeys: readonly string[]): Reference {
  const requested = text.trim();
  if (requested === '' || /\p{Cc}/u.test(requested)) throw new UserError('The dataset is empty, or holds control characters', 'Give a DOI, an address, a key of `list datasets`, or a path.');
  if (catalogueKeys.includes(requested)) return { kind: 'key', requested, key: requested };
  if (isPathLike(requested)) return { kind: 'path', requested, path: requested };
  const doi = parseDoi(requested);
  if (doi !== null) return { kind: 'doi', requested, doi };
  const address = ARCHIVE_PAGE.test(requested) ? `https://${requested}` : requested;
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address) ?? [];
  if (scheme === undefined) return { kind: 'path', requested, path: requested };
  const upgraded = address.replace(/^http:\/\/(?=(?:www\.)?(?:zenodo\.org|opendata\.cern\.ch|github\.com|raw\.githubusercontent\.com)\/)/i, 'https://');
  if (!/^https:\/\//i.test(upgraded) || !URL.canParse(upgraded)) throw new UserError(`${requested} is no https address`, 'Give a DOI, an https:// address, a key of `list datasets`, or a path.');
  return { kind: 'url', requested, url: new URL(upgraded).href };
}
