// YAML of strangers: refused in words, or read, in a time that grows with its length.
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../core/errors.ts';
import { parseAnswers } from '../../core/spec/answers.ts';
import { parseYaml, printYaml } from '../../core/yaml.ts';

const levels = (count: number): string => Array.from({ length: count }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
const laughs = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)].join('\n');
const refused: Readonly<Record<string, string>> = {
  'aliases of aliases': laughs, 'an alias of itself': 'title: &a [*a]', 'brackets': '['.repeat(90_000), 'closed brackets': `a: ${'['.repeat(60)}${']'.repeat(60)}`, 'braces': '{a: '.repeat(40_000), 'dashes': '- '.repeat(90_000), 'levels': levels(400), 'questions': '? '.repeat(90_000), 'mixed marks': '- ? - : '.repeat(20_000),
  'a key twice': 'title: a\ntitle: b', 'a key twice, quoted': 'title: a\n"title": b', 'a key twice, deep': 'a: {b: 1, b: 2}', 'a list as key': '? [a]\n: 1', 'a tag of Python': 'title: !!python/object/apply:os.system [id]', 'a tag of JavaScript': 'title: !!js/function "x"', 'a tag of nobody': 'title: !x y', 'tags': '!!a '.repeat(40_000), 'anchors': '&a '.repeat(60_000),
  'a megabyte': `title: ${'x'.repeat(1e6)}`, 'documents': '---\n'.repeat(20_000), 'directives': '%a\n'.repeat(60_000), 'an alias of nothing': 'title: *x', 'an open quote': `title: "${'\n'.repeat(100_000)}`, 'NUL': 'title: "a\u0000', 'tabs': '\t\ta: 1\n b: 2',
};
const long: Readonly<Record<string, string>> = { keys: Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'), list: '- 1\n'.repeat(50_000), comments: '#\n'.repeat(99_000), text: `a: "${'['.repeat(40)}${'x\\n'.repeat(60_000)}"`, blank: '\n'.repeat(199_000), 'scalar anchors': Array.from({ length: 9000 }, (_, i) => `- &a${i} 1`).join('\n') };

describe('YAML', () => {
  it.each(Object.entries(refused))('%s: an answers file is refused in two lines', (_, text) => {
    let said: unknown = null;
    try {
      parseAnswers(text, 'answers.yml');
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(UserError);
    expect(String(said).split('\n').length).toBe(1);
    expect(String(said).length).toBeLessThan(400);
  }, 60_000);
  it.each(Object.entries(long))('%s of 200 kB: read', (_, text) => void parseYaml(text), 60_000);
  it('what is printed is read back, deep and long as it may be', () => {
    const value = { title: 'a: b', list: [1, null, 'null', '1e3', ''], deep: { a: { b: { c: [{ d: '[['.repeat(20) }] } } }, text: 'x\ny\n' };
    expect(parseYaml(printYaml(value))).toEqual(value);
  });
});
