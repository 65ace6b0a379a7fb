// Drafts against what is on disk: what would be created, what is already so, and what is in the way.
import type { Change, FileDraft, Plan } from './plan.ts';

/** What stands at a draft's path: its text, or null for something that is no readable file of its own (a directory, a link, a file as parent). */
export type OnDisk = ReadonlyMap<string, string | null>;

export function comparePlan(drafts: readonly FileDraft[], onDisk: OnDisk, notes: readonly string[]): Plan {
  const changes = drafts.map((draft): Change => {
    const there = onDisk.get(draft.path);
    const kind = there === undefined ? 'create' : there === draft.text ? 'keep' : 'conflict';
    return { kind, ...draft };
  });
  return { changes: changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)), notes };
}
