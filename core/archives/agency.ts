// A DOI that DataCite does not know: which agency registered it, and what that agency says of it. Crossref registers papers, and some data.
import type { Creator } from '../spec/dataset.ts';
import { encodeDoi } from '../spec/identifiers.ts';
import { ask, readJson, refused, sourceOf } from './answers.ts';
import { emptyDraft, type Answer, type Asking, type Draft } from './archive.ts';
import { creatorOf } from './creators.ts';
import { at, isPresent, rows, word } from './json.ts';
import { paper, supplementsOf } from './papers.ts';
import { lineOrNull, oneLine } from './text.ts';

const CSL = 'application/vnd.citationstyles.csl+json';
// In the words of Crossref and of CSL.
const WORKS_WITH_DATA = ['dataset', 'database', 'component', 'other'];
const CSL_PAPERS = ['article', 'article-journal', 'article-magazine', 'article-newspaper', 'paper-conference', 'chapter', 'book', 'thesis', 'report', 'review'];

/** What its agency knows; null if no agency knows the DOI. */
export function* readOtherAgency(doi: string): Asking<Draft | null> {
  const answer = yield* ask({ url: `https://doi.org/ra/${encodeDoi(doi)}` });
  const agency = word(at(rows(readJson(answer, 'doi.org'))[0], 'RA'));
  if (agency === null) return null;
  const work = agency === 'Crossref' ? yield* crossref(doi) : yield* negotiated(doi);
  const note = `${doi} is registered with ${agency}, not with DataCite: ${work === null ? 'only its name is known' : 'little is known of it'}.`;
  return { ...(work?.draft ?? emptyDraft), doi, title: work?.draft.title || doi, notes: [note] };
}

function* crossref(doi: string): Asking<{ readonly draft: Draft } | null> {
  const answer = yield* ask({ url: `https://api.crossref.org/works/${encodeDoi(doi)}` });
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw refused(answer, 'Crossref');
  const message = at(readJson(answer, 'Crossref'), 'message');
  const kind = word(at(message, 'type')) ?? 'work';
  const draft = draftOf(message, answer);
  if (!WORKS_WITH_DATA.includes(kind)) throw paper(doi, draft.title, kind, supplementsOf(message));
  return { draft };
}

/** Content negotiation: mEDRA, JaLC and others may offer CSL JSON; most send to the landing page, which is no JSON. */
function* negotiated(doi: string): Asking<{ readonly draft: Draft } | null> {
  const answer = yield* ask({ url: `https://doi.org/${encodeDoi(doi)}`, accept: CSL, optional: true });
  if (answer.status !== 200 || !/json/i.test(answer.headers['content-type'] ?? '')) return null;
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    return null;
  }
  const draft = draftOf(json, answer);
  const kind = word(at(json, 'type')) ?? '';
  if (CSL_PAPERS.includes(kind)) throw paper(doi, draft.title, kind, []);
  return { draft };
}

/** A work at Crossref and one in CSL have the same names for what counts here. */
function draftOf(work: unknown, answer: Answer): Draft {
  return {
    ...emptyDraft, title: oneLine(word(at(work, 'title', 0)) ?? word(at(work, 'title')) ?? ''), publisher: lineOrNull(word(at(work, 'publisher'))),
    creators: rows(at(work, 'author')).map(creatorIn).filter(isPresent), publicationDate: dateIn(at(work, 'issued', 'date-parts', 0)), sources: [sourceOf(answer)],
  };
}

function creatorIn(author: unknown): Creator | null {
  const collective = word(at(author, 'literal')) ?? word(at(author, 'name'));
  return creatorOf({
    name: collective, collective: collective !== null, given: word(at(author, 'given')), family: word(at(author, 'family')), orcid: word(at(author, 'ORCID')),
    affiliations: rows(at(author, 'affiliation')).map(place => word(at(place, 'name'))),
  });
}

/** [2012, 3, 21] → "2012-03-21". */
function dateIn(parts: unknown): string | null {
  const numbers = rows(parts).map(word).filter(isPresent);
  return /^\d{4}$/.test(numbers[0] ?? '') ? numbers.slice(0, 3).map(part => part.padStart(2, '0')).join('-') : null;
}
