// The files of steps that must run in one process, one after the other: a file, and those that it takes values from.
import fs from 'node:fs';
import path from 'node:path';

/** Those that use several processors, or take longest, begin; the others are taken beside them. */
const FIRST = ['08-matrix.mjs', '08-validators.mjs', '08-combinations.mjs'];

const imported = (file) => [...fs.readFileSync(file, 'utf8').matchAll(/^import .* from '\.\/([\w-]+\.mjs)'/gm)].map(([, name]) => name);

/** Paths of the files whose steps are wanted, in groups; within a group by name. */
export async function units(folder, filters) {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort();
  const group = new Map(names.map((name) => [name, name]));
  for (const name of names) {
    for (const other of imported(path.join(folder, name))) {
      const [from, to] = [group.get(name), group.get(other)];
      for (const [key, value] of group) if (value === from) group.set(key, to);
    }
  }
  const wanted = [];
  for (const name of names) {
    const { steps } = await import(path.join(folder, name));
    if (filters.length === 0 || steps.some((step) => filters.some((word) => step.name.includes(word)))) wanted.push(name);
  }
  const order = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  wanted.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  return [...new Set(wanted.map((name) => group.get(name)))]
    .map((head) => wanted.filter((name) => group.get(name) === head).map((name) => path.join(folder, name)));
}
