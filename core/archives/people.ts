// Who the authors are, asked of ORCID and ROR: only what they left open, and only when a person wants it. No answer is a note, never a failure.
import { parseOrcid, parseRor } from '../spec/identifiers.ts';
import { authorProblem } from '../spec/people.ts';
import type { Answer, Asking, Request } from './archive.ts';
import { at, isPresent, rows, word } from './json.ts';
import { lineOrNull } from './text.ts';

/** One author as far as known; what is null is looked up. */
export interface Known {
  readonly name: string | null;
  readonly orcid: string | null;
  readonly affiliation: string | null;
  readonly ror: string | null;
}

export interface LookedUp {
  readonly people: readonly Known[];
  readonly notes: readonly string[];
}

export function* lookUpPeople(people: readonly Known[]): Asking<LookedUp> {
  const named = yield* fromOrcid(people);
  const placed = yield* fromRor(named.people);
  return { people: placed.people, notes: [...named.notes, ...placed.notes] };
}

const silent = ({ status }: Answer): string => (status === 0 ? 'did not answer' : `did not answer (status ${status})`);

function jsonOf({ status, body }: Answer): unknown {
  if (status !== 200) return null;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Names and current employments of those who have an ORCID and left one of them open. */
function* fromOrcid(people: readonly Known[]): Asking<LookedUp> {
  const wanted = [...new Set(people.filter(({ name, affiliation }) => name === null || affiliation === null).map(({ orcid }) => parseOrcid(orcid ?? '')).filter(isPresent))];
  const answers = yield* each(wanted, orcid => `https://pub.orcid.org/v3.0/${orcid}/record`);
  const notes = wanted.flatMap(orcid => {
    const answer = answers.get(orcid);
    if (answer?.status === 404) return [`ORCID has no record ${orcid}: check it.`];
    return answer === undefined || jsonOf(answer) === null ? [`ORCID ${answer === undefined ? 'did not answer' : silent(answer)} for ${orcid}: the author is as given.`] : [];
  });
  const found = people.map((known): LookedUp => {
    const answer = answers.get(parseOrcid(known.orcid ?? '') ?? '');
    const record = answer === undefined ? null : jsonOf(answer);
    if (record === null) return { people: [known], notes: [] };
    const name = known.name ?? nameIn(record);
    const place = known.affiliation === null ? employmentIn(record) : null;
    const taken = [known.name === null && name !== null ? `the name ${name}` : null, place === null ? null : `the affiliation ${place.name}`].filter(isPresent);
    const note = taken.length === 0 ? [] : [`ORCID ${known.orcid} gives ${taken.join(' and ')}.`];
    return { people: [{ ...known, name, affiliation: known.affiliation ?? place?.name ?? null, ror: known.ror ?? place?.ror ?? null }], notes: note };
  });
  return { people: found.flatMap(one => one.people), notes: [...notes, ...found.flatMap(one => one.notes)] };
}

/** "Family, Given", or the name that the person chose where there is no family name. */
function nameIn(record: unknown): string | null {
  const part = (name: string): string | null => lineOrNull(word(at(record, 'person', 'name', name, 'value')));
  const [given, family, credit] = [part('given-names'), part('family-name'), part('credit-name')];
  const name = given !== null && family !== null ? `${family}, ${given}` : credit ?? given ?? family;
  return name !== null && authorProblem(name) === null ? name : null;
}

/** The employment that has not ended; of several the one that began last. */
function employmentIn(record: unknown): { readonly name: string; readonly ror: string | null } | null {
  const began = (summary: unknown): string => ['year', 'month', 'day'].map(unit => (word(at(summary, 'start-date', unit, 'value')) ?? '').padStart(4, '0')).join();
  const [current] = rows(at(record, 'activities-summary', 'employments', 'affiliation-group')).flatMap(group => rows(at(group, 'summaries'))).map(one => at(one, 'employment-summary'))
    .filter(summary => (at(summary, 'end-date') ?? null) === null).sort((a, b) => (began(a) < began(b) ? 1 : -1));
  const name = lineOrNull(word(at(current, 'organization', 'name')));
  const identified = at(current, 'organization', 'disambiguated-organization');
  const ror = at(identified, 'disambiguation-source') === 'ROR' ? parseRor(word(at(identified, 'disambiguated-organization-identifier')) ?? '') : null;
  return name === null ? null : { name, ror };
}

/** ROR ids of affiliations: only what ROR itself chose, since a wrong one is worse than none. */
function* fromRor(people: readonly Known[]): Asking<LookedUp> {
  const wanted = [...new Set(people.filter(({ ror }) => ror === null).map(({ affiliation }) => affiliation).filter(isPresent))];
  const answers = yield* each(wanted, affiliation => `https://api.ror.org/v2/organizations?affiliation=${encodeURIComponent(affiliation)}`);
  const ids = new Map(wanted.map(affiliation => {
    const answer = answers.get(affiliation);
    const chosen = rows(at(answer === undefined ? null : jsonOf(answer), 'items')).find(item => at(item, 'chosen') === true);
    return [affiliation, parseRor(word(at(chosen, 'organization', 'id')) ?? '')] as const;
  }));
  const notes = wanted.flatMap(affiliation => {
    const answer = answers.get(affiliation);
    if (answer === undefined || jsonOf(answer) === null) return [`ROR ${answer === undefined ? 'did not answer' : silent(answer)}: "${affiliation}" stays without a ROR id.`];
    const id = ids.get(affiliation) ?? null;
    return [id === null ? `ROR is not certain what "${affiliation}" is: it stays without a ROR id.` : `ROR takes "${affiliation}" for ${id}.`];
  });
  return { people: people.map(known => ({ ...known, ror: known.ror ?? (known.affiliation === null ? null : ids.get(known.affiliation) ?? null) })), notes };
}

function* each(words: readonly string[], address: (word: string) => string): Asking<ReadonlyMap<string, Answer>> {
  if (words.length === 0) return new Map();
  const answers = yield words.map((one): Request => ({ url: address(one), accept: 'application/json', optional: true }));
  return new Map(words.flatMap((one, i) => {
    const answer = answers[i];
    return answer === undefined ? [] : [[one, answer] as const];
  }));
}
