// A dataset as the user named it → its record: the references' forms, the archives' knowledge and the hand on the network put together.
import { goneOr } from '../../core/archives/gone.ts';
import { parseReference, resolveReference, type Answer, type Reference } from '../../core/archives/index.ts';
import type { Asking } from '../../core/archives/archive.ts';
import { recognised } from '../../core/archives/known.ts';
import { selectFiles } from '../../core/spec/selection.ts';
import type { Catalogue } from '../../core/catalogue/catalogue.ts';
import type { DatasetRecord } from '../../core/spec/dataset.ts';
import { createHand, type Fetch, type Hand } from './fetch.ts';
import { resolveLocal } from './local.ts';

export interface ResolveOptions {
  readonly mirror: string | null;
  readonly offline: boolean;
  readonly listed?: boolean; // see Context
  readonly files: string | null; // glob
  readonly cwd: string; // local paths are relative to it
  readonly catalogue: Pick<Catalogue, 'datasets'>;
  readonly now: Date;
  readonly fetch?: Fetch;
}

export async function resolveDataset(text: string, options: ResolveOptions): Promise<DatasetRecord> {
  const { datasets } = options.catalogue;
  const reference = parseReference(text, datasets.map(({ key }) => key));
  const record = reference.kind === 'path' ? await local(reference, options) : await remote(reference, options);
  const entry = datasets.find(({ key }) => key === record.key);
  const formats = datasets.filter(({ generic }) => generic).flatMap(one => one.formats);
  return selectFiles(record, options.files, entry?.files ?? null, formats);
}

async function local({ path }: Extract<Reference, { kind: 'path' }>, { cwd, now, catalogue: { datasets } }: ResolveOptions): Promise<DatasetRecord> {
  return recognised(await resolveLocal(path, { cwd, now, keys: datasets.map(({ key }) => key) }), datasets);
}

async function remote(reference: Reference, { catalogue, now, offline, listed = false, mirror, fetch }: ResolveOptions): Promise<DatasetRecord> {
  const resolution = resolveReference(reference, { catalogue, offline, listed, resolvedAt: now.toISOString() });
  return await carriedOut(resolution, createHand({ mirror, ...(fetch === undefined ? {} : { fetch }) }));
}

/** Hands the answers to what asks until it returns, a record as a rule; a refusal after a 404 or 410 says so (GoneError). */
export async function carriedOut<T>(resolution: Asking<T>, hand: Hand): Promise<T> {
  let answers: readonly Answer[] = [];
  try {
    let step = resolution.next();
    while (step.done !== true) {
      answers = await hand(step.value);
      step = resolution.next(answers);
    }
    return step.value;
  } catch (error) {
    throw goneOr(error, answers);
  }
}
