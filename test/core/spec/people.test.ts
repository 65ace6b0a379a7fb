import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../core/errors.ts';
import { authorProblem, initialsOf, orcidProblem, parseAuthor, printAuthor } from '../../../core/spec/people.ts';

const person = (given: string, family: string, email: string | null = null) => ({ kind: 'person', given, family, email, orcid: null, affiliation: null });
const entity = (name: string, email: string | null = null) => ({ kind: 'entity', name, email });

describe('an author as typed', () => {
  it.each([
    ['Ada Lovelace <ada@example.org>', person('Ada', 'Lovelace', 'ada@example.org')],
    ['Lovelace, Ada', person('Ada', 'Lovelace')],
    ['Lovelace, Ada King <ada@example.org>', person('Ada King', 'Lovelace', 'ada@example.org')],
    ['Ludwig van Beethoven', person('Ludwig', 'van Beethoven')],
    ['Rosa de la Cruz', person('Rosa', 'de la Cruz')],
    ["Jürgen O'Neil-Müller", person('Jürgen', "O'Neil-Müller")],
    ['  Ada   Lovelace ', person('Ada', 'Lovelace')],
    ['李 小龙', person('李', '小龙')],
    ['CMS', entity('CMS')],
    ['The CMS Collaboration <cms@example.org>', entity('The CMS Collaboration', 'cms@example.org')],
    ['Max Planck Institute for Physics', entity('Max Planck Institute for Physics')],
    ['The a, <b>: c contributors', entity('The a, <b>: c contributors')],
  ])('%s', (text, author) => {
    expect(parseAuthor(text)).toEqual(author);
    expect(parseAuthor(printAuthor(parseAuthor(text)))).toEqual(author);
  });

  it.each(['', '  ', '<a@b.org>', 'a@b.org', 'Ada <not a mail>', 'Ada <a@b.org> Lovelace', 'Lovelace, Ada, King', 'Ada\nLovelace', 'Lovelace,'])('refuses %j with a sentence', (text) => {
    expect(authorProblem(text)).toMatch(/\.$/);
    expect(() => parseAuthor(text)).toThrow(UserError);
  });

  it('keeps ORCID and affiliation of a person, and refuses an ORCID of a collaboration', () => {
    expect(parseAuthor('Ada Lovelace', 'https://orcid.org/0000-0002-1825-0097', 'Analytical Engine')).toMatchObject({ orcid: '0000-0002-1825-0097', affiliation: 'Analytical Engine' });
    expect(() => parseAuthor('CMS', '0000-0002-1825-0097')).toThrow(UserError);
  });
});

describe('an ORCID', () => {
  it.each([
    ['0000-0002-1825-0097', null],
    ['0000-0002-1694-233X', null],
    ['0000-0002-1825-0098', /check digit/],
    ['Your ORCID', /looks like/],
  ])('%s', (text, problem) => {
    if (problem === null) expect(orcidProblem(text)).toBeNull();
    else expect(orcidProblem(text)).toMatch(problem);
  });
});

it.each([
  ['Ada Lovelace', 'al'],
  ['Élodie Øster', 'eo'],
  ['李 小龙', 'fa'],
  ['The CMS Collaboration', 'tcc'],
])('initials of %s are %s', (text, initials) => expect(initialsOf(parseAuthor(text))).toBe(initials));
