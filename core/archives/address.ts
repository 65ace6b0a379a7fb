// A file at a plain https address: its size by a HEAD or a one-byte request, no checksum; at a commit it is pinned, otherwise not. A web page is read as one.
import { UserError } from '../errors.ts';
import type { DatasetFile } from '../spec/dataset.ts';
import { ask, refused } from './answers.ts';
import { emptyDraft, type Answer, type Asking, type Draft } from './archive.ts';
import { composed, isUnsafe, pathProblem } from './files.ts';
import { filenameIn, sizeIn } from './headers.ts';
import { oneLine } from './text.ts';
import { readWeb } from './web.ts';

/** What an address says by itself. */
interface Address {
  readonly url: string; // of the bytes
  readonly page: string; // for people
  readonly name: string;
  readonly commit: string | null;
  readonly forge: { readonly repository: string; readonly host: string } | null;
}

const COMMIT = /^[0-9a-f]{40}$/;
const GITHUB = ['github.com', 'raw.githubusercontent.com'];

function decodedParts(url: URL): readonly string[] {
  try {
    return url.pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new UserError(`${url.href} is no well-formed address`, 'Give the address as the browser copies it.');
  }
}

/** GitHub's pages of a file (blob, raw) lead to its bytes; every other address is taken as it is. */
function understood(text: string): Address {
  const url = new URL(text);
  const parts = decodedParts(url);
  const commit = parts.find(part => COMMIT.test(part)) ?? null;
  const plain = { url: url.href.replace(/#.*$/, ''), page: url.href, name: parts.at(-1) ?? '', commit, forge: null };
  if (!GITHUB.includes(url.hostname)) return plain;
  const [owner, repository, ...rest] = parts;
  const [kind, ...after] = url.hostname === 'github.com' ? rest : ['raw', ...rest];
  const place = after[0] === 'refs' && after[1] === 'heads' ? after.slice(2) : after;
  if (owner === undefined || repository === undefined || (kind !== 'blob' && kind !== 'raw') || place.length < 2) return plain;
  const path = place.map(encodeURIComponent).join('/');
  return {
    url: `https://raw.githubusercontent.com/${owner}/${repository}/${path}`, page: `https://github.com/${owner}/${repository}/blob/${path}`,
    name: plain.name, commit: COMMIT.test(place[0] ?? '') ? place[0] ?? null : null, forge: { repository: `${owner}/${repository}`, host: 'GitHub' },
  };
}

/** HEAD, or for servers that refuse it one byte; the answer's headers are what counts. */
function* headers(url: string): Asking<Answer> {
  const head = yield* ask({ url, method: 'HEAD' });
  if (![403, 405, 501].includes(head.status) && (head.status !== 200 || head.headers['content-length'] !== undefined)) return head;
  const first = yield* ask({ url, range: 'bytes=0-0' });
  return first.status === 206 || first.status === 200 ? first : head.status === 200 ? head : first;
}

/** The file's name in Content-Disposition, if the address has none with an ending. */
function nameOf({ name, url }: Address, answer: Answer): string {
  const found = /\.[^.]+$/.test(name) ? name : filenameIn(answer) ?? name;
  if (found === '') throw new UserError(`${url} names no file`, 'Give the address of the file itself, or the DOI of the dataset.');
  return found;
}

function check(answer: Answer, address: Address): void {
  const { status } = answer;
  if (status === 404 || status === 410) throw new UserError(`There is no file at ${address.url} (status ${status})`, 'Check the address; a DOI or a folder will do as well.');
  if (status === 401 || status === 403) throw new UserError(`${address.url} asks for a login (status ${status})`, 'Download the file by hand and give its path as --dataset.');
  if (status !== 200 && status !== 206) throw refused(answer, new URL(address.url).hostname);
}

const isWebPage = (answer: Answer, { name }: Address): boolean => /text\/html/i.test(answer.headers['content-type'] ?? '') && !/\.html?$/i.test(name);

/** The files that a web page lists of itself; refused if it lists none. */
function* filesOfPage(url: string): Asking<Draft> {
  const draft = yield* readWeb(new URL(url));
  if (draft !== null && draft.files.length > 0) return draft;
  const named = draft?.doi == null ? 'Give the DOI of the dataset' : `The page names the DOI ${draft.doi}: give that`;
  throw new UserError(`${url} is a web page, not a file`, `${named}, or the address of the file itself.`);
}

export function* resolveAddress(text: string): Asking<Draft> {
  const address = understood(text);
  const answer = yield* headers(address.url);
  check(answer, address);
  if (isWebPage(answer, address)) return yield* filesOfPage(address.url);
  const path = composed(nameOf(address, answer));
  const problem = pathProblem(path);
  if (problem !== null) throw new UserError(`${address.url} names its file ${JSON.stringify(path)}, which cannot be stored under data/: it ${problem}`, 'Download it by hand under another name and give its path as --dataset.');
  const size = sizeIn(answer);
  const file: DatasetFile = { path, size, checksum: null, urls: [address.url], selected: true, availability: 'online', unsafe: isUnsafe(path) };
  return {
    ...emptyDraft, status: 'resolved', archive: 'address', files: [file], version: address.commit,
    title: oneLine(address.forge === null ? path : `${path} of ${address.forge.repository}`), publisher: address.forge?.host ?? null, recordUrl: address.page,
    notes: [
      ...(address.commit === null ? ['The address is not pinned to a version (a commit): the file behind it may change.'] : []),
      ...(size === null ? ['The server does not tell the size of the file.'] : []),
    ],
  };
}
