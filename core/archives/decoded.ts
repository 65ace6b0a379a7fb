// A part of an address as its reader means it; a stray "%" stays as it is written.

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
