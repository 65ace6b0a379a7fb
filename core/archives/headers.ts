// What an answer's headers say of a file: its size and its name; asked of a few files only, a few at a time.
import type { Answer, Asking, Request } from './archive.ts';

const MOST = 20; // a page is no service: a few questions are polite
const AT_ONCE = 4;

/** Bytes of the whole file; null where they are not told, or are those of a compressed copy. */
export function sizeIn({ status, headers }: Answer): number | null {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return null;
  const text = status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length'];
  const size = text === undefined ? Number.NaN : Number(text);
  return Number.isSafeInteger(size) && size >= 0 ? size : null;
}

const QUOTED = /(?:^|;)\s*filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;"]*))/i;
const EXTENDED = /(?:^|;)\s*filename\*\s*=\s*([\w!#$&+^`{}~-]+)'[\w-]*'([^;\s"]*)/i;

/** The name in Content-Disposition (RFC 6266): `filename*`, which says its encoding, before `filename`, which is for old programs. */
export function filenameIn({ headers }: Answer): string | null {
  const said = headers['content-disposition'] ?? '';
  const [, quoted, bare] = QUOTED.exec(said) ?? [];
  return extended(said) ?? ((quoted?.replace(/\\(.)/g, '$1') ?? bare)?.trim() || null);
}

/** `UTF-8''na%C3%AFve.csv` → naïve.csv; null where there is none, or none that can be read. */
function extended(said: string): string | null {
  const [, charset = '', value = ''] = EXTENDED.exec(said) ?? [];
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (!/^(?:utf-8|iso-8859-1)$/i.test(charset) || bytes.trim() === '') return null;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.from(bytes, sign => sign.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** The headers of the first files, by address; of the others, and of those that do not answer, there are none. */
export function* headersOf(urls: readonly string[]): Asking<ReadonlyMap<string, Answer>> {
  const found = new Map<string, Answer>();
  const asked = urls.slice(0, MOST);
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const batch = asked.slice(start, start + AT_ONCE);
    const answers = yield batch.map((url): Request => ({ url, method: 'HEAD', optional: true }));
    batch.forEach((url, i) => {
      const answer = answers[i];
      if (answer !== undefined && answer.status !== 0) found.set(url, answer);
    });
  }
  return found;
}
