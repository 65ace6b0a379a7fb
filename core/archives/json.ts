// Reading JSON that somebody else wrote: every look into it answers null or an empty list when the shape differs.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The value at a path of keys and indexes, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** A non-empty string, or a number written as one. */
export function word(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A number of bytes or files. */
export const count = (value: unknown): number | null => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null);

export const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

export const rows = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The values of a map, or of a list. */
export const values = (value: unknown): readonly unknown[] => (isObject(value) ? Object.values(value) : []);

/** Not null, as a filter that TypeScript understands. */
export const isPresent = <T>(value: T | null): value is T => value !== null;
