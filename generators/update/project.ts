// A project of ours on disk: read before an update, and changed by it.
import fs from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '../../core/catalogue/catalogue.ts';
import { UserError } from '../../core/errors.ts';
import { planFresh } from '../../core/plan/fresh.ts';
import { LOCAL, localFile, withPlaces } from '../../core/plan/local.ts';
import { layerFolders } from '../../core/plan/layers.ts';
import { blobId, printProject } from '../../core/plan/records/answers.ts';
import type { Updated } from '../../core/plan/update-data.ts';
import { uncheckable, unlocked } from '../../core/plan/update-difference.ts';
import { loosened, mergedManifest } from '../../core/plan/update-manifest.ts';
import { ANSWERS, LOCK, MANIFEST, readLock, readManifest, readProject, type Manifest, type OurProject } from '../../core/plan/update-project.ts';
import { planUpdate, type Placing, type UpdateConflict } from '../../core/plan/update.ts';
import { slugFor } from '../../core/spec/names.ts';
import type { ProjectSpec } from '../../core/spec/spec.ts';
import { readOnDisk, readTemplates, readText } from '../_shell/disk.ts';

export interface Opened {
  readonly folder: string; // absolute
  readonly project: OurProject;
  readonly manifest: Manifest;
  readonly texts: { readonly answers: string; readonly manifest: string; readonly lock: string | null; readonly local: string | null };
  readonly slug: string;
}

export function openProject(folder: string, directory: string): Opened {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) throw new UserError(`There is no directory '${directory}'.`, 'Name the directory of a project that create-fair-ai made.');
  const missing = [ANSWERS, MANIFEST].filter((name) => !fs.existsSync(path.join(folder, name)));
  if (missing.length > 0) {
    const name = directory === '.' ? 'This directory' : `'${directory}'`;
    throw new UserError(`${name} is no project of create-fair-ai: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not there.`, 'Name the directory of one, or make one: create-fair-ai <dir>.');
  }
  const read = (name: string): string => readText(path.join(folder, name), 'The file');
  const [answers, manifest] = [read(ANSWERS), read(MANIFEST)];
  const project = readProject(answers);
  const [lock, local] = [LOCK, LOCAL].map((name) => (fs.existsSync(path.join(folder, name)) ? read(name) : null));
  const known = readManifest(manifest);
  return { folder, project, manifest: { ...known, datasets: withPlaces(known.datasets, local ?? null) }, texts: { answers, manifest, lock: lock ?? null, local: local ?? null }, slug: slugIn(folder, project) };
}

/** The distribution's name as pyproject.toml says it: .fair-ai.yml does not keep the directory that it came from. */
function slugIn(folder: string, { answers }: OurProject): string {
  const text = readOnDisk(folder, ['pyproject.toml']).get('pyproject.toml') ?? '';
  return /^name = "([a-z0-9-]+)"$/m.exec(text)?.[1] ?? slugFor({ answers, facts: { cwd: '/' } });
}

export interface Changes {
  readonly placings: readonly Placing[];
  readonly conflicts: readonly UpdateConflict[];
  readonly unlocked: readonly string[];
  readonly notes: readonly string[];
}

/** Both plans, and what must happen on disk to get from one to the other. */
export function changesOf({ folder, project, manifest, texts }: Opened, { differences, records, before, after, notes }: Updated, catalogue: Catalogue): Changes {
  if (!differences.some(({ changed }) => changed)) return { placings: [], conflicts: [], unlocked: [], notes: [] };
  const draftsOf = (spec: ProjectSpec) => planFresh(spec, catalogue, readTemplates(layerFolders(spec, catalogue), [spec.licence, 'CC0-1.0'])).drafts;
  const [old, now] = [draftsOf(before), draftsOf(after)];
  const onDisk = readOnDisk(folder, new Set([...old, ...now].map(({ path: name }) => name)));
  const plan = planUpdate({ before: old, after: now, onDisk, written: project.files });
  const textOf = (drafts: typeof old): string => drafts.find(({ path: name }) => name === MANIFEST)?.text ?? '';
  const takes = Object.keys(catalogue.datasets.find(({ key }) => key === after.recipe)?.options ?? {});
  const merged = mergedManifest(manifest, textOf(old), textOf(now), records, takes);
  const written = new Map(plan.files).set(MANIFEST, { owner: 'managed', blob: blobId(merged.text) });
  const files = Object.fromEntries([...written].sort(([a], [b]) => (a < b ? -1 : 1)));
  const locked = texts.lock === null ? null : readLock(texts.lock);
  const gone = unlocked(differences, records).filter((name) => locked?.files.has(name));
  const lock = locked && loosened(locked, gone);
  const own: readonly Placing[] = [
    { path: ANSWERS, before: texts.answers, text: printProject(after.answers, project.created, project.tool, files) },
    { path: MANIFEST, before: texts.manifest, text: merged.text },
    ...(lock === null ? [] : [{ path: LOCK, before: texts.lock, text: lock }]),
    { path: LOCAL, before: texts.local, text: localFile(records) },
  ];
  const placings = [...plan.placings, ...own].filter((one) => one.before !== one.text).sort((a, b) => (a.path < b.path ? -1 : 1));
  const lost = merged.lost.map((key) => `recipe.options.${key} was changed by hand, and the recipe '${after.recipe}' has no such option: it is left out.`);
  const unsure = differences.flatMap(({ files: changed }, index) => uncheckable(changed, records[index]));
  const doubt = unsure.length === 0 ? [] : [`No checksum tells whether these are the same at their new addresses: ${some(unsure)}. Those that you remove from data/raw/ are fetched anew.`];
  return { placings, conflicts: plan.conflicts, unlocked: gone, notes: [...notes, ...lost, ...doubt] };
}

const some = (names: readonly string[]): string => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
