// A look at local tables of text for questions and checks: the first MiB of each file. Nothing of it is written; how a file is read is for `make data` to decide, from all its bytes.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DatasetEntry } from '../../core/catalogue/catalogue.ts';
import { UserError } from '../../core/errors.ts';
import { look, type Look } from '../../core/look/look.ts';
import { mayBeIn, wordsOf } from '../../core/look/mention.ts';
import { together, writtenAs, type Preview, type Seen } from '../../core/look/preview.ts';
import { fileOf, namedIn } from '../../core/spec/columns.ts';
import type { DatasetFile, DatasetRecord } from '../../core/spec/dataset.ts';
import { meant } from '../../core/spec/nearest.ts';
import { readBy } from '../../core/spec/recipe.ts';
import type { Options } from '../../core/spec/recipe-options.ts';
import { counted, visible } from '../../core/words.ts';

const LOOKED_AT = 1 << 20; // bytes
const FILES = 50;
const TABLE = /\.(?:csv|tsv|tab)$/i;
const TEXT = /\.(?:csv|tsv|tab|txt|dat|asc)$/i;

/** Of data that a generic recipe reads; core/spec/columns.ts holds what was named against it. UserError where the look is not sure, and a column's name stands nowhere. */
export function previewed(record: DatasetRecord, recipe: DatasetEntry | null, options: Options): Seen {
  if (recipe === null || !recipe.generic) return { preview: null, notes: [] };
  const files = record.files.filter(({ selected, urls }) => selected && urls[0]?.startsWith('file:'));
  const read = recipe.options['separator'] === undefined ? [] : readBy(recipe, files);
  const tables = read.some(({ path }) => !TEXT.test(path) || TABLE.test(path)) ? read.filter(({ path }) => !TEXT.test(path) || TABLE.test(path)) : read;
  if (tables.length === 0 || files.length < record.files.filter(({ selected }) => selected).length) return unchecked(record, 'their columns are');
  const reason = unfit(tables);
  if (reason !== null) return unchecked(record, reason);
  const seen = tables.map((file) => ({ path: file.path, ...beginning(file) }));
  const looks = seen.map(({ path, bytes, whole }) => ({ path, look: look(bytes, whole, options) }));
  const sure = looks.filter((one): one is { path: string; look: Look } => typeof one.look !== 'string');
  const preview = sure.length === looks.length ? together(sure) : null;
  if (preview !== null) return { preview, notes: [...written(preview), ...undecided(preview)] };
  checkWords(seen, options);
  const unsure = looks.find(({ look: one }) => typeof one === 'string');
  return { preview: null, notes: [unsure === undefined ? `The ${looks.length} files do not have the same columns; not checked further: \`make data\` decides.` : `${visible(unsure.path)}: its columns are not checked yet, for ${visible(String(unsure.look))}; \`make data\` decides.`] };
}

function unchecked(record: DatasetRecord, what: string): Seen {
  const name = visible(record.requested);
  return { preview: null, notes: record.files.length === 0 ? [] : [`${name}: not checked yet, for ${what === 'their columns are' ? 'this program looks into local tables of text alone' : what}; \`make data\` lists the columns.`] };
}

/** Why these are not looked at, or null. */
function unfit(tables: readonly DatasetFile[]): string | null {
  if (!tables.every(({ path }) => TEXT.test(path))) return 'spreadsheets and compressed tables are opened by `make data` alone';
  if (tables.length > FILES) return `there are more than ${FILES} files`;
  if (tables.some(({ path }) => /(?:^|\/)[^/=]+=[^/]*\//.test(path))) return 'names of folders become columns';
  return new Set(tables.map(({ path }) => path.replace(TEXT, ''))).size < tables.length ? 'files differ in their endings alone' : null;
}

function beginning({ urls }: DatasetFile): { readonly bytes: Uint8Array; readonly whole: boolean } {
  const bytes = Buffer.alloc(LOOKED_AT + 1);
  const handle = fs.openSync(fileURLToPath(urls[0] ?? ''), 'r');
  try {
    const length = fs.readSync(handle, bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, Math.min(length, LOOKED_AT)), whole: length <= LOOKED_AT };
  } finally {
    fs.closeSync(handle);
  }
}

/** Where the look is not sure: a word that stands nowhere in the text is no column's. */
function checkWords(seen: readonly { readonly path: string; readonly bytes: Uint8Array }[], options: Options): void {
  const texts = seen.map(({ bytes }) => bytes);
  for (const [flag, name] of namedIn(options)) {
    if ((flag === 'split' && name === 'random') || texts.some((bytes) => mayBeIn(name, bytes))) continue;
    throw new UserError(`${flag === 'split' ? '--option split=' : `--${flag} `}${JSON.stringify(name)}${meant(name, texts.flatMap(wordsOf))}: no column of ${fileOf({ files: seen.map(({ path }) => path) })}, for the word stands nowhere in the first MiB.`, 'Give another one, or leave it out: `make data` lists the columns.');
  }
}

function written({ files, looks, columns, whole, rows }: Preview): readonly string[] {
  const ways = [...new Set(looks.map(writtenAs))];
  const part = whole ? `all ${counted(rows, 'row')}` : 'the first MiB';
  const how = ways.length === 1 ? ways.join('') : `written in ${ways.length} ways`;
  return [`${fileOf({ files })}: ${counted(columns.length, 'column')}, ${visible(how)}. ${part.replace(/^./, (letter) => letter.toUpperCase())} ${part.endsWith('s') ? 'were' : 'was'} looked at for the checks; \`make data\` decides from all bytes how it is read.`];
}

const undecided = ({ columns }: Preview): readonly string[] => columns.flatMap(({ kind, name, why }) => (kind === 'undecided' ? [`Column ${JSON.stringify(visible(name))}: ${visible(why ?? '')}.`] : []));
