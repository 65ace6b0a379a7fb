// Options of a recipe: the values of the case table, flags and --option together, and what is refused with the nearest match.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../core/catalogue/table.ts';
import type { OptionEntry, OptionValue } from '../../../core/catalogue/catalogue.ts';
import { assigned, parsed, setOptions } from '../../../core/spec/recipe-options.ts';
import type { Answers } from '../../../core/spec/spec.ts';

type Case = readonly [Pick<OptionEntry, 'kind' | 'choices'>, string, OptionValue];
const { cases }: { cases: readonly Case[] } = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../fixtures/tables/options.json'), 'utf8'));
const set = (answers: Answers, name = 'table') => catalogue.datasets.filter(({ key }) => key === name).map((recipe) => setOptions(recipe, answers))[0];

describe('a value', () => {
  it.each(cases)('%j %j', (form, text, value) => {
    const read = () => parsed('it', { words: 'a test', default: null, ...form }, text);
    if (value === null) expect(read).toThrow(/^it takes /);
    else expect(read()).toEqual(value);
  });
  it('near a choice names it', () => expect(() => parsed('unlabelled', { kind: 'choice', choices: ['drop', 'QCD'], words: '', default: null }, 'dorp')).toThrow('(did you mean drop?)'));
});

describe('what a person sets', () => {
  it('is nothing where nothing is given', () => expect(set({})).toEqual({}));
  it('comes from flags and from --option, lists one by one or together', () => {
    expect(set({ target: 'y = x', group: 'site', drop: ['a, b', 'c'], options: ['drop=d,e', 'val=0.1'] })).toEqual({ target: 'y = x', group: 'site', drop: ['a, b', 'c', 'd', 'e'], val: 0.1 });
  });
  it('the same twice is once', () => expect(set({ group: 'a', options: ['group=a'] })).toEqual({ group: 'a' }));
  it('a target that the recipe has anyway is not set', () => expect(set({ target: 'y' }, 'cdms')).toEqual({}));
  it.each<[string, Answers, string, RegExp]>([
    ['an unknown name', { options: ['gruop=a'] }, 'table', /--option gruop=a: recipe table has no option 'gruop' \(did you mean group\?\)/],
    ['a wrong value', { options: ['val=2'] }, 'table', /--option val=2: val takes a number from 0, below 1, not '2'/],
    ['two values', { group: 'a', options: ['group=b'] }, 'table', /group is given twice: 'a' and 'b'/],
    ['no assignment', { options: ['group'] }, 'table', /is no key=value/],
    ['no value', { options: ['group='] }, 'table', /is no key=value/],
    ['what the project is made for', { options: ['task=classification'] }, 'table', /task is what the project was made for/],
    ['a flag of other recipes', { group: 'a' }, 'cdms', /--group a: recipe cdms has no option 'group'/],
    ['another target', { target: 'x' }, 'cdms', /--target x: recipe cdms has no option 'target'/],
  ])('%s is refused', (_, answers, key, words) => expect(() => set(answers, key)).toThrow(words));
  it('the value may hold signs of equality and spaces', () => expect(assigned('sheet=a = b')).toEqual(['sheet', 'a = b']));
});

it('every option of every recipe says what it means, and its default is one that it takes', () => {
  for (const { key, options } of catalogue.datasets) for (const [name, { words, default: given, kind, choices }] of Object.entries(options)) {
    expect([key, name, words.length > 0]).toEqual([key, name, true]);
    if (kind === 'choice' && given !== null) expect(choices).toContain(given);
  }
});
