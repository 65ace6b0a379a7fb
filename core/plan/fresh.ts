// The plan for a new folder: the layers of templates/, the notebooks and the records, as drafts. Touches nothing.
import { basename } from 'node:path/posix';
import type { Catalogue, FrameworkEntry } from '../catalogue/catalogue.ts';
import type { ProjectSpec } from '../spec/spec.ts';
import { insideLayer, layersOf, ownerOf, type Layer } from './layers.ts';
import { LOCAL, localFile } from './local.ts';
import { notebookOf } from './notebooks.ts';
import { notesOf } from './notes.ts';
import type { FileDraft, TemplateSet } from './plan.ts';
import { named, withPackage } from './python.ts';
import { merge } from './records/configs.ts';
import { modelCardHeader, planRecords } from './records/index.ts';
import type { Parts } from './records/work.ts';
import { render, type Fields } from './render.ts';
import { viewOf } from './view.ts';

export function planFresh(spec: ProjectSpec, catalogue: Catalogue, templates: TemplateSet): { drafts: FileDraft[]; notes: string[] } {
  const parts = partsOf(spec, catalogue);
  const files = layersOf(spec, catalogue).flatMap((layer) => filesOf(layer, spec, templates));
  const modules = files.map(({ target }) => target).filter((target) => target.startsWith(`src/${spec.package}/`) && !target.endsWith('__.py'));
  const within = `src/${spec.package}/`;
  const reading = files.filter(({ layer, target }) => /^(?:datasets|readers)\//.test(layer.folder) && modules.includes(target)).map(({ target }) => target.slice(within.length)).filter((target) => target !== 'sample.py');
  const fields = viewOf(spec, parts, modelCardHeader(spec, parts), { all: modules.sort(), reading: reading.sort() });
  const texts = files.map((file) => draftOf(file, spec, fields));
  const drafts = [...texts, ...planRecords(spec, parts, texts, templates), ...placesOf(spec)];
  refuseTwice(drafts);
  return { drafts, notes: notesOf(spec, parts) };
}

/** Beside the records: neither the crate nor .fair-ai.yml, which are committed, speaks of it. */
function placesOf({ datasets }: ProjectSpec): readonly FileDraft[] {
  const text = localFile(datasets);
  return text === null ? [] : [{ path: LOCAL, text, owner: 'managed', why: 'where the data lie on this computer; git leaves it out' }];
}

/** The catalogue entries that a spec names; it was checked before, so a missing one is a bug. */
export function partsOf(spec: ProjectSpec, catalogue: Catalogue): Parts {
  const find = <Entry extends { readonly key: string }>(entries: readonly Entry[], key: string): Entry => {
    const entry = entries.find((candidate) => candidate.key === key);
    if (entry === undefined) throw new Error(`the catalogue has no '${key}'`);
    return entry;
  };
  return {
    dataset: find(catalogue.datasets, spec.recipe),
    model: find(catalogue.models, spec.model),
    framework: withNetworks(find(catalogue.frameworks, spec.framework), catalogue),
    task: find(catalogue.tasks, spec.task),
    tools: catalogue.tools,
    settings: catalogue.settings,
  };
}

/** A framework of neural networks with what all of them need; its own settings win. */
function withNetworks(framework: FrameworkEntry, { networks }: Catalogue): FrameworkEntry {
  if (framework.networks !== true) return framework;
  return {
    ...framework,
    dependencies: [...framework.dependencies, ...networks.dependencies],
    conda: [...framework.conda, ...networks.conda],
    extras: { ...networks.extras, ...framework.extras },
    settings: { ...networks.settings, ...framework.settings },
    rules: [...networks.rules, ...(framework.rules ?? [])],
    baseline: merge([networks.baseline, framework.baseline]),
    smoke: merge([networks.smoke, framework.smoke]),
  };
}

interface Source {
  readonly layer: Layer;
  readonly path: string; // inside templates/
  readonly source: string; // its text
  readonly target: string; // inside the repository
}

function filesOf(layer: Layer, spec: ProjectSpec, templates: TemplateSet): readonly Source[] {
  return [...templates].flatMap(([path, source]) => {
    const inside = insideLayer(layer, path);
    return inside === null ? [] : [{ layer, path, source, target: targetOf(layer, inside, spec) }];
  });
}

function targetOf(layer: Layer, inside: string, spec: ProjectSpec): string {
  // 1.0-explore-data.py → notebooks/1.0-<initials>-explore-data.ipynb
  const notebook = layer.folder === 'notebooks' ? /^([\d.]+)-([\w-]+)\.py$/.exec(inside) : null;
  if (notebook !== null) return `notebooks/${notebook[1]}-${spec.initials}-${notebook[2]}.ipynb`;
  return named(inside.replace(/\.ejs$/, ''), spec.package);
}

function draftOf(file: Source, spec: ProjectSpec, fields: Fields): FileDraft {
  const { layer, target } = file;
  return { path: target, text: textOf(file, spec, fields), owner: ownerOf(layer, target), why: layer.why };
}

function textOf({ path, source, target }: Source, spec: ProjectSpec, fields: Fields): string {
  if (path.endsWith('.ejs')) return render(path, source, fields);
  if (target.endsWith('.ipynb')) return notebookOf(basename(path, '.py'), withPackage(source, spec.package));
  return path.endsWith('.py') ? withPackage(source, spec.package) : source;
}

function refuseTwice(drafts: readonly FileDraft[]): void {
  const seen = new Set<string>();
  for (const { path } of drafts) {
    if (seen.has(path)) throw new Error(`two parts of the plan claim ${path}`);
    seen.add(path);
  }
}
