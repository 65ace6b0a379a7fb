// JSON values, and what is left out of them: a thing that is not known is absent, never an empty string or a placeholder.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The entries that say something: null, undefined, '' and empty lists fall away. */
export function known(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept = Object.entries(entries).filter((entry): entry is [string, Json] => {
    const value = entry[1];
    return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
  return Object.fromEntries(kept);
}

export const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
