// What the user typed, told apart by its form: a DOI, an address, a catalogue key, or a path.
import { UserError } from '../errors.ts';
import { parseDoi } from '../spec/identifiers.ts';
import { hiddenSign } from '../signs.ts';
import { refuseSecret } from '../spec/secrets.ts';
import type { Reference } from './archive.ts';

/** A path by its form: ./x, ../x, /x, ~/x, C:\x, file:///x. */
const isPathLike = (text: string): boolean => /^(?:\.{0,2}\/|\.{1,2}$|~(?:\/|$)|[a-z]:[\\/]|\\\\|\.{1,2}\\|file:\/\/)/i.test(text);

/** A page of Dataverse names a DOI and perhaps a version, or one file: the page says more than the DOI. */
const isDataversePage = (text: string): boolean => /^https?:\/\/[^?#]+(?:\.xhtml|\/citation)\?(?:[^#]*&)?persistentId=/i.test(text);

/** `hosts`: of the archives; their pages may be typed without https://, or with http://. */
export function parseAs(text: string, catalogueKeys: readonly string[], hosts: readonly string[]): Reference {
  const requested = text.trim();
  if (requested === '' || hiddenSign(requested) !== null) throw new UserError('The dataset is empty, or holds control or invisible characters', 'Give a DOI, an address, a key of `list datasets`, or a path.');
  if (catalogueKeys.includes(requested)) return { kind: 'key', requested, key: requested };
  if (isPathLike(requested)) return { kind: 'path', requested, path: requested };
  refuseSecret('The dataset', requested, true);
  const dataverse = isDataversePage(requested);
  const doi = dataverse ? null : parseDoi(requested);
  if (doi !== null) return { kind: 'doi', requested, doi };
  const [, scheme, host = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:www\.)?([^/?#]*)/i.exec(requested) ?? [];
  const ours = [...hosts, 'github.com', 'raw.githubusercontent.com'].some(own => own.replace(/^www\./, '') === host.toLowerCase());
  if (scheme === undefined && !ours) return { kind: 'path', requested, path: requested };
  const address = ours || dataverse ? requested.replace(/^(?:http:\/\/)?(?!https:)/i, 'https://') : requested;
  if (!/^https:\/\//i.test(address) || !URL.canParse(address)) throw new UserError(`${requested} is no https address`, 'Give a DOI, an https:// address, a key of `list datasets`, or a path.');
  return { kind: 'url', requested, url: new URL(address).href };
}
