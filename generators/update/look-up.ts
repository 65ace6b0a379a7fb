// Every dataset of a project looked up again, by the code that looked it up the first time.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoneError } from '../../core/archives/gone.ts';
import { NetworkError, UserError } from '../../core/errors.ts';
import { placeOf } from '../../core/plan/update-data.ts';
import type { Again, Release } from '../../core/plan/update-difference.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { sameDoi } from '../../core/spec/identifiers.ts';
import type { resolveDataset, ResolveOptions } from '../_shell/resolve-dataset.ts';

export interface Asked {
  readonly datasets: readonly DatasetRecord[]; // of the manifest
  readonly replacement: string | null; // --dataset
  readonly files: string | null; // --files, of the first dataset
  readonly glob: string | null; // the recorded one
  readonly options: Omit<ResolveOptions, 'files' | 'offline'>;
  readonly lookUp: typeof resolveDataset;
  readonly say: (line: string) => void;
}

/** Nothing is written before all of them are known: a network that fails changes nothing. */
export async function lookUpAgain(asked: Asked): Promise<readonly Again[]> {
  const { datasets, replacement } = asked;
  const found: Again[] = [];
  try {
    const replaced = replacement === null ? null : await oneOf(replacement, asked, 0);
    const place = replaced === null ? null : placeOf(replaced, datasets);
    for (const [index, old] of datasets.entries()) {
      if (replaced !== null && index === place) found.push(await withNewer(index === 0 ? replaced : await oneOf(replaced.requested, asked, index), asked, index));
      else found.push(await again(old, asked, index));
    }
  } catch (error) {
    throw error instanceof NetworkError ? new NetworkError(error.message, withoutOffline(error.remedy)) : error;
  }
  return found;
}

const withoutOffline = (remedy: string): string => `${remedy.replace(/[,;]? or go on without the network: --offline/, '')}. Nothing was written.`;

async function again(old: DatasetRecord, asked: Asked, index: number): Promise<Again> {
  const place = old.archive === 'local' ? placeOnDisk(old, index) : old.requested;
  if (place === null || (old.archive === 'local' && !existsSync(place))) return { kind: 'left' };
  try {
    return await withNewer({ ...(await oneOf(place, asked, index, old.files.length > 0)), requested: old.requested }, asked, index);
  } catch (error) {
    if (error instanceof GoneError && old.status !== 'unresolved') return { kind: 'gone', gone: error.gone };
    throw error;
  }
}

async function oneOf(text: string, { options, files, glob, lookUp, say }: Asked, index: number, listed = false): Promise<DatasetRecord> {
  if (!options.catalogue.datasets.some(({ key }) => key === text)) say(`looking up ${text} …`);
  return await lookUp(text, { ...options, offline: false, listed, files: index === 0 ? (files ?? glob) : null });
}

/** With the newest version, where the record is not it. */
async function withNewer(record: DatasetRecord, asked: Asked, index: number): Promise<Again> {
  return { kind: 'found', record, newer: await newerThan(record, asked), chosen: index === 0 && asked.files !== null };
}

async function newerThan({ isLatest, doi, conceptDoi }: DatasetRecord, { options, lookUp, say }: Asked): Promise<Release | null> {
  if (isLatest !== false || conceptDoi === null || sameDoi(doi, conceptDoi)) return null;
  say(`looking up ${conceptDoi} …`);
  try {
    const newest = await lookUp(conceptDoi, { ...options, offline: false, files: null });
    return sameDoi(newest.doi, doi) ? null : { doi: newest.doi ?? conceptDoi, version: newest.version };
  } catch (error) {
    if (error instanceof UserError) return { doi: conceptDoi, version: null }; // its own command will say why not
    throw error;
  }
}

/** Where the files of a local dataset lie, by the addresses of the manifest: what was typed then was relative to a folder that nobody remembers. */
function placeOnDisk({ files, title }: DatasetRecord, index: number): string | null {
  const [first] = files;
  const address = first?.urls.find((url) => url.startsWith('file://'));
  if (first === undefined || address === undefined) return null;
  const listed = index === 0 ? first.path : first.path.replace(/^dataset-\d+_*\//, ''); // core/spec/apart.ts
  const file = fileURLToPath(address);
  return files.length === 1 && title === listed ? file : path.resolve(file, ...listed.split('/').map(() => '..'));
}
