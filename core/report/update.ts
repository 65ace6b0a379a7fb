// What `update --data` found and did, as one value: printed for people by update-text.ts, and as it stands for machines (docs/schemas/update.schema.json).
import type { Difference, Release } from '../plan/update-difference.ts';
import type { Placing, UpdateConflict } from '../plan/update.ts';
import { quote } from './quote.ts';

export interface UpdateReport {
  readonly format: 'fair-ai/update@1';
  readonly command: 'update';
  readonly version: string;
  readonly directory: string; // as typed
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly datasets: readonly (Omit<Difference, 'newer'> & { readonly newer: (Release & { readonly doi: string; readonly command: string }) | null })[];
  readonly written: { readonly created: readonly string[]; readonly replaced: readonly string[]; readonly removed: readonly string[] };
  readonly conflicts: readonly UpdateConflict[];
  readonly unlocked: readonly string[];
  readonly notes: readonly string[];
  readonly next: readonly string[];
}

export interface Found {
  readonly version: string;
  readonly directory: string;
  readonly mirror: string | null; // the flag
  readonly dryRun: boolean;
  readonly differences: readonly Difference[];
  readonly placings: readonly Placing[];
  readonly conflicts: readonly UpdateConflict[];
  readonly unlocked: readonly string[];
  readonly notes: readonly string[];
  readonly trains: boolean; // is a target known
}

export function updateReport(found: Found): UpdateReport {
  const { version, directory, dryRun, differences, placings, conflicts, unlocked, notes } = found;
  const changed = differences.some((one) => one.changed);
  const paths = (fits: (placing: Placing) => boolean): readonly string[] => placings.filter(fits).map(({ path }) => path);
  return {
    format: 'fair-ai/update@1', command: 'update', version, directory, dryRun, changed,
    datasets: differences.map(({ newer, ...one }) => ({ ...one, newer: newer?.doi == null ? null : { doi: newer.doi, version: newer.version, command: moveTo(newer.doi, found) } })),
    written: {
      created: paths(({ before }) => before === null),
      replaced: paths(({ before, text }) => before !== null && text !== null),
      removed: paths(({ text }) => text === null),
    },
    conflicts, unlocked, notes,
    next: changed && !dryRun ? nextAfter(found) : [],
  };
}

/** The command that moves a project to a newer version. */
function moveTo(doi: string, { directory, mirror }: Pick<Found, 'directory' | 'mirror'>): string {
  const words = ['npm', 'init', 'fair-ai', '--', 'update', ...(directory === '.' ? [] : [directory]), '--data', '--dataset', doi];
  return [...words, ...(mirror === null ? [] : ['--mirror', mirror])].map(quote).join(' ');
}

/** Only where bytes changed is there anything to fetch, and then to train again. */
function nextAfter({ directory, differences, trains }: Found): readonly string[] {
  const bytes = differences.some(({ kind, files }) => kind === 'resolved' || files.some(({ selected, change }) => selected && change !== 'address' && change !== 'withdrawn' || change === 'removed' || change === 'selection'));
  if (!bytes) return [];
  return [`${directory === '.' ? '' : `cd ${quote(directory)} && `}make data${trains ? ' train evaluate card' : ''}`];
}
