// The plan of an update: the project planned with the old data against the project planned with the new data, and both against the disk. Touches nothing.
import type { OnDisk } from './compare.ts';
import { LOCAL } from './local.ts';
import type { FileDraft } from './plan.ts';
import { blobId } from './records/answers.ts';
import { lineDifference } from './update-lines.ts';
import { ANSWERS, LOCK, MANIFEST, type Written } from './update-project.ts';
import { dressed, undressed } from './update-sections.ts';

/** create: `before` is null; remove: `text` is null. `before` is what stands there now, to the letter. */
export interface Placing {
  readonly path: string;
  readonly before: string | null;
  readonly text: string | null;
}

export interface UpdateConflict {
  readonly path: string;
  readonly why: string;
  readonly remedy: string;
  readonly lines: readonly string[];
}

export interface UpdatePlan {
  readonly placings: readonly Placing[];
  readonly conflicts: readonly UpdateConflict[];
  readonly files: ReadonlyMap<string, Written>; // for .fair-ai.yml: what was written of each file
}

export interface Versions {
  readonly before: readonly FileDraft[]; // planned with the old records
  readonly after: readonly FileDraft[]; // planned with the new ones
  readonly onDisk: OnDisk;
  readonly written: ReadonlyMap<string, Written>;
}

/** Written by their own rules: no person's edit is lost in them, or they are nobody's to edit. */
const apart = [ANSWERS, MANIFEST, LOCK, LOCAL];
/** Pure records that programs complete: made anew whenever they change, whatever stands there. */
const regenerated = ['data/croissant.json'];

export function planUpdate({ before, after, onDisk, written }: Versions): UpdatePlan {
  const [old, now] = [byPath(before), byPath(after)];
  const placings: Placing[] = [];
  const conflicts: UpdateConflict[] = [];
  const files = new Map(written);
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [from, to] = [old.get(path), now.get(path)];
    if (apart.includes(path) || from?.text === to?.text) continue;
    const there = onDisk.get(path);
    if (there === undefined && from !== undefined) continue; // a person took the file away: it stays away
    const outcome = placed(path, from?.text ?? null, to?.text ?? null, there, written.get(path)?.blob ?? null);
    if ('why' in outcome) conflicts.push(outcome);
    else {
      if (outcome.before !== outcome.text) placings.push(outcome);
      if (to === undefined) files.delete(path);
      else files.set(path, { owner: to.owner, blob: blobId(to.text) });
    }
  }
  return { placings, conflicts, files };
}

const byPath = (drafts: readonly FileDraft[]): ReadonlyMap<string, FileDraft> => new Map(drafts.map((draft) => [draft.path, draft]));

function placed(path: string, from: string | null, to: string | null, there: string | null | undefined, blob: string | null): Placing | UpdateConflict {
  if (there === undefined) return { path, before: null, text: to };
  if (there === null) return { path, why: 'a directory, a link or an unreadable file stands there', remedy: 'Move it away, and make the change by hand.', lines: lineDifference(from ?? '', to ?? '') };
  const disk = there.replaceAll('\r\n', '\n');
  const ends = (text: string): string => (disk === there ? text : text.replaceAll('\n', '\r\n'));
  if (from === null) return disk === to ? { path, before: there, text: there } : { path, why: 'a file of yours has this name', remedy: `Rename yours; the new one has the ${counted(to)} below.`, lines: lineDifference('', to ?? '') };
  const plain = undressed(path, from, disk);
  const ours = regenerated.includes(path) || plain === from || blobId(plain) === blob;
  if (ours) return { path, before: there, text: to === null ? null : ends(dressed(path, from, disk, to)) };
  if (to !== null && plain === to) return { path, before: there, text: there };
  return to === null
    ? { path, why: 'edited by hand, and no longer part of the project', remedy: 'Remove it, or keep it as your own.', lines: [] }
    : { path, why: 'edited by hand', remedy: 'Make the change below by hand, where it still applies.', lines: lineDifference(from, to) };
}

const counted = (text: string | null): string => `${(text ?? '').split('\n').length - 1} lines`;
