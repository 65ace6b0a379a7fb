// What `dataset <ref>` prints below the card of a record: the recipe that reads it, and what a look at local tables of text has seen.
import type { Seen } from '../look/preview.ts';
import { writtenAs } from '../look/preview.ts';
import { aboutColumn } from '../spec/columns.ts';
import { counted, visible, wrapped } from '../words.ts';
import type { Paint } from './text.ts';

const WIDTH = 80;
const NAME = 30;

/** `recipe`: its key and title, or null where a person must choose; `notes` tell of that choice. */
export function formatSeen(recipe: string | null, notes: readonly string[], { preview, notes: told }: Seen, paint: Paint): string {
  const row = (word: string, text: string): string => `${paint('dim', word.padEnd(10))}  ${wrapped(visible(text), WIDTH - 12, 12)}`;
  const lines = [recipe === null ? null : row('recipe', recipe)];
  if (preview !== null) {
    const seen = preview.whole ? counted(preview.rows, 'row') : `${counted(preview.rows, 'row')} in the first MiB${preview.files.length > 1 ? ' of each file' : ''}`;
    const ways = new Map(preview.looks.map((look, place) => [writtenAs(look), preview.files[place] ?? '']));
    lines.push(...[...ways].map(([way, file]) => row('written as', ways.size === 1 ? way : `${file}: ${way}`)), row('columns', `${preview.columns.length}, of ${seen}`), '');
    const wide = Math.min(NAME, Math.max(...preview.columns.map(({ name }) => visible(name).length)));
    lines.push(...preview.columns.map((column) => `  ${visible(column.name).padEnd(wide)}  ${aboutColumn(column, preview.whole)}`));
    lines.push('', paint('dim', 'Nothing of this is written: `make data` decides from all bytes how a file is read.'));
  }
  const said = [...notes, ...(preview === null ? told : [])].map((note) => `${paint('yellow', 'note:')} ${wrapped(visible(note), WIDTH - 6, 6)}`);
  return `${[...lines.filter((line) => line !== null), ...said].join('\n')}\n`;
}
