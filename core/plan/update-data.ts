// From what came of looking every dataset up again to the project as it shall be: records, answers, and the two plans that are held against each other.
import type { Catalogue } from '../catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import type { DatasetRecord } from '../spec/dataset.ts';
import { sameDoi } from '../spec/identifiers.ts';
import type { Answers, ProjectSpec } from '../spec/spec.ts';
import { projectOf, withoutGuesses, type Made } from './update-answers.ts';
import { compareDataset, type Again, type Difference } from './update-difference.ts';
import type { Manifest, OurProject } from './update-project.ts';

export interface Looked {
  readonly project: OurProject;
  readonly manifest: Manifest;
  readonly again: readonly Again[]; // in the manifest's order
  readonly files: string | null; // --files
  readonly slug: string;
  readonly catalogue: Catalogue;
  readonly moment: string; // ISO 8601, when it was looked up
}

export interface Updated {
  readonly differences: readonly Difference[];
  readonly records: readonly DatasetRecord[];
  readonly before: ProjectSpec;
  readonly after: ProjectSpec;
  readonly notes: readonly string[];
}

/** Which dataset of the manifest a new reference stands for: the one of the same concept, else the first. */
export function placeOf(record: DatasetRecord, datasets: readonly DatasetRecord[]): number {
  return Math.max(0, datasets.findIndex((one) => isRelated(one, record)));
}

/** Versions of one dataset; of local data, which have no other name, those of the same file name. */
function isRelated(a: DatasetRecord, b: DatasetRecord): boolean {
  const dois = ({ doi, conceptDoi }: DatasetRecord): readonly (string | null)[] => [doi, conceptDoi];
  return dois(a).some((one) => dois(b).some((other) => sameDoi(one, other))) || (a.key !== null && a.key === b.key) || (a.archive === 'local' && b.archive === 'local' && a.title === b.title);
}

export function updatedProject({ project, manifest, again, files, slug, catalogue, moment }: Looked): Updated {
  const made: Made = { slug, today: project.created, tool: project.tool, catalogue };
  const { datasets } = manifest;
  const before = projectOf(project.answers, datasets, made).spec;
  const [first] = again;
  const other = first?.kind === 'found' && (datasets[0].status === 'unresolved' && first.record.status !== 'unresolved' || !isRelated(datasets[0], first.record));
  const known = other ? withoutGuesses(project.answers, datasets, made) : project.answers;
  const requested = again.map((one, index) => (one.kind === 'found' ? one.record.requested : (datasets[index]?.requested ?? '')));
  const answers: Answers = { ...known, datasets: requested, ...(files !== null && { files }) };
  const found = again.map((one, index) => (one.kind === 'found' ? one.record : datasets[index])).filter((one) => one !== undefined);
  const { spec, notes } = fitting(() => projectOf(answers, found, made), datasets[0]);
  // The selection that the recipe makes of the first dataset holds for its new files.
  const compared = datasets.map((old, index) => {
    const one = again[index] ?? { kind: 'left' };
    return compareDataset(old, one.kind === 'found' ? { ...one, record: spec.datasets[index] ?? one.record } : one, moment);
  });
  const records = compared.map(({ record }) => record);
  return { differences: compared.map(({ difference }) => difference), records, before: { ...before, datasets }, after: { ...spec, datasets: records }, notes };
}

/** New data that this project cannot read are refused in the words of this command. */
function fitting<T>(plan: () => T, old: DatasetRecord): T {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const keep = old.doi === null ? '' : ` or keep the version that you have with --dataset ${old.doi},`;
    throw new UserError(`What the archive has now does not fit this project. ${error.message}`, `Choose other files with --files,${keep} or make a new project for the new data.`);
  }
}
