// `list <kind>`: the catalogue's rows, the same for people and machines (docs/schemas/list.schema.json).
import type { Catalogue } from '../catalogue/catalogue.ts';
import { licenceName, licences } from '../spec/licences.ts';
import type { Kind } from '../spec/options.ts';

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

export function listOf(kind: Kind, catalogue: Catalogue): List {
  const rows: Readonly<Record<Kind, () => readonly Listed[]>> = {
    datasets: () =>
      catalogue.datasets.map(({ key, title, tasks, formats, dois, default_model, record, inputs, target, generic }) => ({
        key, title, details: { kind: generic ? 'format' : 'dataset', inputs, tasks, formats, target, default_model, dois, licence: record?.licence?.spdx ?? record?.licence?.name ?? null },
      })),
    models: () => catalogue.models.map(({ key, title, inputs, tasks, frameworks }) => ({ key, title, details: { inputs, tasks, frameworks } })),
    frameworks: () =>
      catalogue.frameworks.map(({ key, title }) => ({ key, title, details: { models: catalogue.models.filter(({ frameworks }) => frameworks.includes(key)).map((model) => model.key) } })),
    licenses: () => licences.map((id) => ({ key: id, title: licenceName(id), details: {} })),
  };
  return { format: 'fair-ai/list@1', kind, items: rows[kind]() };
}

/** Columns for people. */
export const rowsOf = ({ kind, items }: List): readonly (readonly string[])[] =>
  items.map(({ key, title, details }) => {
    const words = (name: string): string => [details[name] ?? []].flat().join(', ');
    if (kind === 'datasets') return [key, title, `${words('inputs')} → ${words('tasks')} (${words('formats')}); model ${words('default_model')}`];
    if (kind === 'models') return [key, title, `${words('inputs')} → ${words('tasks')}; ${words('frameworks')}`];
    return kind === 'frameworks' ? [key, title, words('models')] : [key, title];
  });
