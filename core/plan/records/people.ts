// Authors and creators as schema.org (codemeta, RO-Crate, Croissant, FAIR4ML) and CFF write them.
import type { Creator } from '../../spec/dataset.ts';
import type { Author } from '../../spec/spec.ts';
import { known, type JsonObject } from './json.ts';

export const orcidUrl = (orcid: string | null): string | null => (orcid === null ? null : `https://orcid.org/${orcid}`);

/** A dataset's creator in an author's form; a name without a family name is a collaboration's. */
export function authorOf(creator: Creator): Author {
  const { name, given, family, orcid, affiliation } = creator;
  if (family === null) return { kind: 'entity', name, email: null };
  return { kind: 'person', given: given ?? '', family, email: null, orcid, affiliation };
}

/** schema.org Person or Organization, nested. `prefix` is put before the type names. */
export function schemaAuthor(author: Author, prefix = ''): JsonObject {
  if (author.kind === 'entity') return known({ '@type': `${prefix}Organization`, name: author.name, email: author.email });
  return known({
    '@type': `${prefix}Person`,
    '@id': orcidUrl(author.orcid),
    name: `${author.given} ${author.family}`.trim(),
    givenName: author.given,
    familyName: author.family,
    email: author.email,
    affiliation: author.affiliation === null ? null : known({ '@type': `${prefix}Organization`, '@id': author.ror, name: author.affiliation }),
  });
}

export function citationAuthor(author: Author): JsonObject {
  if (author.kind === 'entity') return known({ name: author.name, email: author.email });
  return known({
    'family-names': author.family,
    'given-names': author.given,
    email: author.email,
    affiliation: author.affiliation,
    orcid: orcidUrl(author.orcid),
  });
}
