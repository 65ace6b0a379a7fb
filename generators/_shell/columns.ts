// Columns that were named, held against the first MiB of a local text file: a word that stands nowhere in it is no column's. How the file is read is for `make data` to decide, from all its bytes.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../core/errors.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { meant } from '../../core/spec/nearest.ts';
import type { Options } from '../../core/spec/recipe-options.ts';
import { visible } from '../../core/words.ts';

const LOOKED_AT = 1 << 20; // bytes
const LINES = 60; // whose cells may be names
const TEXT = /\.(?:csv|tsv|tab|txt|dat|asc)$/i;

/** What a person should know of the check, or null where no column was named. UserError for a name that cannot be one. */
export function checkColumns(record: DatasetRecord, options: Options): string | null {
  const named = Object.entries(options).flatMap(([flag, value]) => (['target', 'group', 'weight', 'drop'].includes(flag) ? [value].flat().map((name) => [flag, String(name)] as const) : []));
  if (named.length === 0) return null;
  const texts = record.files.filter(({ selected, path, urls }) => selected && TEXT.test(path) && urls[0]?.startsWith('file:')).map(({ path, urls }) => ({ path, text: beginning(fileURLToPath(urls[0] ?? '')) }));
  const flags = [...new Set(named.map(([flag]) => `--${flag}`))].join(', ');
  if (texts.length === 0 || texts.length < record.files.filter(({ selected }) => selected).length) return `The columns of ${flags} are not checked yet: \`make data\` does.`;
  for (const [flag, name] of named) {
    if (texts.some(({ text }) => mayBeIn(name, text))) continue;
    const where = texts.length === 1 ? visible(texts[0]?.path ?? '') : `the ${texts.length} files`;
    throw new UserError(`--${flag} ${JSON.stringify(name)}${meant(name, texts.flatMap(({ text }) => cells(text)))}: ${where} has no such column, for the word stands nowhere in the first MiB.`, `Give another --${flag}, or leave it out: \`make data\` lists the columns.`);
  }
  return `Of ${texts.length === 1 ? visible(texts[0]?.path ?? '') : 'each file'} the first MiB was looked at, and holds the words of ${flags}; \`make data\` decides from all bytes how it is read.`;
}

function beginning(file: string): string {
  const bytes = Buffer.alloc(LOOKED_AT);
  const handle = fs.openSync(file, 'r');
  try {
    return decoded(bytes.subarray(0, fs.readSync(handle, bytes, 0, LOOKED_AT, 0)));
  } finally {
    fs.closeSync(handle);
  }
}

/** By its mark, else UTF-16 where every other byte is 0, else UTF-8, else the code page of Western Windows. */
function decoded(bytes: Uint8Array): string {
  const zeros = [0, 1].map((odd) => bytes.filter((byte, place) => byte === 0 && place % 2 === odd).length / (bytes.length / 2 || 1));
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (zeros[1] ?? 0) > 0.4 ? 'utf-16le' : (bytes[0] === 0xfe && bytes[1] === 0xff) || (zeros[0] ?? 0) > 0.4 ? 'utf-16be' : null;
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }); // the last sign may be cut
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Header lines may be joined and equal names numbered, so each word counts by itself, and numbers do not. */
function mayBeIn(name: string, text: string): boolean {
  const bare = text.replaceAll('"', '');
  return /^column \d+$/.test(name) || name.replaceAll('"', '').split(/\s+/).every((word) => /^\d+$/.test(word) || bare.includes(word));
}

const cells = (text: string): readonly string[] =>
  text.split(/\r?\n|\r/, LINES).flatMap((line) => line.split(/[,;\t|]/, 5000)).map((cell) => cell.trim().replace(/^["']|["']$/g, '')).filter((cell) => cell !== '' && cell.length < 100 && Number.isNaN(Number(cell)));
