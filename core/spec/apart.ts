// Where the files of several datasets land: those of the first in data/raw/ itself, those of each other one in a folder of its own.
import type { DatasetRecord } from './dataset.ts';

/** Two datasets may have files of the same name, and neither may overwrite the other's. Records that were told apart before stay as they are. */
export function apart(records: readonly DatasetRecord[]): readonly DatasetRecord[] {
  const [first, ...others] = records;
  if (first === undefined) return [];
  return [first, ...others.map((record, index) => inFolder(record, freeFolder(`dataset-${index + 2}`, first)))];
}

function inFolder(record: DatasetRecord, folder: string): DatasetRecord {
  if (record.files.every(({ path }) => path.startsWith(`${folder}/`))) return record;
  return { ...record, files: record.files.map((file) => ({ ...file, path: `${folder}/${file.path}` })) };
}

/** No file of the first dataset lies in it, on systems that ignore case neither. */
function freeFolder(name: string, first: DatasetRecord): string {
  const taken = first.files.some(({ path }) => path.toLowerCase() === name || path.toLowerCase().startsWith(`${name}/`));
  return taken ? freeFolder(`${name}_`, first) : name;
}
