// What `dataset` says of local tables, and what a target suggests.
import { describe, expect, it } from '@jest/globals';
import { look } from '../../../core/look/look.ts';
import { guessOf, together } from '../../../core/look/preview.ts';
import { formatSeen } from '../../../core/report/seen-text.ts';
import type { Paint } from '../../../core/report/text.ts';

const plain: Paint = (_, text) => text;
const previewOf = (text: string, whole = true) => {
  const seen = look(Buffer.from(text), whole, {});
  if (typeof seen === 'string') throw new Error(seen);
  return together([{ path: 'x.csv', look: seen }]);
};

describe('a look in words', () => {
  it('is recipe, form and columns', () => {
    const preview = previewOf('Title\n\nname;mass [g];y\na;1,5;0\nb;;1\na;2,5;1\n');
    expect(formatSeen('table: A table', [], { preview, notes: [] }, plain)).toBe([
      'recipe      table: A table',
      'written as  semicolons between cells, decimal comma, utf-8, 2 lines above the',
      '            header skipped, units of 1 column',
      'columns     3, of 3 rows',
      '',
      '  name      words, none missing, classification (2 different words)',
      '  mass [g]  numbers, in g, 1 missing, regression (2 different numbers)',
      '  y         numbers, none missing, classification (two whole numbers, 0 and 1)',
      '',
      'Nothing of this is written: `make data` decides from all bytes how a file is read.',
      '',
    ].join('\n'));
  });
  it('is a note where there is none', () => expect(formatSeen(null, ['No file is selected.'], { preview: null, notes: ['x.xlsx: not checked yet.'] }, plain)).toBe('note: No file is selected.\nnote: x.xlsx: not checked yet.\n'));
  it('says of what it has not seen whole that it has not', () => expect(formatSeen(null, [], { preview: previewOf('x,y\n1,2\n3,2\n5,6\n7,', false), notes: [] }, plain)).toMatch(/2, of 2 rows in the first MiB[\s\S]*y {2}numbers, none missing, one value only in the first MiB/));
});

describe('a target suggests', () => {
  it.each([
    ['y\n0.5\n1.5\n2.5\n', 'regression'], ['y\n0\n1\n0\n', 'classification'], ['y\n1\n2\n3\n', 'regression'], ['y\n0.5\n1.5\n0.5\n', 'regression'], ['y,x\na,1\nb,2\na,3\n', 'classification'], ['y\n1\n1\n1\n', null], ['y\n2024-01-01\n2024-01-02\n', null],
    [`y,x\n${Array.from({ length: 120 }, (_, i) => `w${i},${i}`).join('\n')}\n`, null],
  ])('of %j %s', (text, task) => expect(guessOf(previewOf(text)?.columns[0] ?? { name: '', unit: null, kind: 'words', why: null, numeral: null, missing: 0, values: new Set(), whole: false }).task).toBe(task));
});
