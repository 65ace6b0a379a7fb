// A first portion of a dataset too large to fetch whole without being asked: of one format, the first file of each folder.
import type { DatasetFile } from './dataset.ts';

const inOrder = new Intl.Collator('en', { numeric: true }); // part_2 before part_10

/** "csv.gz" of a path, "" of a name without an ending. */
const ending = (path: string): string => /\.((?:\w{1,8}\.)?(?:gz|bz2|xz|zst|zip)|\w{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
const folder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

export interface Portion {
  readonly paths: ReadonlySet<string>;
  readonly words: string; // "the first .h5 file of each folder"
}

/** The format with the most files, among those that a recipe reads; as many folders as stay below `limit` bytes. Null where nothing smaller can be chosen. */
export function portionOf(files: readonly DatasetFile[], formats: readonly string[], limit: number): Portion | null {
  const groups = new Map<string, DatasetFile[]>();
  for (const file of files.filter(({ availability, size }) => availability === 'online' && size !== null)) {
    const format = ending(file.path);
    groups.set(format, [...(groups.get(format) ?? []), file]);
  }
  const readable = [...groups].filter(([format]) => formats.includes(format));
  const [best] = (readable.length > 0 ? readable : [...groups]).sort(([a, own], [b, other]) => other.length - own.length || inOrder.compare(a, b));
  if (best === undefined) return null;
  const [format, members] = best;
  const paths = new Set<string>();
  const folders = new Set<string>();
  let room = limit;
  for (const { path, size } of [...members].sort((a, b) => inOrder.compare(a.path, b.path))) {
    if (folders.has(folder(path)) || (size ?? 0) > room) continue;
    folders.add(folder(path));
    paths.add(path);
    room -= size ?? 0;
  }
  if (paths.size === 0) return null;
  return { paths, words: `${paths.size === 1 ? 'one' : 'the first'} ${format === '' ? '' : `.${format} `}file${paths.size === 1 ? '' : ' of each folder'}` };
}
