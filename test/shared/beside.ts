// What lies beside the checkout in ../shared: recorded answers of the archives, and the double that serves them. Tests that need it stand in this folder.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const shared = path.resolve(import.meta.dirname, '../../../shared');

/** One recorded answer, as it came. */
export const recording = (name: string): string => fs.readFileSync(path.join(shared, 'fixtures', name), 'utf8');

export interface Double {
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly host: string; readonly path: string; readonly agent: string }[];
  readonly close: () => Promise<void>;
}

/** The archives' double on loopback, with these faults. */
export const startDouble = async (faults: readonly string[] = []): Promise<Double> =>
  (await import(pathToFileURL(path.join(shared, 'tools/archive-mirror.mjs')).href)).startMirror({ faults });
