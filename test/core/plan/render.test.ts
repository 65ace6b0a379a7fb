import { describe, expect, it } from '@jest/globals';
import { render } from '../../../core/plan/render.ts';

const fields = { title: `O'Neil & <b>`, yes: true, no: false, list: ['a', 'b'], none: null };

describe('render', () => {
  it.each([
    ['prints without HTML entities', '<%= it.title %>', `O'Neil & <b>`],
    ['quotes', 't = <%= q(it.title) %>', `t = "O'Neil & <b>"`],
    ['escapes for Markdown', '# <%= md(it.title) %>', `# O'Neil & \\<b\\>`],
    ['takes condition lines out with their line ends', 'a\n<%_ if (it.yes) { _%>\nb\n<%_ } _%>\nc\n', 'a\nb\nc\n'],
    ['leaves a part out', 'a\n<%_ if (it.no) { _%>\nb\n<%_ } _%>\nc\n', 'a\nc\n'],
    ['repeats', '<%_ for (const one of it.list) { _%>\n- <%= one %>\n<%_ } _%>\n', '- a\n- b\n'],
    ['leaves expressions of GitHub and make alone', '${{ x }} $(y) {{ z }}', '${{ x }} $(y) {{ z }}'],
  ])('%s', (_, template, expected) => {
    expect(render('t', template, fields)).toBe(expected);
  });

  it.each([
    ['a field that is not there', '<%= it.titel %>'],
    ['a condition on a field that is not there', '<% if (it.titel) { %>x<% } %>'],
    ['an object', '<%= it.list %>'],
    ['null', '<%= it.none %>'],
    ['a truth value', '<%= it.yes %>'],
    ['a name without it.', '<%= title %>'],
  ])('throws for %s', (_, template) => {
    expect(() => render('t', template, fields)).toThrow();
  });
});
