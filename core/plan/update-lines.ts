// Which lines one text has and the other has not, so that a person can make the change by hand.

const MOST = 2000; // lines of each side that are compared one by one

/** Lines to take out ("- …") and to put in ("+ …"), in order, without what stays. */
export function lineDifference(from: string, to: string): readonly string[] {
  let [old, now] = [from.split('\n'), to.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  [old, now] = [old.slice(start), now.slice(start)];
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) [old, now] = [old.slice(0, -1), now.slice(0, -1)];
  if (old.length > MOST || now.length > MOST) return [...old.map((line) => `- ${line}`), ...now.map((line) => `+ ${line}`)];
  return walked(old, now, longest(old, now));
}

/** lengths[i][j]: lines in common of old from i and now from j. */
function longest(old: readonly string[], now: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const [row, below] = [lengths[i], lengths[i + 1]];
      if (row === undefined || below === undefined) continue;
      row[j] = old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function walked(old: readonly string[], now: readonly string[], lengths: readonly Uint16Array[]): readonly string[] {
  const found: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) [i, j] = [i + 1, j + 1];
    else if (j >= now.length || (i < old.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) found.push(`- ${old[i++] ?? ''}`);
    else found.push(`+ ${now[j++] ?? ''}`);
  }
  return found;
}
