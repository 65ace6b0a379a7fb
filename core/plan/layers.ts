// Which folder of templates/ joins a project, and when: the one table of conditions.
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ProjectSpec } from '../spec/spec.ts';
import type { Owner } from './plan.ts';

export interface Layer {
  readonly folder: string; // inside templates/
  readonly owner: Owner;
  readonly why: string;
}

const always = true;

/** The layers of a project; no path is claimed by two of them. */
export function layersOf(spec: ProjectSpec, catalogue: Catalogue): readonly Layer[] {
  const { task, framework, recipe, model } = spec;
  const readers = catalogue.datasets.find(({ key }) => key === recipe)?.readers ?? [];
  const networks = catalogue.frameworks.find(({ key }) => key === framework)?.networks ?? false;
  const table: readonly (readonly [boolean, string, Owner, string])[] = [
    [always, 'base', 'seeded', 'every repository has it'],
    [always, 'package', 'managed', 'part of the package that every project has'],
    [always, `tasks/${task}`, 'managed', `the task is ${task}`],
    [always, `frameworks/${framework}`, 'managed', `the framework is ${framework}`],
    [networks, 'networks', 'managed', 'what the frameworks of neural networks share'],
    ...catalogue.tools.map(({ key }) => [always, `tools/${key}`, 'managed', `make ${key}`] as const),
    [always, `datasets/${recipe}`, 'seeded', `the data are read by the recipe ${recipe}`],
    ...readers.map((reader) => [always, `readers/${reader}`, 'managed', `the recipe ${recipe} reads with it`] as const),
    [always, `models/${model}`, 'seeded', `the model is ${model}`],
    [always, `models/${model}/${framework}`, 'seeded', `the model ${model} in ${framework}`],
    [spec.ci === 'github', 'ci/github', 'managed', 'continuous integration on GitHub'],
    [spec.ci === 'gitlab', 'ci/gitlab', 'managed', 'continuous integration on GitLab'],
    [spec.docker, 'containers', 'managed', 'a container image'],
    [spec.conda, 'conda', 'managed', 'a conda environment'],
    [spec.docs, 'docs', 'seeded', 'the documentation'],
    [spec.notebooks, 'notebooks', 'seeded', 'the notebooks'],
  ];
  return table.filter(([wanted]) => wanted).map(([, folder, owner, why]) => ({ folder, owner, why }));
}

/** Folders of templates/ to read for this project. The licence texts come from elsewhere: the build makes them. */
export function layerFolders(spec: ProjectSpec, catalogue: Catalogue): string[] {
  return layersOf(spec, catalogue).map(({ folder }) => folder);
}

/** Path inside the layer for one path inside templates/; null for what belongs elsewhere: another layer, or the build's own records. */
export function insideLayer(layer: Layer, path: string): string | null {
  if (!path.startsWith(`${layer.folder}/`)) return null;
  const inside = path.slice(layer.folder.length + 1);
  const [kind, , framework] = layer.folder.split('/');
  const catalogued = ['package', 'datasets', 'models', 'frameworks', 'tasks', 'networks', 'tools'].includes(kind ?? '');
  if (catalogued && !inside.includes('/')) return null; // <kind>.yml, settings.yml, record.json, published.json, card.md
  // Beside its frameworks' folders a model has what all of them share.
  if (kind === 'models' && framework === undefined && !/^(src|tests)\//.test(inside)) return null;
  return inside;
}

/** Files that belong to another than their layer: settings that people add to, and the one runner. */
const owners: Readonly<Record<string, Owner>> = {
  '.gitignore': 'shared',
  '.pre-commit-config.yaml': 'shared',
  'pyproject.toml': 'shared',
  Makefile: 'managed',
};

export const ownerOf = (layer: Layer, target: string): Owner => owners[target] ?? layer.owner;
