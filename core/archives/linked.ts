// The files that a landing page links to: what they are called, how large they are, and which of the links lead to files at all.
import type { Availability, DatasetFile } from '../spec/dataset.ts';
import { counted } from '../words.ts';
import { decoded } from '../spec/identifiers.ts';
import type { Answer, Asking } from './archive.ts';
import { composed, isUnsafe, nameKey } from './files.ts';
import { filenameIn, headersOf, sizeIn } from './headers.ts';
import type { Distribution } from './schema-org.ts';

const hasEnding = (name: string): boolean => /\.[a-z0-9]{1,8}$/i.test(name);
const ACTIONS = ['content', 'download', 'file', 'original', 'raw', '']; // last parts of addresses that name no file

/** The last part of the address that names something. */
function nameInAddress(url: string): string {
  const parts = new URL(url).pathname.split('/').map(decoded);
  return parts.filter(part => !ACTIONS.includes(part.toLowerCase())).at(-1) ?? 'file';
}

function nameOf({ url, name }: Distribution, answer: Answer | undefined): string {
  const given = answer === undefined ? null : filenameIn(answer);
  const candidates = [name, nameInAddress(url), given].filter(one => one !== null);
  return candidates.find(one => hasEnding(one) && !/[/\\:]/.test(one)) ?? given ?? nameInAddress(url);
}

/** "a.csv", "a.csv" → "a.csv", "a-2.csv": pages have no folders that would tell them apart. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set(names.map(name => nameKey(name)));
  const times = new Map<string, number>();
  return names.map(name => {
    let number = (times.get(nameKey(name)) ?? 0) + 1;
    const numbered = (): string => name.replace(/(\.[a-z0-9]{1,8})?$/i, ending => `-${number}${ending}`);
    while (number > 1 && taken.has(nameKey(numbered()))) number += 1;
    times.set(nameKey(name), number);
    return number === 1 ? name : numbered();
  });
}

function availabilityOf(answer: Answer | undefined): Availability {
  if (answer === undefined) return 'unknown';
  if (answer.status === 401 || answer.status === 403) return 'restricted';
  if (answer.status === 404 || answer.status === 410) return 'withdrawn';
  return answer.status === 200 ? 'online' : 'unknown';
}

const isWebPage = (answer: Answer | undefined, url: string): boolean =>
  answer?.status === 200 && /text\/html/i.test(answer.headers['content-type'] ?? '') && !/\.html?$/i.test(url);

export interface Linked {
  readonly files: readonly DatasetFile[];
  readonly notes: readonly string[];
}

/** The files behind the links. */
export function* linkedFiles(links: readonly Distribution[]): Asking<Linked> {
  const answers = yield* headersOf(links.map(({ url }) => url));
  const real = links.filter(({ url }) => !isWebPage(answers.get(url), url));
  const names = distinct(real.map(link => composed(nameOf(link, answers.get(link.url)))));
  const pages = links.length - real.length;
  const notes = pages === 0 ? [] : [`${counted(pages, 'link')} of the landing page lead${pages === 1 ? 's' : ''} to a web page, not to a file, and ${pages === 1 ? 'is' : 'are'} left out.`];
  const files = real.map(({ url, size, checksum }, i): DatasetFile => {
    const path = names[i] ?? '';
    const answer = answers.get(url);
    return { path, size: size ?? (answer?.status === 200 ? sizeIn(answer) : null), checksum, urls: [url], selected: true, availability: availabilityOf(answer), unsafe: isUnsafe(path) };
  });
  return { files, notes };
}
