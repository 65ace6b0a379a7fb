// A package must not bear the name of a module that the project imports: the list is derived, and here it is held against what the templates and records say.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../core/catalogue/table.ts';
import { isPackageName, packageOf } from '../../../core/spec/identifiers.ts';
import { isModule } from '../../../core/spec/modules.ts';
import { slugFor } from '../../../core/spec/names.ts';
import { packageProblem } from '../../../core/spec/rules.ts';

const templates = path.resolve(import.meta.dirname, '../../../templates');
const python = fs.readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((file) => /[/\\]src[/\\].*\.py$/.test(file));
const imported = python.flatMap((file) => [...fs.readFileSync(path.join(templates, file), 'utf8').matchAll(/^\s*(?:from|import) ([a-z]\w*)/gm)].map(([, name = '']) => name));
const { datasets, models, frameworks, tools, networks } = catalogue;
const declared = [...datasets, ...models, ...frameworks, ...tools, networks].flatMap(({ dependencies }) => dependencies).map((one) => /^[\w.-]+/.exec(one)?.[0].toLowerCase().replace(/[-.]/g, '_') ?? '');

describe('a package', () => {
  it.each([...new Set(imported)].filter((name) => name !== '_package_').sort())('is not called %s, which the templates import', (name) => expect(isModule(name) || !isPackageName(name)).toBe(true));
  it.each([...new Set(declared)].sort())('is not called %s, which the records declare', (name) => expect(isModule(name)).toBe(true));

  it.each(['yaml', 'tqdm', 'pyarrow', 'torch', 'numpy', 'json', 'asyncio', 'pytest', 'dateutil', 'filelock', 'tomllib', 'attr'])('%s is renamed by default, and refused when typed', (name) => {
    expect(packageOf(name)).toBe(`${name}_project`);
    expect(packageProblem(name)).toContain(`${name}_project`);
    expect(slugFor({ answers: { directory: name }, facts: { cwd: '/' } })).toBe(`${name}-project`); // nor may the distribution be what it needs
  });

  it('keeps any other name', () => expect(['jets', 'my_jets', 'higgs'].map(packageProblem)).toEqual([null, null, null]));
});
