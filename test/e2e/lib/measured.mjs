// What a command takes besides time: its peak memory; and several commands at a time.
const WRAP = `
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024), file=file)
sys.exit(status if status >= 0 else 128 - status)
`;

/** Words to put before a command so that its peak resident memory in bytes is written into `file`. */
export const peakInto = (file) => ['python3', '-c', WRAP, file];

/** `work` on each of the list, so many at a time, in the order of the list. */
export async function several(list, workers, work) {
  const waiting = list.map((one, index) => [one, index]);
  const results = [];
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[1]] = await work(next[0]);
  }));
  return results;
}
