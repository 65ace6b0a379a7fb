// DataCite: who made a dataset, what it is called and who keeps it; never its files.
import type { Creator, Licence } from '../spec/dataset.ts';
import { encodeDoi, parseDoi } from '../spec/identifiers.ts';
import { readJson, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type Draft, type Request } from './archive.ts';
import { creatorsOf, creatorsOfBoth } from './creators.ts';
import { at, isPresent, rows, word } from './json.ts';
import { licenceOf } from './licence.ts';
import { dateOrNull, lineOrNull, oneLine, plainText } from './text.ts';

export const dataciteRequest = (doi: string): Request => ({ url: `https://api.datacite.org/dois/${encodeDoi(doi)}` });

/** What DataCite knows beside the record: where the landing page is, whose client registered it, and whether it is a paper. */
export interface DataciteCard {
  readonly draft: Draft;
  readonly landing: string | null;
  readonly client: string | null;
  readonly kind: string | null; // "Dataset", "Software", "Preprint" …
  readonly paper: boolean;
  readonly related: readonly string[]; // DOIs of data that it names as its supplement or among its references
}

const PAPERS = ['JournalArticle', 'ConferencePaper', 'ConferenceProceeding', 'Preprint', 'Book', 'BookChapter', 'Dissertation', 'PeerReview', 'Journal'];

function creatorsIn(row: unknown): readonly Creator[] {
  const orcid = rows(at(row, 'nameIdentifiers')).find(id => /orcid/i.test(word(at(id, 'nameIdentifierScheme')) ?? ''));
  return creatorsOf({
    name: word(at(row, 'name')), given: word(at(row, 'givenName')), family: word(at(row, 'familyName')), collective: at(row, 'nameType') === 'Organizational',
    orcid: word(at(orcid, 'nameIdentifier')), affiliations: rows(at(row, 'affiliation')).map(place => word(place) ?? word(at(place, 'name'))),
  });
}

function licenceIn(attributes: unknown): Licence | null {
  const all = rows(at(attributes, 'rightsList')).map(row =>
    licenceOf({ id: word(at(row, 'rightsIdentifier')), name: word(at(row, 'rights')), url: word(at(row, 'rightsUri')) }, 'datacite rightsList')).filter(isPresent);
  return all.find(({ spdx }) => spdx !== null) ?? all[0] ?? null;
}

/** Data that a paper names: its supplements, unless they are said to be something else, and datasets among its references. */
function relatedData(attributes: unknown): readonly string[] {
  const named = rows(at(attributes, 'relatedIdentifiers')).filter(row => {
    const [relation, kind] = [at(row, 'relationType'), word(at(row, 'resourceTypeGeneral'))];
    return at(row, 'relatedIdentifierType') === 'DOI' && (relation === 'IsSupplementedBy' ? (kind ?? 'Dataset') === 'Dataset' : relation === 'References' && kind === 'Dataset');
  });
  return [...new Set(named.map(row => parseDoi(word(at(row, 'relatedIdentifier')) ?? '')).filter(isPresent))];
}

const pick = (list: unknown, key: string, wanted: string | undefined): unknown => rows(list).find(row => (at(row, key) ?? undefined) === wanted);

/** The card in a good answer; null for 404, which means that another agency may know the DOI. */
export function readDatacite(answer: Answer): DataciteCard | null {
  if (answer.status === 404) return null;
  const data = at(readJson(answer, 'DataCite'), 'data');
  const attributes = at(data, 'attributes');
  const titles = at(attributes, 'titles');
  const descriptions = at(attributes, 'descriptions');
  const version = rows(at(attributes, 'relatedIdentifiers')).find(row => at(row, 'relationType') === 'IsVersionOf' && at(row, 'relatedIdentifierType') === 'DOI');
  const kind = word(at(attributes, 'types', 'resourceTypeGeneral'));
  const draft: Draft = {
    ...emptyDraft, doi: word(at(attributes, 'doi')) ?? word(at(data, 'id')), conceptDoi: word(at(version, 'relatedIdentifier')),
    title: oneLine(word(at(pick(titles, 'titleType', undefined) ?? rows(titles)[0], 'title')) ?? ''),
    description: plainText(word(at(pick(descriptions, 'descriptionType', 'Abstract') ?? rows(descriptions)[0], 'description')) ?? '') || null,
    creators: rows(at(attributes, 'creators')).flatMap(creatorsIn), licence: licenceIn(attributes), version: lineOrNull(word(at(attributes, 'version'))),
    publisher: lineOrNull(word(at(attributes, 'publisher')) ?? word(at(attributes, 'publisher', 'name'))),
    publicationDate: dateOrNull(word(at(pick(at(attributes, 'dates'), 'dateType', 'Issued'), 'date')) ?? word(at(attributes, 'publicationYear'))),
    keywords: [...new Set(rows(at(attributes, 'subjects')).map(row => lineOrNull(word(at(row, 'subject')))).filter(isPresent))],
    sources: [sourceOf(answer)],
  };
  return {
    draft, landing: word(at(attributes, 'url')), client: word(at(data, 'relationships', 'client', 'data', 'id')),
    kind, paper: kind !== null && PAPERS.includes(kind), related: relatedData(attributes),
  };
}

/** The archive's values win; DataCite fills what it leaves open. */
export function fillGaps(draft: Draft, card: Draft): Draft {
  return {
    ...draft,
    doi: draft.doi ?? card.doi, conceptDoi: draft.conceptDoi ?? card.conceptDoi, title: draft.title || card.title, description: draft.description ?? card.description,
    creators: creatorsOfBoth(draft.creators, card.creators), licence: draft.licence ?? card.licence, version: draft.version ?? card.version,
    publisher: draft.publisher ?? card.publisher, publicationDate: draft.publicationDate ?? card.publicationDate,
    keywords: draft.keywords.length > 0 ? draft.keywords : card.keywords, variables: draft.variables.length > 0 ? draft.variables : card.variables, sources: [...draft.sources, ...card.sources],
  };
}
