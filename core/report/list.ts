// `list <kind>`: the catalogue's rows, the same for people and machines (docs/schemas/list.schema.json).
import type { Catalogue, DatasetEntry } from '../catalogue/catalogue.ts';
import { licenceName, licences } from '../spec/licences.ts';
import type { Kind } from '../spec/options.ts';
import { printed } from '../spec/recipe-options.ts';

export interface Listed {
  readonly key: string;
  readonly title: string;
  readonly details: Readonly<Record<string, string | readonly string[] | null>>;
}

export interface List {
  readonly format: 'fair-ai/list@1';
  readonly kind: Kind;
  readonly items: readonly Listed[];
}

/** `recipe` narrows a list of options to those of one recipe. */
export function listOf(kind: Kind, catalogue: Catalogue, recipe: string | null = null): List {
  const rows: Readonly<Record<Kind, () => readonly Listed[]>> = {
    datasets: () =>
      catalogue.datasets.map(({ key, title, tasks, formats, dois, default_model, record, inputs, target, generic }) => ({
        key, title, details: { kind: generic ? 'format' : 'dataset', inputs, tasks, formats, target, default_model, dois, licence: record?.licence?.spdx ?? record?.licence?.name ?? null },
      })),
    models: () => catalogue.models.map(({ key, title, inputs, tasks, frameworks }) => ({ key, title, details: { inputs, tasks, frameworks } })),
    frameworks: () =>
      catalogue.frameworks.map(({ key, title }) => ({ key, title, details: { models: catalogue.models.filter(({ frameworks }) => frameworks.includes(key)).map((model) => model.key) } })),
    options: () => optionsOf(recipe === null ? catalogue.datasets : catalogue.datasets.filter(({ key }) => key === recipe)),
    licenses: () => licences.map((id) => ({ key: id, title: licenceName(id), details: {} })),
  };
  return { format: 'fair-ai/list@1', kind, items: rows[kind]() };
}

/** Options of one name are one, whichever recipe takes it. */
function optionsOf(recipes: readonly DatasetEntry[]): readonly Listed[] {
  const named = recipes.flatMap(({ key, options }) => Object.entries(options).map(([name, option]) => ({ key, name, option })));
  return [...new Set(named.map(({ name }) => name))].sort().map((name) => {
    const alike = named.filter((one) => one.name === name);
    const { option } = alike[0] ?? { option: null };
    const values = [...new Set(alike.flatMap((one) => one.option.choices ?? []))];
    const defaults = [...new Set(alike.map((one) => (one.option.default === null ? null : printed(one.option.default))))];
    return { key: name, title: option?.words ?? '', details: { kind: option?.kind ?? null, choices: values, default: defaults.length === 1 ? defaults[0] ?? null : 'by recipe', recipes: alike.map((one) => one.key) } };
  });
}

/** Columns for people. */
export const rowsOf = ({ kind, items }: List): readonly (readonly string[])[] =>
  items.map(({ key, title, details }) => {
    const words = (name: string): string => [details[name] ?? []].flat().join(', ');
    if (kind === 'datasets') return [key, title, `${words('inputs')} → ${words('tasks')} (${words('formats')}); model ${words('default_model')}`];
    if (kind === 'models') return [key, title, `${words('inputs')} → ${words('tasks')}; ${words('frameworks')}`];
    if (kind === 'options') return [key, words('choices') || words('kind'), details['default'] === null ? '' : `(${words('default')})`, title, ...(new Set(items.flatMap((one) => one.details['recipes'] ?? [])).size > 1 ? [words('recipes')] : [])];
    return kind === 'frameworks' ? [key, title, words('models')] : [key, title];
  });
