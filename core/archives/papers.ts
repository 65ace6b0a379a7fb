// A DOI that names a paper: refused, with the data that the paper itself names.
import { UserError } from '../errors.ts';
import { parseDoi } from '../spec/identifiers.ts';
import { at, isPresent, rows, word } from './json.ts';

const NAMED = 3;

/** "journal-article", "JournalArticle" → "journal article"; Crossref's "posted content" is a preprint. */
const plainKind = (kind: string): string => kind.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ').toLowerCase().replace('posted content', 'preprint');

export function paper(doi: string, title: string, kind: string, related: readonly string[]): UserError {
  const some = related.slice(0, NAMED).join(', ');
  const data = related.length === 1 ? `It names ${some} as its data: give that as --dataset.` : `It names these data: ${some}${related.length > NAMED ? ' …' : ''}; give one of them as --dataset.`;
  const remedy = related.length > 0 ? data : 'Give the DOI of the data: the paper names it under "Data availability", or among its references.';
  return new UserError(`${doi} is a paper (${title === '' ? '' : `"${title}", `}${plainKind(kind)}), not a dataset`, remedy);
}

/** The DOIs that a work at Crossref names as its supplements. */
export function supplementsOf(message: unknown): readonly string[] {
  const relations = ['is-supplemented-by', 'is-based-on'].flatMap(name => rows(at(message, 'relation', name)));
  return [...new Set(relations.filter(row => at(row, 'id-type') === 'doi').map(row => parseDoi(word(at(row, 'id')) ?? '')).filter(isPresent))];
}
