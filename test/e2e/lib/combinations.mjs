// Every combination of dataset, task, model, framework and option that can be chosen, read off the program's own lists.
import fs from 'node:fs';
import path from 'node:path';
import { commonPython } from './python.mjs';
import { created, good } from './shell.mjs';
import { PROGRAM, folder, once } from './work.mjs';

/** A table and a tree of our own, for the recipes that read anything. */
const WRITE = `
import json, pickle
import arff, h5py, numpy as np, pyarrow as pa, pyarrow.parquet, uproot
random = np.random.default_rng(1)
a, b = random.normal(size=(2, 400))
y, kind = a + 2 * b + 0.1 * random.normal(size=400), (a > b).astype("int32")
np.savetxt("events.csv", np.column_stack([a, b, y, kind]), delimiter=",", header="a,b,y,kind", comments="", fmt="%.6g")
with uproot.recreate("events.root") as file:
    file.mktree("events", {"a": "f8", "b": "f8", "y": "f8", "kind": "i4"}).extend({"a": a, "b": b, "y": y, "kind": kind})
columns = {"a": a, "b": b, "y": y, "kind": kind}
with open("events.jsonl", "w") as file:
    file.writelines(json.dumps(dict(zip(columns, row))) + "\\n" for row in zip(*(one.tolist() for one in columns.values())))
with open("events.arff", "w") as file:
    arff.dump({"relation": "events", "attributes": [(name, "REAL") for name in columns], "data": np.column_stack(list(columns.values())).tolist()}, file)
pyarrow.parquet.write_table(pa.table(columns), "events.parquet")
with h5py.File("events.h5", "w") as file:
    file.update(columns)
np.savez("events.npz", **columns)
with open("events.pkl", "wb") as file:
    pickle.dump(columns, file)
with open("events.unknown", "wb") as file:  # of a program that no recipe knows
    file.write(bytes(range(256)))
`;
export const ownData = once(async () => {
  const at = folder('own-data');
  await good(await commonPython(), ['-c', WRITE], { cwd: at });
  return at;
});

/** The program's own list, for machines; another build's where one is given. */
export async function listed(kind, program = PROGRAM) {
  const { stdout } = await good(process.execPath, [program, 'list', kind, '--json']);
  return JSON.parse(stdout).items;
}

/** Whether it reads a format, not one dataset. */
const isFormat = ({ details }) => details.kind === 'format';

/** Words that choose a dataset by its key; the recipe of a format reads a file of ours. */
async function datasetWords(dataset, task) {
  const { key, details } = dataset;
  if (!isFormat(dataset)) return ['--dataset', key];
  const file = path.join(await ownData(), `events.${details.formats[0] ?? 'unknown'}`);
  return ['--dataset', file, '--recipe', key, '--target', task === 'classification' ? 'kind' : 'y'];
}

/** The first form of the dataset that the model takes. */
const formOf = (dataset, model) => dataset.details.inputs.find((form) => model.details.inputs.includes(form));

/** [{ name, dataset, alike, form, task, model, framework, words }]; `alike` are recipes of a format that share all but the reader with table. */
export async function choices(program) {
  const [datasets, models] = [await listed('datasets', program), await listed('models', program)];
  const all = datasets.flatMap((dataset) => dataset.details.tasks.flatMap((task) => models
    .filter((model) => formOf(dataset, model) && model.details.tasks.includes(task))
    .flatMap((model) => model.details.frameworks.map((framework) => ({ dataset, form: formOf(dataset, model), task, model: model.key, framework })))));
  return Promise.all(all.map(async ({ dataset, form, task, model, framework }) => ({
    name: [dataset.key, task, model, framework].join('-'), dataset: dataset.key, alike: isFormat(dataset) && !['table', 'root'].includes(dataset.key), form, task, model, framework,
    words: [...await datasetWords(dataset, task), '--task', task, '--model', model, '--framework', framework],
  })));
}

/** What does not go with each model, and why: a line for each model and reason. */
export async function exclusions(program) {
  const [datasets, models, frameworks] = [await listed('datasets', program), await listed('models', program), await listed('frameworks', program)];
  return models.flatMap((model) => {
    const { inputs, tasks } = model.details;
    const others = datasets.filter((dataset) => !formOf(dataset, model));
    const idle = datasets.filter((dataset) => formOf(dataset, model) && !dataset.details.tasks.some((task) => tasks.includes(task)));
    const unwritten = frameworks.filter(({ key }) => !model.details.frameworks.includes(key));
    const row = (entries, why) => (entries.length === 0 ? [] : [`${model.key}: not with ${entries.map(({ key }) => key).join(', ')} (${why})`]);
    return [...row(others, `takes ${inputs.join(', ')}`), ...row(idle, `serves ${tasks.join(', ')}`), ...row(unwritten, 'not written in it')];
  });
}

export const OPTIONS = [
  ['plain'], ['no-docker', '--no-docker'], ['no-conda', '--no-conda'], ['no-notebooks', '--no-notebooks'], ['no-docs', '--no-docs'],
  ['no-git', '--no-git'], ['gitlab', '--ci', 'gitlab'], ['no-ci', '--ci', 'none'],
  ['bare', '--no-docker', '--no-conda', '--no-notebooks', '--no-docs', '--no-git', '--ci', 'none'],
];

export const licences = async () => (await listed('licenses')).map(({ key }) => key);

/** Few choices, taken greedily, in which every dataset, task, model and framework occurs. */
export function covering(all) {
  const values = ({ dataset, task, model, framework }) => [dataset, `task ${task}`, `model ${model}`, `framework ${framework}`];
  const wanted = new Set(all.flatMap(values));
  const gain = (one) => values(one).filter((value) => wanted.has(value)).length;
  const taken = [];
  while (wanted.size > 0) {
    const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    values(best).forEach((value) => wanted.delete(value));
    taken.push(best);
  }
  return taken;
}

/** Of the choices that differ by the task alone one, in turn. */
export function onceEach(all) {
  const groups = new Map();
  for (const one of all) {
    const key = [one.dataset, one.model, one.framework].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((tasks, at) => tasks[at % tasks.length]);
}

/** Makes home/NAME/project for each { name, words }, a few at a time; equal names inside let equal files be equal. */
export async function makeAll(home, wanted, words, workers = 3) {
  const left = [...wanted];
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const cwd = path.join(home, one.name);
      fs.mkdirSync(cwd);
      await created(['project', '--yes', '--offline', ...words, ...one.words], { cwd });
    }
  }));
}
