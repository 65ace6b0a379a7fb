// A plan says what would be written and why; making one touches nothing, and one small file (generators/_shell/apply.ts) carries it out.

/** managed: ours, refreshed by update. seeded: written once, then the user's. shared: merged by key, the user's words win. */
export type Owner = 'managed' | 'seeded' | 'shared';

export interface Change {
  readonly kind: 'create' | 'merge' | 'keep' | 'conflict';
  readonly path: string; // relative, forward slashes
  readonly text: string;
  readonly owner: Owner;
  readonly why: string;
}

export interface Plan {
  readonly changes: readonly Change[]; // sorted by path
  readonly notes: readonly string[]; // findings a person should read: no author known, data licence missing …
}

/** A file as the planner makes it, before it is compared with what is there. */
export interface FileDraft {
  readonly path: string;
  readonly text: string;
  readonly owner: Owner;
  readonly why: string;
}

/** templates/ as text: path inside templates/ → content. Read by generators/_shell/disk.ts, only for the layers chosen. */
export type TemplateSet = ReadonlyMap<string, string>;
