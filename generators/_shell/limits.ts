// Politeness: how many requests may be under way to one host at a time.

const MOST = 4;
const LESS: Readonly<Record<string, number>> = { 'zenodo.org': 2 };

export type Turn = <T>(host: string, work: () => Promise<T>) => Promise<T>;

/** Hands out turns: whoever comes when a host is busy waits for the first who is done. */
export function createTurns(): Turn {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return async (host, work) => {
    const busy = running.get(host) ?? 0;
    if (busy < (LESS[host] ?? MOST)) running.set(host, busy + 1);
    else await new Promise<void>(resolve => waiting.set(host, [...waiting.get(host) ?? [], resolve])); // the turn itself is handed over
    try {
      return await work();
    } finally {
      const [next, ...rest] = waiting.get(host) ?? [];
      waiting.set(host, rest);
      if (next === undefined) running.set(host, (running.get(host) ?? 1) - 1);
      else next();
    }
  };
}
