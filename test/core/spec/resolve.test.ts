import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue } from '../../../core/catalogue/table.ts';
import { UserError } from '../../../core/errors.ts';
import { isPackageName } from '../../../core/spec/identifiers.ts';
import { resolve } from '../../../core/spec/resolve.ts';
import type { Answers } from '../../../core/spec/spec.ts';
import { recordOf } from './records.ts';

const run = { today: '2026-11-24', tool: { name: 'create-fair-ai', version: '0.1.0' } };
const facts = { cwd: '/home/ada/My work', name: null, email: null, remote: null };
const records = [recordOf({ key: 'cdms' })];
const resolved = (answers: Answers, over = {}) => resolve({ answers: { datasets: ['cdms'], ...answers }, facts: { ...facts, ...over }, records, catalogue }, run);
const spec = (answers: Answers, over = {}) => resolved(answers, over).spec;

describe('names', () => {
  it.each<[Answers, string, string, string, string]>([
    [{}, 'FAIR AI project', 'fair-ai-project', 'fair_ai_project', 'fair-ai-project'],
    [{ directory: 'my-jets' }, 'My jets', 'my-jets', 'my_jets', 'my-jets'],
    [{ directory: '.' }, 'My work', 'my-work', 'my_work', '.'],
    [{ directory: 'a/b/Top_Tagging' }, 'Top Tagging', 'top-tagging', 'top_tagging', 'a/b/Top_Tagging'],
    [{ title: 'Jets & more' }, 'Jets & more', 'jets-more', 'jets_more', 'jets-more'],
    [{ title: '🙂🙂' }, '🙂🙂', 'fair-ai-project', 'fair_ai_project', 'fair-ai-project'],
    [{ title: '🙂', directory: 'x' }, '🙂', 'x', 'x', 'x'],
    [{ title: 'json' }, 'json', 'json-project', 'json_project', 'json'],
    [{ title: 'class' }, 'class', 'class', 'class_project', 'class'],
    [{ title: '2026 run' }, '2026 run', '2026-run', 'project_2026_run', '2026-run'],
  ])('of %j', (answers, title, slug, name, directory) => {
    expect(spec(answers)).toMatchObject({ title, slug, package: name });
    expect(resolved(answers).directory).toBe(directory);
  });
});

describe('defaults', () => {
  it('name git as author, else the contributors', () => {
    expect(spec({}, { name: 'Ada Lovelace', email: 'ada@example.org' }).authors).toEqual([{ kind: 'person', given: 'Ada', family: 'Lovelace', email: 'ada@example.org', orcid: null, affiliation: null }]);
    expect(spec({ title: 'Jets' }).authors).toEqual([{ kind: 'entity', name: 'The Jets contributors', email: null }]);
  });
  it('describe model and dataset', () => expect(spec({}).description).toMatch(/^A linear model trained on .+\.$/));
  it('take the repository of git', () => expect(spec({}, { remote: 'https://github.com/a/b' }).repository).toBe('https://github.com/a/b'));
});

it.each<[Answers, RegExp]>([
  [{ title: 'a\nb' }, /--title/],
  [{ title: 'a\u0000b' }, /--title/],
  [{ title: 'a\u202eb' }, /--title/],
  [{ title: '  ' }, /--title/],
  [{ description: 'a\u0007' }, /--description/],
  [{ package: 'json' }, /json_project/],
  [{ package: 'My-Package' }, /my_package/],
  [{ license: 'MTI' }, /MIT/],
  [{ license: 'No license file' }, /Without a licence/],
  [{ codeDoi: '10.XXXX/XXXX' }, /--code-doi/],
  [{ repository: 'somewhere' }, /--repository/],
  [{ ci: 'gitub' }, /did you mean github/],
  [{ orcids: ['0000-0002-1825-0098'], authors: ['Ada Lovelace'] }, /check digit/],
  [{ orcids: ['0000-0002-1825-0097'] }, /no author is known/],
  [{ directory: 'x'.repeat(300) }, /200 bytes/],
])('refuses %j', (answers, message) => {
  expect(() => spec(answers)).toThrow(UserError);
  expect(() => spec(answers)).toThrow(message);
});

it.each([
  ['git@github.com:a/b.git', 'https://github.com/a/b'],
  ['ssh://git@gitlab.example.org:2222/a/b.git', 'https://gitlab.example.org/a/b'],
  ['https://github.com/a/b/', 'https://github.com/a/b'],
])('the repository %s is %s', (repository, address) => expect(spec({ repository }).repository).toBe(address));
it('a repository with a password is refused, and the password is not shown', () => {
  expect(() => spec({ repository: 'https://user:secret@github.com/a/b.git' })).toThrow(expect.objectContaining({ name: 'UserError', message: expect.not.stringContaining('secret@') }));
});

it('keeps complete answers, which give the same spec again on a machine without git', () => {
  const first = spec({ directory: 'x', authors: ['Ada Lovelace <a@b.org>'], orcids: ['0000-0002-1825-0097'], docker: false, description: 'Two\nlines' }, { name: 'Somebody Else', remote: 'https://github.com/a/b' });
  expect(spec({ ...first.answers, directory: 'x' })).toEqual(first);
});

it('takes any words: a spec, or two lines', () => {
  const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary' }), fc.constantFrom(`O'Neil & "Söhne": $(id) <b> #1`, '`id`', '${{ x }}', 'שלום', '🙂'.repeat(100), '%s', '\\', '--yes', '- a: b'));
  fc.assert(
    fc.property(words, words, words, words, (title, description, author, target) => {
      try {
        const { title: kept, slug, package: name, initials, authors } = spec({ title, description, authors: [author], target });
        expect(kept).not.toMatch(/\p{Cc}/u);
        expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(isPackageName(name)).toBe(true);
        expect(initials).toMatch(/^[a-z]{1,3}$/);
        expect(authors).toHaveLength(1);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.remedy).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});
