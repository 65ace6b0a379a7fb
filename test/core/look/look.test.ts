// The look at the first bytes, held against the table of cases that the Python reader keeps, too (test/templates/looks.py).
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { look, type Look } from '../../../core/look/look.ts';
import type { OptionValue } from '../../../core/catalogue/catalogue.ts';
import { LISTS, parted, unitsOf, wholeName } from '../../../core/look/units.ts';

const root = path.resolve(import.meta.dirname, '../../..');

interface Case {
  readonly name: string;
  readonly text: string;
  readonly bytes?: string; // their encoding
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly form?: Readonly<Pick<Look, 'separator' | 'decimal' | 'encoding' | 'skip' | 'header'>>;
  readonly columns?: readonly (readonly [string, string, string | null, number])[];
  readonly undecided?: readonly string[]; // columns that are left to make data
  readonly refused?: boolean;
}

const cases = (JSON.parse(fs.readFileSync(path.join(root, 'test/fixtures/tables/looks.json'), 'utf8')) as { readonly cases: readonly Case[] }).cases;

/** Of the two code pages that the cases use; letters of theirs that Latin-1 has, and Cyrillic ones. */
function bytesOf({ text, bytes = 'utf-8' }: Case): Uint8Array {
  if (bytes === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (bytes === 'cp1252') return Buffer.from(text, 'latin1');
  if (bytes === 'cp1251') return Uint8Array.from(text, (sign) => (sign >= 'А' ? sign.charCodeAt(0) - 0x410 + 0xc0 : sign.charCodeAt(0)));
  return Buffer.from(text);
}

describe('a table', () => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(40));

  it.each(cases.map((one) => [one.name, one] as const))('of %s', (_, one) => {
    const seen = look(bytesOf(one), true, one.options ?? {});
    if (one.refused === true) {
      expect(typeof seen === 'string' ? seen : seen.columns.some(({ kind, why }) => kind === 'undecided' && why !== null)).toBeTruthy();
      return;
    }
    if (typeof seen === 'string') throw new Error(`not sure: ${seen}`);
    const { separator, decimal, encoding, skip, header, columns } = seen;
    expect({ separator, decimal, encoding, skip, header }).toEqual(one.form);
    const left = one.undecided ?? [];
    expect(columns.map(({ name, kind, unit, missing }) => [name, kind, unit, missing])).toEqual(one.columns?.map(([name, kind, ...rest]) => [name, left.includes(name) ? 'undecided' : kind, ...rest]));
  });
});

describe('a part of a table', () => {
  it('ends in its last whole row, and has no notes below', () => {
    const seen = look(Buffer.from('x,y\n1,2\n3,4\n5,6\n7'), false, {});
    expect(seen).toMatchObject({ rows: 2, whole: false, footer: 0 });
  });
  it.each([['nothing', ''], ['blank lines', '\n\n'], ['a header alone', 'x,y\n'], ['bytes of no text', '\u0000\u0001\u0002']])('of %s is no table', (_, text) => expect(typeof look(Buffer.from(text), true, {})).toBe('string'));
  it('of quotes that nothing closes is not sure', () => expect(look(Buffer.from(`x,y\n${'"a,1\n'.repeat(5000)}`), true, { quote: '"' })).toBe('a quote in line 2 neither begins nor ends a cell'));
});

describe('units', () => {
  it('are those of units.py', () => {
    const python = fs.readFileSync(path.join(root, 'templates/readers/columns/src/_package_/units.py'), 'utf8');
    const listed = (name: string): string => [...(new RegExp(`^_${name} = (\\(\\n[^)]*\\n\\)|".*")$`, 'm').exec(python)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('').replaceAll('\\\\', '\\');
    expect({ PREFIX: listed('PREFIX'), BASES: listed('BASES'), WORDS: listed('WORDS') }).toEqual(LISTS);
  });
  it.each([['mass [g]', 'g'], ['x[3]', null], ['E[GeV]', 'GeV'], ['a [x, y]', null], ['n [-]', null], ['speed (m/s)', 'm/s'], ['sex (m/f)', null], ['T / K', 'K'], ['a / q', null], ['[g]', null], ['m [GeV] (a note)', 'GeV'], ['m [GeV] LOW', 'GeV']])('of %s', (name, unit) => expect(parted(name)[1]).toBe(unit));
  it('are those of errors, too', () => expect([...unitsOf(['m [GeV]', 'SIG [PB]', 'stat +', 'stat -', 'n'])]).toEqual([['m [GeV]', 'GeV'], ['SIG [PB]', 'PB'], ['stat +', 'PB'], ['stat -', 'PB']]));
  it('may be left out of a name', () => expect([wholeName('mass', ['mass [g]', 'x']), wholeName('mass', ['mass [g]', 'mass (kg)']), wholeName('x', ['x', 'x [g]']), wholeName('Turbidité', ['Turbidité (UNT)', 'Turbidité 2 (UNT)'])]).toEqual(['mass [g]', 'mass', 'x', 'Turbidité (UNT)']));
});
