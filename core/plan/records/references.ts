// references/: what each column means, what to cite, and the numbers and weights that others have published for this dataset.
import type { Published } from '../../catalogue/catalogue.ts';
import type { DatasetRecord } from '../../spec/dataset.ts';
import type { ProjectSpec } from '../../spec/spec.ts';
import { baselineOf } from './configs.ts';
import { printJson } from './json.ts';
import { doiUrl, type Parts } from './work.ts';

/** RFC 4180: quoted where it must be; the line breaks of a description stay, as LF. */
function csvField(value: string | null): string {
  const words = value?.replace(/\r\n?/g, '\n').trim() ?? '';
  return /[",\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

/** The catalogue's columns, else the archive's; of a table that nobody has documented the head alone, until `make data` has read it. */
export function dataDictionary(spec: ProjectSpec, { dataset }: Parts): string {
  const variables = spec.datasets[0]?.variables ?? [];
  const roleOf = (name: string): string | null => (name === spec.target ? 'target' : null);
  const rows =
    dataset.features.length > 0
      ? dataset.features.map(({ name, role, type, unit, description }) => [name, roleOf(name) ?? role, type, unit, description])
      : variables.map(({ name, type, unit, description }) => [name, roleOf(name), type, unit, description]);
  return [['name', 'role', 'type', 'unit', 'description'], ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' };
/** A user's or an archive's words, so that BibTeX and LaTeX take them literally. */
const tex = (words: string): string => words.replace(/[\\{}%&$#_~^]/g, (found) => escapes[found] ?? `\\${found}`).replace(/\s+/g, ' ').trim();

function bibEntry(record: DatasetRecord, index: number): string | null {
  const address = record.doi === null ? record.recordUrl : doiUrl(record.doi);
  if (address === null) return null;
  const fields: readonly (readonly [string, string | null])[] = [
    ['title', `{${tex(record.title)}}`],
    ['author', record.creators.map(({ name, family }) => (family === null ? `{${tex(name)}}` : tex(name))).join(' and ') || null],
    ['year', record.publicationDate?.slice(0, 4) ?? null],
    ['publisher', record.publisher === null ? null : tex(record.publisher)],
    ['version', record.version === null ? null : tex(record.version)],
    ['doi', record.doi],
    ['url', address],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]));
  return `@misc{dataset-${index + 1},\n${lines.join('\n')}\n}`;
}

/** The catalogue's entries for dataset and model, and one for each dataset whose DOI they do not hold. */
export function bibliography(spec: ProjectSpec, { dataset, model }: Parts): string {
  const entries = [...new Set([...dataset.bibliography, ...model.bibliography].map((entry) => entry.trim()))];
  const all = entries.join('\n').toLowerCase();
  const data = spec.datasets
    .map((record, index) => (record.doi !== null && all.includes(record.doi.toLowerCase()) ? null : bibEntry(record, index)))
    .filter((entry) => entry !== null);
  const head = '% The data, and the papers this project rests on.';
  return `${[head, ...data, ...entries].join('\n\n')}\n`;
}

/** Published weights of the model that was chosen: what INIT=reference reads; null where there are none. */
export function referenceWeights({ dataset, model }: Parts): string | null {
  const weights = (dataset.references?.[model.key] ?? []).map(({ licence, ...one }) => ({ ...one, ...(licence !== null && { licence }) }));
  return weights.length === 0 ? null : printJson({ format: 'fair-ai/weights@1', model: model.key, weights });
}

const own: readonly string[] = ['init', 'micro_batch', 'devices', 'threads']; // of the computer, not of the result

/** Each of this project's model with all settings it was published with: its own, else the baseline's. Beside others the number does not stand. */
export function publishedNumbers(spec: ProjectSpec, parts: Parts): string {
  const { fit_on, model, train } = baselineOf(parts);
  const shared = Object.fromEntries(Object.entries(train ?? {}).filter(([key]) => !own.includes(key)));
  const whole = ({ settings, ...one }: Published): object => ({
    ...one,
    settings: { fit_on: settings?.fit_on ?? fit_on, model: { ...model, ...settings?.model }, train: { ...shared, ...settings?.train } },
  });
  return printJson(parts.dataset.published.map((one) => ((one.of ?? one.model) === spec.model ? whole(one) : one)));
}
