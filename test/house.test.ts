// The house keeps its order: directions of imports, one door per package, no `any`, small files.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const sources = ['core', 'generators']
  .flatMap((top) => fs.readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' }).map((file) => path.join(top, file)))
  .filter((file) => file.endsWith('.ts') && file !== path.join('core', 'catalogue', 'table.ts')) // made by the build
  .map((file) => ({ file: file.replaceAll(path.sep, '/'), text: fs.readFileSync(path.join(root, file), 'utf8') }));
const importsOf = (text: string): readonly string[] => [...text.matchAll(/(?:^(?:import|export)\b[^;]*?from|^import|\bimport\()\s*'([^'\n]+)'/gm)].map(([, name]) => name ?? '');
const packagesOf = (text: string): readonly string[] =>
  importsOf(text).filter((name) => !name.startsWith('.') && !name.startsWith('node:')).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);

/** Who may import from whom inside core/: each folder from itself and from those before it. */
const order = ['', 'catalogue', 'look', 'spec', 'archives', 'plan', 'report'];

/** Python that goes into generated repositories; fetch.py is the whole of a command. */
const python = fs.readdirSync(path.join(root, 'templates'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/')).filter((file) => /(^|\/)src\/.*\.py$/.test(file))
  .map((file) => [file, fs.readFileSync(path.join(root, 'templates', file), 'utf8').trimEnd().split('\n').length, /\/fetch\.py$/.test(file) ? 400 : 150] as const);

describe('the house', () => {
  it('has sources', () => expect(sources.length).toBeGreaterThan(50));

  it.each(sources.filter(({ file }) => file.startsWith('core/')).map(({ file, text }) => [file, text] as const))('%s thinks and does not act', (file, text) => {
    const folder = path.posix.dirname(file);
    for (const name of importsOf(text)) {
      if (!name.startsWith('.')) {
        expect(['node:crypto', 'node:path', 'node:path/posix', 'ejs', 'yaml', 'spdx-license-list']).toContain(packagesOf(`from '${name}'`)[0] ?? name);
        continue;
      }
      const target = path.posix.join(folder, name);
      expect(target.startsWith('core/')).toBe(true);
      const [from, to] = [file, target].map((one) => order.indexOf(one.split('/').length > 2 ? (one.split('/')[1] ?? '') : ''));
      // The catalogue's shape holds dataset records, and those are spec's: types alone cross there.
      if (file === 'core/catalogue/catalogue.ts') expect(target).toMatch(/^core\/spec\//);
      else expect([file, target, (to ?? 0) <= (from ?? 0)]).toEqual([file, target, true]);
    }
  });

  it('has one door per package', () => {
    const doors = new Map<string, string[]>();
    for (const { file, text } of sources) for (const name of new Set(packagesOf(text))) doors.set(name, [...(doors.get(name) ?? []), file]);
    for (const [name, files] of doors) expect([name, name.startsWith('@yeoman/') ? 1 : files.length]).toEqual([name, 1]);
    expect([...doors.keys()]).toEqual(expect.arrayContaining(['yeoman-generator', 'ejs', 'inquirer', 'simple-git', 'yaml', 'execa']));
  });

  it.each(python)('templates/%s has %i lines, at most %i', (_, lines, most) => expect(lines).toBeLessThanOrEqual(most));

  it.each(sources.map(({ file, text }) => [file, text] as const))('%s is small, says what it knows, and has no any', (_, text) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(201);
    expect(text.replace(/^#!.*\n/, '')).toMatch(/^\/\/ .+/);
    expect(text).not.toMatch(/\bas any\b|: any\b|@ts-ignore|eslint-disable/);
  });
});
