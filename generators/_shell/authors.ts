// --look-up: what the authors left open is asked of ORCID and ROR before anything is planned.
import { lookUpPeople, type Known } from '../../core/archives/people.ts';
import { authorProblem, parseAuthor } from '../../core/spec/people.ts';
import { questions, type Sofar } from '../../core/spec/questions.ts';
import { createHand } from './fetch.ts';
import { carriedOut } from './resolve-dataset.ts';

/** The authors as typed or as git names them; one who only gave an ORCID has no name yet. */
function authorsOf(sofar: Sofar): readonly Known[] {
  const { authors, orcids = [], affiliations = [], rors = [] } = sofar.answers;
  const own = questions.find(({ key }) => key === 'authors')?.initial?.(sofar) ?? null;
  const names = authors ?? (own === null && orcids.length === 0 ? [] : [own]);
  return names.map((name, i) => ({ name, orcid: orcids[i] ?? null, affiliation: affiliations[i] ?? null, ror: rors[i] ?? null }));
}

const isPerson = ({ name }: Known): boolean => name === null || (authorProblem(name) === null && parseAuthor(name).kind === 'person');

/** The answers with what was found; every finding and every silence is a note. */
export async function lookUpAuthors(sofar: Sofar, mirror: string | null, say: (line: string) => void): Promise<Sofar> {
  const authors = authorsOf(sofar);
  const asked = authors.filter(isPerson);
  if (!asked.some(({ orcid, affiliation }) => orcid !== null || affiliation !== null)) {
    return { ...sofar, notes: [...(sofar.notes ?? []), 'Nothing to look up: no author has an ORCID or an affiliation.'] };
  }
  say('looking up the authors at ORCID and ROR …');
  const { people, notes } = await carriedOut(lookUpPeople(asked), createHand({ mirror }));
  const found = authors.map(author => people[asked.indexOf(author)] ?? author);
  const names = found.map(({ name }) => name);
  const answers = {
    ...sofar.answers, ...(names.every(name => name !== null) && { authors: names }),
    orcids: found.map(({ orcid }) => orcid), affiliations: found.map(({ affiliation }) => affiliation), rors: found.map(({ ror }) => ror),
  };
  return { ...sofar, answers, notes: [...(sofar.notes ?? []), ...notes] };
}
