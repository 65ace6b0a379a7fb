// What `make card` and `make data` write into files of ours: the parts between markers, a key of the model card's header, a key of the FAIR4ML file, rows
// at the end of the data dictionary. They are nobody's edit.
import { isMapping } from '../spec/mapping.ts';
import { printJson } from './records/json.ts';

const MARKERS: Readonly<Record<string, readonly [string, string]>> = {
  'README.md': ['<!-- results:start -->', '<!-- results:end -->'],
  'models/README.md': ['<!-- results:start -->', '<!-- results:end -->'],
  'data/README.md': ['<!-- read:start -->', '<!-- read:end -->'],
  'CITATION.cff': ['# results:start', '# results:end'],
};

const DICTIONARY = 'references/data-dictionary.csv';

/** The file on disk without what the project's own commands wrote into it: as it was planned, unless a person edited it. */
export function undressed(path: string, planned: string, disk: string): string {
  if (path === DICTIONARY) return disk.startsWith(planned) ? planned : disk;
  return carried(path, planned, disk);
}

/** The new plan's text with what the project's own commands wrote into the file on disk, which was planned as `planned`. */
export function dressed(path: string, planned: string, disk: string, text: string): string {
  if (path !== DICTIONARY) return carried(path, disk, text);
  const nameOf = (row: string): string => row.split(',')[0] ?? '';
  const known = new Set(text.split('\n').map(nameOf));
  const rows = disk.startsWith(planned) ? disk.slice(planned.length).split('\n').filter((row) => row !== '' && !known.has(nameOf(row))) : [];
  return `${text}${rows.map((row) => `${row}\n`).join('')}`;
}

/** The text `into`, with what `make card` wrote in `from` in place of its own. */
export function carried(path: string, from: string, into: string): string {
  if (path === 'models/fair4ml.jsonld') return withEvaluations(from, into);
  const markers = MARKERS[path];
  const between = markers === undefined ? into : withSection(markers, from, into);
  return path === 'models/README.md' ? withModelIndex(from, between) : between;
}

function withSection(markers: readonly [string, string], from: string, into: string): string {
  const [inside, place] = [sectionIn(from, markers), sectionIn(into, markers)];
  return inside === null || place === null ? into : `${into.slice(0, place.begin)}${from.slice(inside.begin, inside.end)}${into.slice(place.end)}`;
}

/** What stands between the first two markers, each alone on a line that begins with it: in a title or an indented text they are words. */
function sectionIn(text: string, [start, end]: readonly [string, string]): { readonly begin: number; readonly end: number } | null {
  const opening = new RegExp(`^${start}[ \\t]*\\n`, 'm').exec(text);
  if (opening === null) return null;
  const begin = opening.index + opening[0].length;
  const closing = new RegExp(`^${end}[ \\t]*$`, 'm').exec(text.slice(begin));
  return closing === null ? null : { begin, end: begin + closing.index };
}

const HEADER = /^---\n([^]*?\n)---$/m;
const INDEX = /^model-index:.*\n(?:(?:[ \t]+.*|-(?!--).*|)\n)*/m;

function withModelIndex(from: string, into: string): string {
  const [header, other] = [HEADER.exec(into), HEADER.exec(from)];
  if (header?.index !== 0 || other?.index !== 0) return into;
  const index = INDEX.exec(other[1] ?? '')?.[0] ?? '';
  const made = `---\n${(header[1] ?? '').replace(INDEX, '')}${index}---`;
  return `${made}${into.slice(header[0].length)}`;
}

function withEvaluations(from: string, into: string): string {
  const [theirs, ours] = [objectIn(from), objectIn(into)];
  if (theirs === null || ours === null) return into;
  const { hasEvaluation: _, ...rest } = ours;
  const found = theirs['hasEvaluation'];
  return printJson(found === undefined ? rest : { ...rest, hasEvaluation: found });
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : null;
  } catch {
    return null; // a person broke it: theirs
  }
}
