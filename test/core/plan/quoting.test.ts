import { describe, expect, it } from '@jest/globals';
import { md, q } from '../../../core/plan/quoting.ts';
import { parseYaml } from '../../../core/yaml.ts';

const hostile = [
  `O'Neil & "Söhne": $(id) <b> #1`,
  'a `code` | pipe\nsecond line\r\n# heading ${{ secrets.X }} <%= 1 %> {{ y }} \\ end',
  '<!-- results:start -->',
  '--- #\u0000\u0007\u007f\u0085\u2028 end\\',
  '- list',
  '1. list',
  '(target)=',
  '% comment',
  '\ud800 half',
  '',
];

describe('q', () => {
  it.each(hostile)('is a string that JSON and YAML read back: %j', (words) => {
    const sound = words.replace('\ud800', '\ufffd');
    expect(JSON.parse(q(words))).toBe(sound);
    expect(parseYaml(`a: ${q(words)}`)).toEqual({ a: sound });
  });

  it('leaves no character that TOML forbids', () => {
    expect(q('\u007f\u0085\u0000')).toBe('"\\u007f\\u0085\\u0000"');
  });
});

describe('md', () => {
  it.each(hostile)('stays on one line, without control characters: %j', (words) => {
    expect(md(words)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
  });

  it.each([
    ['a `b` <b> | c', 'a \\`b\\` \\<b\\> \\| c'],
    ['# title #', '\\# title \\#'],
    ['- item', '\\- item'],
    ['12) item', '12\\) item'],
    ['my_jets _emphasis_', 'my_jets \\_emphasis\\_'],
    ['R&D &amp; &#35;', 'R&D &amp;amp; &amp;#35;'],
    ['<!-- results:start -->', '\\<!-- results:start --\\>'],
    ["O'Neil-Müller, Jürgen", "O'Neil-Müller, Jürgen"],
    ['(a)= b', '\\(a)= b'],
    ['${{ x }} {{ y }}', '\\$\\{\\{ x \\}\\} \\{\\{ y \\}\\}'],
  ])('%s → %s', (words, expected) => {
    expect(md(words)).toBe(expected);
  });
});
