// ro-crate-metadata.json 1.2: the repository as one research object, flattened as the specification wants it.
import type { FileDraft } from '../plan.ts';
import type { DatasetRecord } from '../../spec/dataset.ts';
import { licenceUrl } from '../../spec/licences.ts';
import type { Author } from '../../spec/spec.ts';
import { known, printJson, type Json, type JsonObject } from './json.ts';
import { mediaType } from './media.ts';
import { authorOf, orcidUrl } from './people.ts';
import { summaryOf } from './summary.ts';
import { doiUrl, fullName, iriPath, type Work } from './work.ts';

const profile = 'https://w3id.org/ro/crate/1.2';
const ref = (id: string): JsonObject => ({ '@id': id });
/** The validator wants a property's only value bare, not in a list. */
const few = (values: readonly Json[]): Json | undefined => (values.length === 1 ? values[0] : values);

/** Collects entities by @id, in the order of first mention. */
class Graph {
  readonly #entities = new Map<string, JsonObject>();
  add(id: string, entries: Readonly<Record<string, Json | undefined>>): JsonObject {
    if (!this.#entities.has(id)) this.#entities.set(id, known({ '@id': id, ...entries }));
    return ref(id);
  }
  list(): readonly JsonObject[] {
    return [...this.#entities.values()];
  }
}

function addAuthor(graph: Graph, author: Author, id: string, contact: JsonObject | null): JsonObject {
  if (author.kind === 'entity') return graph.add(id, { '@type': 'Organization', name: author.name, contactPoint: contact ?? undefined });
  const { orcid, affiliation, ror } = author;
  const organisation = affiliation === null ? undefined : graph.add(ror ?? `#organisation-${iriPath(affiliation)}`, { '@type': 'Organization', name: affiliation });
  return graph.add(orcidUrl(orcid) ?? id, {
    '@type': 'Person',
    name: fullName(author),
    givenName: author.given,
    familyName: author.family,
    affiliation: organisation,
    contactPoint: contact ?? undefined,
  });
}

/** Whom to ask: an author's address, else the repository's issues; without either there is no contact point. */
function addContact(graph: Graph, work: Work, author: Author): JsonObject | null {
  if (author.email !== null)
    return graph.add(`mailto:${author.email}`, { '@type': 'ContactPoint', name: `Contact ${fullName(author)}`, contactType: 'author', email: author.email });
  if (work.repository === null) return null;
  return graph.add(`${work.repository}#contact`, { '@type': 'ContactPoint', name: 'The repository', contactType: 'maintainers', url: work.repository });
}

function addData(graph: Graph, record: DatasetRecord, index: number): JsonObject {
  const { licence } = record;
  const url = record.recordUrl ?? (record.doi === null ? null : doiUrl(record.doi));
  const licenceId = licence === null ? null : licence.spdx === null ? licence.url : licenceUrl(licence.spdx);
  return graph.add(`#dataset-${index + 1}`, {
    '@type': 'Dataset',
    name: record.title,
    description: record.description ?? undefined,
    author: few(record.creators.map((creator, place) => addAuthor(graph, authorOf(creator), `#dataset-${index + 1}-creator-${place + 1}`, null))),
    identifier: record.doi === null ? undefined : doiUrl(record.doi),
    url: url ?? undefined,
    version: record.version ?? undefined,
    datePublished: record.publicationDate ?? undefined,
    license: licence === null || licenceId === null ? undefined : graph.add(licenceId, { '@type': 'CreativeWork', name: licence.name, description: `The licence of the data, found in: ${licence.source}`, url: licence.url ?? licenceId }),
  });
}

/** What the crate lists: every file a reader would open; not the hidden ones, nor the licence texts beside LICENSE. */
const isListed = ({ path }: FileDraft): boolean => !path.split('/').some((part) => part.startsWith('.')) && !path.startsWith('LICENSES/');

export function crateFile(work: Work, files: readonly FileDraft[]): string {
  const graph = new Graph();
  const licence = graph.add(work.licence.url, { '@type': 'CreativeWork', name: work.licence.name, description: `The licence that SPDX calls ${work.licence.id}`, url: work.licence.url });
  const authors = work.authors.map((author, index) => addAuthor(graph, author, `#author-${index + 1}`, addContact(graph, work, author)));
  const python = graph.add('https://www.python.org/', { '@type': 'ComputerLanguage', name: 'Python', version: '3.11', url: 'https://www.python.org/' });
  const parts = files.filter(isListed).map((file) =>
    graph.add(iriPath(file.path), {
      '@type': file.path.endsWith('.py') ? ['File', 'SoftwareSourceCode'] : 'File',
      name: file.path,
      description: summaryOf(file),
      encodingFormat: mediaType(file.path),
      programmingLanguage: file.path.endsWith('.py') ? python : undefined,
    }),
  );
  const data = work.data.map((record, index) => addData(graph, record, index));
  const doi = work.doi === null ? undefined : graph.add(doiUrl(work.doi), { '@type': 'PropertyValue', name: 'DOI', propertyID: 'https://registry.identifiers.org/registry/doi', value: `doi:${work.doi}`, url: doiUrl(work.doi) });
  const root = known({
    '@id': './',
    '@type': 'Dataset',
    name: work.title,
    description: work.description,
    identifier: doi,
    datePublished: work.date,
    version: work.version,
    license: licence,
    author: few(authors),
    publisher: authors[0],
    keywords: work.keywords,
    url: work.repository,
    isBasedOn: few(data),
    hasPart: few(parts),
  });
  const descriptor = {
    '@id': 'ro-crate-metadata.json',
    '@type': 'CreativeWork',
    name: 'The description of this repository as an RO-Crate',
    about: ref('./'),
    conformsTo: ref(profile),
  };
  return printJson({ '@context': `${profile}/context`, '@graph': [descriptor, root, ...graph.list()] });
}
