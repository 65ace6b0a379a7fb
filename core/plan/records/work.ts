// The one record from which every metadata file of a project is serialised: what the files say in common is worked out here, once.
import type { DatasetEntry, FrameworkEntry, ModelEntry, Settings, TaskEntry, ToolEntry } from '../../catalogue/catalogue.ts';
import type { DatasetRecord } from '../../spec/dataset.ts';
import { licenceName, licenceUrl } from '../../spec/licences.ts';
import type { Author, ProjectSpec } from '../../spec/spec.ts';

/** The catalogue entries that were chosen. */
export interface Parts {
  readonly dataset: DatasetEntry;
  readonly model: ModelEntry;
  readonly framework: FrameworkEntry;
  readonly task: TaskEntry;
  readonly tools: readonly ToolEntry[]; // all of them
  readonly settings: Settings; // of every configuration
}

export interface Work {
  readonly name: string; // slug: directory and distribution
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly date: string; // YYYY-MM-DD
  readonly authors: readonly Author[];
  readonly holder: string; // of the copyright: all authors
  readonly licence: { readonly id: string; readonly name: string; readonly url: string };
  readonly doi: string | null; // of the code, bare
  readonly repository: string | null;
  readonly keywords: readonly string[];
  readonly requirements: readonly Requirement[];
  readonly data: readonly DatasetRecord[]; // never empty; the first is trained on
}

export interface Requirement {
  readonly name: string;
  readonly constraint: string | null; // as in PEP 508: ">=1.5"
}

export const fullName = (author: Author): string => (author.kind === 'person' ? `${author.given} ${author.family}`.trim() : author.name);
/** What an IRI may not hold is percent-encoded; letters of any script stay as they are. */
export const iriPath = (path: string): string => path.replace(/[\s"#%<>?\\^`{|}]/gu, (found) => encodeURIComponent(found));
export const doiUrl = (doi: string): string => `https://doi.org/${iriPath(doi)}`;

/** "scikit-learn>=1.5; python_version>'3.10'" → name and constraint; the marker is left to pyproject.toml. */
function readRequirement(words: string): Requirement {
  const [name = words, constraint = ''] = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;@]*)/.exec(words)?.slice(1) ?? [];
  return { name, constraint: constraint.trim() || null };
}

/** First writing wins; case does not make a difference. */
function distinct(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words.map((word) => word.trim()).filter((word) => word !== '' && !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase()));
}

export function workOf(spec: ProjectSpec, parts: Parts): Work {
  const requirements = [...parts.framework.dependencies, ...parts.model.dependencies, ...parts.dataset.dependencies].map(readRequirement);
  return {
    name: spec.slug,
    title: spec.title,
    description: spec.description,
    version: '0.1.0',
    date: spec.today,
    authors: spec.authors,
    holder: spec.authors.map(fullName).join(', '),
    licence: { id: spec.licence, name: licenceName(spec.licence), url: licenceUrl(spec.licence) },
    doi: spec.codeDoi,
    repository: spec.repository,
    keywords: distinct([...spec.datasets.flatMap((record) => record.keywords), 'machine learning', parts.task.title, parts.model.title, parts.framework.title, 'FAIR']),
    requirements: [...new Map(requirements.map((item) => [item.name.toLowerCase(), item])).values()],
    data: spec.datasets,
  };
}
