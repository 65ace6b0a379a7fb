// Compiles the records under templates/ into core/catalogue/table.ts: one typed table, so that a new dataset, model, framework or task
// is a new folder and no other edit. The interfaces of core/catalogue/catalogue.ts then check every record when tsc runs.
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const templates = path.join(root, 'templates');

const read = (...parts) => fs.readFileSync(path.join(templates, ...parts), 'utf8');
const readIf = (otherwise, parser, ...parts) => (fs.existsSync(path.join(templates, ...parts)) ? parser(read(...parts)) : otherwise);
const folders = (kind) =>
  fs.existsSync(path.join(templates, kind))
    ? fs
        .readdirSync(path.join(templates, kind), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.startsWith('_'))
        .map((entry) => entry.name)
        .sort()
    : [];

function record(kind, key) {
  const file = `${kind.slice(0, -1)}.yml`;
  const value = parse(read(kind, key, file), { schema: 'core' });
  if (value?.key !== key) throw new Error(`templates/${kind}/${key}/${file}: key is '${value?.key}', the folder is '${key}'`);
  return value;
}

const text = (value) => value;
const shared = () => parse(read('options.yml'), { schema: 'core' });

/** A dataset names the options that recipes share with its own defaults, and declares the others; where there are several forms, one is chosen. */
function withOptions({ options: named, inputs, ...value }) {
  const known = shared();
  const options = Object.entries(named).map(([name, given]) => {
    if (given?.kind !== undefined) return [name, { default: null, ...given }];
    if (known[name] === undefined) throw new Error(`templates/datasets/${value.key}/dataset.yml: templates/options.yml has no option '${name}', so declare it here: { kind, default, words }`);
    return [name, { ...known[name], default: given }];
  });
  if (named.task !== undefined) options.find(([name]) => name === 'task')[1].choices = value.tasks;
  const form = inputs.length > 1 ? [['input', { ...known.input, choices: inputs, default: inputs[0] }]] : [];
  return { ...value, inputs, options: Object.fromEntries([...options, ...form]) };
}

const tasks = () => folders('tasks').map((key) => record('tasks', key));
const unsupervised = () => tasks().filter((task) => task.unsupervised).map(({ key }) => key);
const withTasks = (value) => ({ ...value, tasks: [...new Set([...value.tasks, ...unsupervised()])] });
const dataset = (key) => ({
  ...withOptions(withTasks(record('datasets', key))),
  published: readIf([], JSON.parse, 'datasets', key, 'published.json'),
  record: readIf(null, JSON.parse, 'datasets', key, 'record.json'),
  card: readIf('', text, 'datasets', key, 'card.md'),
});
const model = (key) => {
  const value = record('models', key);
  const missing = value.frameworks.filter((framework) => !fs.existsSync(path.join(templates, 'models', key, framework)));
  if (missing.length > 0) throw new Error(`templates/models/${key}: no folder for ${missing.join(', ')}`);
  return { ...value, card: readIf('', text, 'models', key, 'card.md') };
};

// A tool that needs nothing has no tool.yml.
const tool = (key) => ({ title: key, dependencies: [], ...(fs.existsSync(path.join(templates, 'tools', key, 'tool.yml')) ? record('tools', key) : { key }) });

/** Writes core/catalogue/table.ts and returns the catalogue. */
export function compileCatalogue() {
  const catalogue = {
    datasets: folders('datasets').map(dataset),
    models: folders('models').map(model),
    frameworks: folders('frameworks').map((key) => record('frameworks', key)),
    tasks: tasks(),
    networks: parse(read('networks', 'networks.yml'), { schema: 'core' }),
    settings: parse(read('package', 'settings.yml'), { schema: 'core' }),
    tools: folders('tools').map(tool),
  };
  const source =
    '// Made by scripts/catalogue.mjs from templates/*/*/*.yml; not committed, not edited.\n' +
    "import type { Catalogue } from './catalogue.ts';\n\n" +
    `export const catalogue: Catalogue = ${JSON.stringify(catalogue, null, 1)};\n`;
  const target = path.join(root, 'core', 'catalogue', 'table.ts');
  if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== source) fs.writeFileSync(target, source);
  return catalogue;
}

if (process.argv[1] === import.meta.filename) compileCatalogue();
