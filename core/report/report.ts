// What a run did, as one value: printed for people by text.ts, and as it stands for machines (docs/schemas/report.schema.json).
import type { Plan } from '../plan/plan.ts';
import type { ProjectSpec } from '../spec/spec.ts';

export interface Report {
  readonly format: 'fair-ai/report@1';
  readonly command: 'new';
  readonly version: string;
  readonly directory: string; // as typed
  readonly project: Pick<ProjectSpec, 'title' | 'slug' | 'package' | 'recipe' | 'task' | 'model' | 'framework' | 'licence'> & { readonly datasets: readonly string[] };
  readonly created: readonly string[];
  readonly kept: readonly string[]; // were there already, the same
  readonly conflicts: readonly string[]; // are there, different: left as they are
  readonly notes: readonly string[];
  readonly git: string | null; // what became of the git repository; null: none was wanted
  readonly download: { readonly files: number; readonly bytes: number; readonly unknown: number }; // what make data will fetch
  readonly next: readonly string[]; // commands
  readonly replay: string;
}

/** What the next steps depend on. */
export interface Tools {
  readonly make: boolean;
  readonly windows: boolean;
}

export function reportOf(spec: ProjectSpec, directory: string, plan: Plan, git: string | null, next: readonly string[], replay: string): Report {
  const paths = (kind: Plan['changes'][number]['kind']): readonly string[] => plan.changes.filter((change) => change.kind === kind).map(({ path }) => path);
  const { title, slug, package: name, recipe, task, model, framework, licence } = spec;
  return {
    format: 'fair-ai/report@1',
    command: 'new',
    version: spec.tool.version,
    directory,
    project: { title, slug, package: name, recipe, task, model, framework, licence, datasets: spec.datasets.map(({ requested }) => requested) },
    created: paths('create'),
    kept: paths('keep'),
    conflicts: paths('conflict'),
    notes: plan.notes,
    git,
    download: downloadOf(spec),
    next,
    replay,
  };
}

function downloadOf(spec: ProjectSpec): Report['download'] {
  const files = spec.datasets.flatMap((record) => record.files.filter(({ selected }) => selected));
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + (size ?? 0), 0), unknown: files.filter(({ size }) => size === null).length };
}

/** A plan for machines (docs/schemas/plan.schema.json): the texts stay out, their sizes say how much is meant. */
export function planForMachines(plan: Plan, directory: string, version: string) {
  const changes = plan.changes.map(({ kind, path, owner, why, text }) => ({ kind, path, owner, why, bytes: new TextEncoder().encode(text).length }));
  return { format: 'fair-ai/plan@1', version, directory, changes, notes: plan.notes };
}
