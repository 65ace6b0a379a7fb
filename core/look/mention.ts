// Whether a word stands in a text at all: what can be said of a table whose form is not sure.

const LINES = 60; // whose cells may be names

/** Header lines may be joined and equal names numbered, so each word counts by itself, and numbers do not. */
export function mayBeIn(name: string, bytes: Uint8Array): boolean {
  const bare = readable(bytes).replaceAll('"', '');
  return /^column \d+$/.test(name) || name.replaceAll('"', '').split(/\s+/).every((word) => /^\d+$/.test(word) || bare.includes(word));
}

/** Cells of the first lines that are no numbers. */
export const wordsOf = (bytes: Uint8Array): readonly string[] =>
  readable(bytes).split(/\r?\n|\r/, LINES).flatMap((line) => line.split(/[,;\t|]/, 5000)).map((cell) => cell.trim().replace(/^["']|["']$/g, '')).filter((cell) => cell !== '' && cell.length < 100 && Number.isNaN(Number(cell)));

/** By its mark, else UTF-16 where every other byte is 0, else UTF-8, else the code page of Western Windows. */
function readable(bytes: Uint8Array): string {
  const zeros = [0, 1].map((odd) => bytes.filter((byte, place) => byte === 0 && place % 2 === odd).length / (bytes.length / 2 || 1));
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (zeros[1] ?? 0) > 0.4 ? 'utf-16le' : (bytes[0] === 0xfe && bytes[1] === 0xff) || (zeros[0] ?? 0) > 0.4 ? 'utf-16be' : null;
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }); // the last sign may be cut
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
