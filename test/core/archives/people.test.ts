import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/archives/archive.ts';
import { lookUpPeople, type Known } from '../../../core/archives/people.ts';
import { status } from './answering.ts';

const ORCID = '0000-0002-1825-0097';
const record = (name: unknown, employments: readonly unknown[] = []) => ({
  person: { name }, 'activities-summary': { employments: { 'affiliation-group': employments.map(one => ({ summaries: [{ 'employment-summary': one }] })) } },
});
const job = (name: string, year: string, more: unknown = {}) => ({ 'start-date': { year: { value: year }, month: null, day: null }, 'end-date': null, organization: { name }, ...Object(more) });
const ada = { 'given-names': { value: 'Ada' }, 'family-name': { value: 'Swing' }, 'credit-name': null };
const item = (id: string, chosen: boolean) => ({ chosen, score: 1, organization: { id, names: [{ value: 'Clock Institute', types: ['ror_display'] }] } });

const orcidUrl = `https://pub.orcid.org/v3.0/${ORCID}/record`;
const rorUrl = (text: string): string => `https://api.ror.org/v2/organizations?affiliation=${encodeURIComponent(text)}`;

function ask(people: readonly Partial<Known>[], table: Readonly<Record<string, unknown>>) {
  const looking = lookUpPeople(people.map(one => ({ name: null, orcid: null, affiliation: null, ror: null, ...one })));
  const asked: string[] = [];
  let step = looking.next();
  while (step.done !== true) {
    asked.push(...step.value.map(({ url }) => url));
    step = looking.next(step.value.map(({ url }): Answer => ({ url, ...(table[url] === undefined ? status(0, '') : { ...status(200, table[url]), ...Object(table[url]) }) })));
  }
  return { ...step.value, asked };
}

describe('ORCID', () => {
  it('gives the name and the current employment, where nobody gave them', () => {
    const found = ask([{ orcid: ORCID }], { [orcidUrl]: record(ada, [job('Old Clocks', '2001', { 'end-date': { year: { value: '2010' } } }), job('Clock Institute', '2012'), job('Newer Clocks', '2020')]), [rorUrl('Newer Clocks')]: { items: [] } });
    expect(found.people).toEqual([{ name: 'Swing, Ada', orcid: ORCID, affiliation: 'Newer Clocks', ror: null }]);
    expect(found.notes).toEqual([`ORCID ${ORCID} gives the name Swing, Ada and the affiliation Newer Clocks.`, 'ROR is not certain what "Newer Clocks" is: it stays without a ROR id.']);
  });
  it('gives the ROR id of the employer, where it knows it: ROR is not asked', () => {
    const identified = { 'disambiguated-organization': { 'disambiguated-organization-identifier': 'https://ror.org/01ggx4157', 'disambiguation-source': 'ROR' } };
    const found = ask([{ name: 'Swing, Ada', orcid: ORCID }], { [orcidUrl]: record(ada, [job('', '2012', { organization: { name: 'CERN', ...identified } })]) });
    expect(found).toMatchObject({ asked: [orcidUrl], people: [{ name: 'Swing, Ada', affiliation: 'CERN', ror: 'https://ror.org/01ggx4157' }] });
  });
  it('is not asked for what is given', () => {
    const found = ask([{ name: 'A', orcid: ORCID, affiliation: 'B', ror: 'https://ror.org/01ggx4157' }, { name: 'C' }], {});
    expect(found).toMatchObject({ asked: [], notes: [] });
  });
  it.each([[{ 'given-names': { value: 'Ada' } }, 'Ada'], [{ 'credit-name': { value: 'A. Swing' }, 'given-names': { value: 'Ada' } }, 'A. Swing'], [{ 'given-names': { value: 'a@b' } }, null], [null, null]])('name %#', (name, expected) => {
    expect(ask([{ orcid: ORCID }], { [orcidUrl]: record(name) }).people[0]?.name).toBe(expected);
  });
  it.each([[undefined, `ORCID did not answer for ${ORCID}: the author is as given.`], [status(503, ''), `ORCID did not answer (status 503) for ${ORCID}: the author is as given.`], [status(404, ''), `ORCID has no record ${ORCID}: check it.`], [status(200, '<html>'), `ORCID did not answer (status 200) for ${ORCID}: the author is as given.`]])('silence %# is a note', (answer, note) => {
    expect(ask([{ orcid: ORCID }], answer === undefined ? {} : { [orcidUrl]: answer })).toMatchObject({ people: [{ name: null, affiliation: null }], notes: [note] });
  });
});

describe('ROR', () => {
  it('gives the id that it chose itself, once for all authors of a place', () => {
    const answers = { [rorUrl('Clock Institute')]: { items: [item('https://ror.org/05a28rw58', false), item('https://ror.org/01ggx4157', true)] }, [rorUrl('Somewhere')]: { items: [item('https://ror.org/05a28rw58', false)] } };
    const found = ask([{ name: 'A', affiliation: 'Clock Institute' }, { name: 'B', affiliation: 'Clock Institute' }, { name: 'C', affiliation: 'Somewhere' }], answers);
    expect(found.people.map(({ ror }) => ror)).toEqual(['https://ror.org/01ggx4157', 'https://ror.org/01ggx4157', null]);
    expect(found.asked).toHaveLength(2);
    expect(found.notes).toEqual(['ROR takes "Clock Institute" for https://ror.org/01ggx4157.', 'ROR is not certain what "Somewhere" is: it stays without a ROR id.']);
  });
  it('that does not answer, or answers nonsense, is a note', () => {
    expect(ask([{ affiliation: 'X' }], {}).notes).toEqual(['ROR did not answer: "X" stays without a ROR id.']);
    expect(ask([{ affiliation: 'X' }], { [rorUrl('X')]: { items: [{ chosen: true, organization: { id: 'https://evil.org/x' } }] } }).people[0]?.ror).toBeNull();
  });
});
