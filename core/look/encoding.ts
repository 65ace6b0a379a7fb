// Bytes as text by the rule of encoding.py: a byte order mark, zeros (UTF-16), UTF-8, else cp1252.
import { Unsure } from './unsure.ts';

const MARKS = [[[0xef, 0xbb, 0xbf], 'utf-8'], [[0xff, 0xfe], 'utf-16-le'], [[0xfe, 0xff], 'utf-16-be']] as const;
const LOOKED_AT = 4096; // bytes in which zeros are counted
const ZEROS = 0.2;
const LABELS: Readonly<Record<string, string>> = { 'utf-16-le': 'utf-16le', 'utf-16-be': 'utf-16be', cp1252: 'windows-1252', latin_1: 'latin1', 'latin-1': 'latin1' };

export interface Decoded {
  readonly text: string;
  readonly encoding: string; // by Python's name
}

/** `whole`: these are all bytes of the file; else the last letter may be cut. */
export function decoded(bytes: Uint8Array, whole: boolean, wanted: string | null): Decoded {
  const mark = MARKS.find(([sign]) => sign.every((byte, place) => bytes[place] === byte));
  const encoding = wanted?.toLowerCase() ?? mark?.[1] ?? wide(bytes) ?? (readAs('utf-8', bytes, whole) === null ? 'cp1252' : 'utf-8');
  const text = readAs(LABELS[encoding] ?? encoding.replace(/^cp(\d+)$/, 'windows-$1'), bytes, whole);
  if (text === null) throw new Unsure(`it is no text in ${encoding} that is known here`);
  if (encoding === 'cp1252' && wanted === null && /[^\u0000-\u007f]{3}|[\u0081\u008d\u008f\u0090\u009d]/.test(text)) throw new Unsure('its encoding cannot be told');
  return { text: text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), encoding };
}

function wide(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 1].map((odd) => head.filter((byte, place) => byte === 0 && place % 2 === odd).length);
  const [even = 0, odd = 0] = zeros;
  return even + odd > ZEROS * head.length ? (odd >= even ? 'utf-16-le' : 'utf-16-be') : null;
}

/** null where the bytes are no such text, or the name is not known. */
function readAs(label: string, bytes: Uint8Array, whole: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: !whole });
  } catch {
    return null;
  }
}
