// What holds for every template, whatever project it joins.
import { describe, expect, it } from '@jest/globals';
import { withPackage } from '../../../core/plan/python.ts';
import { LONGEST_PACKAGE } from '../../../core/spec/identifiers.ts';
import { templates } from './projects.ts';

const rendered = [...templates].filter(([path]) => path.endsWith('.ejs'));
const control = (text: string): readonly string[] => text.split('\n').filter((line) => /<%[_-]?\s*(if|for|while|switch|\}|const|let|var)/.test(line));

describe('templates', () => {
  it('are there', () => {
    expect(rendered.length).toBeGreaterThan(8);
  });

  it.each(rendered)('%s prints fields, with at most one level of logic', (_, text) => {
    let depth = 0;
    for (const [tag] of text.matchAll(/<%[\s\S]*?%>/g)) {
      if (/^<%[_-]?=?-/.test(tag)) throw new Error(`${tag} prints what is not escaped`);
      depth += [...tag.matchAll(/\{/g)].length - [...tag.matchAll(/\}/g)].length;
      expect(depth).toBeLessThanOrEqual(1);
      if (tag.startsWith('<%=')) expect(tag).toMatch(/^<%= (q\(|md\()?(it\.\w+|one)\)? %>$/);
    }
    expect(depth).toBe(0);
  });

  it('hold fewer than 5 % of control lines', () => {
    const lines = rendered.reduce((sum, [, text]) => sum + text.split('\n').length, 0);
    const controls = rendered.reduce((sum, [, text]) => sum + control(text).length, 0);
    expect(controls / lines).toBeLessThan(0.05);
  });

  it('let the words of a user in through md or q only', () => {
    for (const [path, text] of rendered) expect([path, [...text.matchAll(/<%= it\.(title|description|modelTitle|taskTitle|frameworkTitle|modelSummary) %>/g)]]).toEqual([path, []]);
  });

  it('end with a line end, and none is empty', () => {
    for (const [path, text] of templates) if (!path.startsWith('datasets/') || path.endsWith('.py')) expect([path, text.endsWith('\n') && text.trim() !== '']).toEqual([path, true]);
  });

  it('name the package by its placeholder only', () => {
    for (const [path, text] of rendered) expect([path, text.includes('_package_')]).toEqual([path, false]);
  });

  it('have no line of Python that a long name of the package makes too long', () => {
    const python = [...templates].filter(([path]) => path.endsWith('.py'));
    const name = 'n'.repeat(LONGEST_PACKAGE);
    const long = python.flatMap(([path, text]) => withPackage(text, name).split('\n').filter((line) => line.includes(name) && [...line].length > 120).map((line) => `${path}: ${line}`));
    expect(python.length).toBeGreaterThan(100);
    expect(long).toEqual([]);
  });
});
