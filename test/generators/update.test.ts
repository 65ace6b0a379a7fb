import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import helpers from 'yeoman-test';
import { GoneError } from '../../core/archives/gone.ts';
import { NetworkError, UserError } from '../../core/errors.ts';
import type { DatasetFile, DatasetRecord } from '../../core/spec/dataset.ts';
import { newProject } from '../../generators/app/index.ts';
import { parseArgv } from '../../generators/_shell/args.ts';
import { workingFolder } from '../../generators/_shell/working.ts';
import { INSIDE } from '../../generators/_shell/apply.ts';
import { dead } from './_shell/remains.ts';
import { generatorFor } from '../../generators/_shell/base.ts';
import type { World } from '../../generators/_shell/project.ts';
import { updateProject } from '../../generators/update/index.ts';
import { complaints } from '../core/archives/valid.ts';
import { problems } from '../core/report/schema.ts';
import { recordOf } from '../core/spec/records.ts';

const now = new Date('2026-11-24T12:00:00Z');
const later = new Date('2026-12-24T12:00:00Z');
const DOI = '10.5072/zenodo.1';
const file = (name: string, over: Partial<DatasetFile> = {}): DatasetFile => ({ path: name, size: 10, checksum: `md5:${'a'.repeat(32)}`, urls: [`https://zenodo.org/${name}`], selected: true, availability: 'online', unsafe: false, ...over });
const first = recordOf({ requested: DOI, doi: DOI, conceptDoi: '10.5072/zenodo.0', title: 'My table', version: '1', files: [file('a.csv'), file('b.csv')], resolvedAt: now.toISOString() });
const second: DatasetRecord = { ...first, doi: '10.5072/zenodo.2', version: '2', files: [file('a.csv'), file('b.csv', { size: 11 }), file('c.csv')], resolvedAt: later.toISOString() };

type Answers = Readonly<Record<string, DatasetRecord | Error>>;
const lookUpIn = (answers: Answers): NonNullable<World['lookUp']> => async (text) => {
  const found = answers[text];
  if (found === undefined) throw new Error(`nobody was expected to look up ${text}`);
  if (found instanceof Error) throw found;
  return { ...found, requested: text };
};

interface Ran {
  readonly printed: string;
  readonly exitCode: number | null;
  readonly error: unknown;
}
const quiet = { person: false, say: () => {} };

async function run(steps: ReturnType<typeof updateProject>, answers: Readonly<Record<string, unknown>>): Promise<unknown> {
  return helpers.run(generatorFor(() => steps), { namespace: 'fair-ai:update' }).withAnswers({ ...answers }).then(() => null, (reason: unknown) => reason);
}

/** Runs `update` in a project's folder, with archives that answer as the table says. */
async function update(cwd: string, answers: Answers, words: readonly string[] = [], { person = false, says = {} }: { person?: boolean; says?: object } = {}): Promise<Ran> {
  let [printed, exitCode]: [string, number | null] = ['', null];
  const world = { ...quiet, cwd, now: later, person, lookUp: lookUpIn(answers) };
  const steps = updateProject(parseArgv(['update', '--data', ...words]), world, { print: (text) => void (printed += text), paint: (_, text) => text, finish: (code) => void (exitCode = code) });
  const error = await run(steps, { ...says });
  return { printed, exitCode, error };
}

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'update-'));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));
let template = '';
beforeAll(async () => {
  template = path.join(home, 'template');
  const steps = newProject(parseArgv([template, '--yes', '--no-git', '--title', 'My jets', '--dataset', DOI, '--recipe', 'table', '--target', 'y']), { ...quiet, cwd: home, now, lookUp: lookUpIn({ [DOI]: first }) }, { print: () => {}, paint: (_, text) => text, finish: () => {} });
  expect(await run(steps, {})).toBeNull();
});

let count = 0;
const project = (): string => {
  const folder = path.join(home, `p${(count += 1)}`, 'elsewhere');
  fs.cpSync(template, folder, { recursive: true });
  return folder;
};
const read = (folder: string, name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');
const tree = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort().map((name) => [path.relative(folder, name), fs.readFileSync(name, 'utf8')]));

describe('update --data', () => {
  it('with nothing new writes nothing', async () => {
    const folder = project();
    const before = tree(folder);
    const { printed, exitCode, error } = await update(folder, { [DOI]: { ...first, resolvedAt: later.toISOString(), notes: ['other words'] } }, ['--json']);
    expect([error, exitCode]).toEqual([null, 0]);
    expect(problems('update', JSON.parse(printed))).toEqual([]);
    expect(JSON.parse(printed)).toMatchObject({ changed: false, next: [], written: { created: [], replaced: [], removed: [] } });
    expect(tree(folder)).toEqual(before);
  });

  it('takes over what changed, in a folder of another name', async () => {
    const folder = project();
    const before = tree(folder);
    const { printed, exitCode, error } = await update(folder, { [DOI]: second }, ['--json']);
    expect([error, exitCode]).toEqual([null, 0]);
    const report = JSON.parse(printed);
    expect(problems('update', report)).toEqual([]);
    expect(report.datasets[0]).toMatchObject({ kind: 'version', version: { to: { doi: '10.5072/zenodo.2' } } });
    const after = tree(folder);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const touched = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(touched).toEqual([...report.written.replaced].sort());
    expect(touched).toEqual(expect.arrayContaining(['.fair-ai.yml', 'README.md', 'data/README.md', 'data/croissant.json', 'data/manifest.json', 'models/fair4ml.jsonld', 'ro-crate-metadata.json']));
    expect(touched.filter((name) => name.endsWith('.py') || name === 'pyproject.toml')).toEqual([]);
    expect(complaints(JSON.parse(read(folder, 'data/manifest.json')).datasets[0])).toEqual([]);
    expect(await update(folder, { [DOI]: { ...second, resolvedAt: '2027-01-01T00:00:00.000Z' } })).toMatchObject({ exitCode: 0, printed: expect.stringContaining('nothing was written') });
  });

  it('leaves what a person edited, with the lines that would change; options and selection survive', async () => {
    const folder = project();
    fs.appendFileSync(path.join(folder, 'README.md'), 'Mine.\n');
    const manifest = JSON.parse(read(folder, 'data/manifest.json'));
    manifest.recipe.options.target = 'z';
    manifest.datasets[0].files[1].selected = false;
    fs.writeFileSync(path.join(folder, 'data/manifest.json'), JSON.stringify(manifest));
    const readme = read(folder, 'README.md');
    const { printed, exitCode } = await update(folder, { [DOI]: second });
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/conflict README\.md: edited by hand[^]*\+ .*10\.5072\/zenodo\.2/);
    expect(read(folder, 'README.md')).toBe(readme);
    const merged = JSON.parse(read(folder, 'data/manifest.json'));
    expect(merged.recipe.options.target).toBe('z');
    expect(merged.datasets[0].files.map((one: DatasetFile) => [one.path, one.selected])).toEqual([['a.csv', true], ['b.csv', false], ['c.csv', true]]);
    expect(read(folder, 'data/README.md')).toContain('Files: 2 of 3 chosen');
  });

  it('loosens the lock', async () => {
    const folder = project();
    const entry = { sha256: 'f'.repeat(64), size: 10 };
    fs.writeFileSync(path.join(folder, 'data/manifest.lock.json'), JSON.stringify({ format: 'fair-ai/lock@1', files: { 'a.csv': entry, 'b.csv': entry } }));
    expect(JSON.parse((await update(folder, { [DOI]: second }, ['--json'])).printed)).toMatchObject({ unlocked: ['b.csv'] });
    expect(JSON.parse(read(folder, 'data/manifest.lock.json'))).toEqual({ format: 'fair-ai/lock@1', files: { 'a.csv': entry } });
  });

  it('says of which files nobody can tell whether they are the same', async () => {
    const folder = project();
    const files = [file('a.csv', { checksum: null }), file('b.csv')];
    await update(folder, { [DOI]: { ...first, files, resolvedAt: later.toISOString() } });
    const moved = await update(folder, { [DOI]: { ...first, files: [file('a.csv', { checksum: null, urls: ['https://zenodo.org/2'] }), file('b.csv')], resolvedAt: later.toISOString() } });
    expect(moved.printed).toMatch(/note No checksum tells[^\n]*: a\.csv\. /);
  });

  it('--files chooses anew, and is remembered', async () => {
    const folder = project();
    const chosen = { ...first, files: [file('a.csv'), file('b.csv', { selected: false })], resolvedAt: later.toISOString() };
    expect(JSON.parse((await update(folder, { [DOI]: chosen }, ['--files', 'a.*', '--json'])).printed).datasets[0].files).toMatchObject([{ path: 'b.csv', change: 'selection' }]);
    expect(read(folder, '.fair-ai.yml')).toMatch(/^ {2}files: a\.\*$/m);
  });

  it('--dry-run shows and writes nothing', async () => {
    const folder = project();
    const before = tree(folder);
    expect(await update(folder, { [DOI]: second }, ['--dry-run'])).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/nothing is\)[^]*replace .*README\.md/) });
    expect(tree(folder)).toEqual(before);
  });

  it.each([['yes', 0], ['no', 1]] as const)('asks a person: %s', async (write, exitCode) => {
    const folder = project();
    const before = tree(folder);
    expect(await update(folder, { [DOI]: second }, [], { person: true, says: { write } })).toMatchObject({ error: null, exitCode });
    expect(JSON.stringify(tree(folder)) === JSON.stringify(before)).toBe(write === 'no');
  });

  it('names the newer version of a pinned one, and moves to it', async () => {
    const folder = project();
    const { printed } = await update(folder, { [DOI]: { ...first, isLatest: false }, '10.5072/zenodo.0': second }, ['--json']);
    expect(JSON.parse(printed).datasets[0]).toMatchObject({ changed: true, newer: { doi: '10.5072/zenodo.2', version: '2', command: 'npm init fair-ai -- update --data --dataset 10.5072/zenodo.2' } });
    const moved = await update(folder, { '10.5072/zenodo.2': second }, ['--dataset', '10.5072/zenodo.2', '--json']);
    expect(moved).toMatchObject({ exitCode: 0, error: null });
    expect(JSON.parse(moved.printed).datasets[0]).toMatchObject({ before: DOI, requested: '10.5072/zenodo.2', kind: 'version' });
    expect(read(folder, '.fair-ai.yml')).toContain('- 10.5072/zenodo.2\n');
  });

  it('keeps what is known of a record that is gone, and exits with 1 again', async () => {
    const folder = project();
    const gone = new GoneError(new UserError('It was removed', 'Choose another.'), { status: 410, date: '2024-01-01', reason: 'retracted', said: 'It was removed' });
    const { printed, exitCode } = await update(folder, { [DOI]: gone }, ['--json']);
    expect(exitCode).toBe(1);
    expect(problems('update', JSON.parse(printed))).toEqual([]);
    const [record] = JSON.parse(read(folder, 'data/manifest.json')).datasets;
    expect(complaints(record)).toEqual([]);
    expect(record).toMatchObject({ title: 'My table', files: [{ availability: 'withdrawn' }, { availability: 'withdrawn' }] });
    const before = tree(folder);
    expect(await update(folder, { [DOI]: gone })).toMatchObject({ exitCode: 1, printed: expect.stringMatching(/withdrawn[^]*nothing was written/) });
    expect(tree(folder)).toEqual(before);
  });

  it('puts right what a killed run left, but not when nothing is to be written', async () => {
    const folder = project();
    const before = tree(folder);
    const partial = dead(workingFolder(folder, INSIDE));
    fs.mkdirSync(path.join(partial, 'old'), { recursive: true });
    fs.writeFileSync(path.join(partial, 'undo.json'), '{"created":[],"folders":[]}');
    fs.renameSync(path.join(folder, 'LICENSE'), path.join(partial, 'old', 'LICENSE'));
    expect((await update(folder, { [DOI]: first }, ['--dry-run'])).error).toMatchObject({ name: 'UserError', message: expect.stringContaining('killed') });
    expect(await update(folder, { [DOI]: first })).toMatchObject({ exitCode: 0 });
    expect(tree(folder)).toEqual(before);
  });
});

it('a dataset that nobody knew brings its recipe: the files of the guess go, those of the recipe come', async () => {
  const cwd = path.join(home, 'guess');
  fs.mkdirSync(cwd);
  const cdms = recordOf({ requested: DOI, doi: DOI, key: 'cdms', title: 'SuperCDMS', files: [file('reduced_data.csv')], resolvedAt: later.toISOString() });
  const make = (name: string, record: DatasetRecord, when: Date) =>
    run(newProject(parseArgv([name, '--yes', '--no-git', '--title', 'My jets', '--package', 'jets', '--dataset', DOI]), { ...quiet, cwd, now: when, lookUp: lookUpIn({ [DOI]: record }) }, { print: () => {}, paint: (_, text) => text, finish: () => {} }), {});
  expect(await make('jets', recordOf({ requested: DOI, doi: DOI, status: 'unresolved', title: DOI }), later)).toBeNull();
  const before = tree(path.join(cwd, 'jets'));
  expect(await update(path.join(cwd, 'jets'), { [DOI]: cdms }, ['--json'])).toMatchObject({ error: null, exitCode: 0 });
  const after = tree(path.join(cwd, 'jets'));
  fs.renameSync(path.join(cwd, 'jets'), path.join(cwd, 'updated'));
  expect(await make('jets', cdms, later)).toBeNull();
  expect(after).toEqual(tree(path.join(cwd, 'jets')));
  expect(Object.keys(before).filter((name) => !(name in after))).toContain('src/jets/columns.py');
  expect(Object.keys(after).filter((name) => !(name in before)).length).toBeGreaterThan(0);
});

describe('data of this computer', () => {
  const made = async (words: readonly string[]): Promise<string> => {
    const cwd = path.join(home, `local${(count += 1)}`);
    for (const name of ['set/deep/a.csv', 'set/b.csv', 'one.csv']) {
      fs.mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
      fs.writeFileSync(path.join(cwd, name), 'x,y\n1,2\n2,4\n');
    }
    const steps = newProject(parseArgv(['p', '--yes', '--no-git', ...words, '--target', 'y']), { ...quiet, cwd, now }, { print: () => {}, paint: (_, text) => text, finish: () => {} });
    expect(await run(steps, {})).toBeNull();
    return cwd;
  };
  const again = async (cwd: string): Promise<Ran> => {
    let [printed, exitCode]: [string, number | null] = ['', null];
    const steps = updateProject(parseArgv(['update', 'p', '--data', '--json']), { ...quiet, cwd, now: later }, { print: (text) => void (printed += text), paint: (_, text) => text, finish: (code) => void (exitCode = code) });
    return { error: await run(steps, {}), printed, exitCode };
  };

  it.each([['a folder and a file', ['--dataset', 'set', '--dataset', './one.csv']], ['a file and a folder', ['--dataset', 'one.csv', '--dataset', 'set/']]])('is found again: %s', async (_, words) => {
    const cwd = await made(words);
    expect(JSON.parse((await again(cwd)).printed)).toMatchObject({ changed: false, datasets: [{ kind: 'unchanged' }, { kind: 'unchanged' }] });
    fs.writeFileSync(path.join(cwd, 'set/deep/a.csv'), 'x,y\n1,3\n2,4\n');
    fs.rmSync(path.join(cwd, 'set/b.csv'));
    const { printed, exitCode, error } = await again(cwd);
    expect([error, exitCode]).toEqual([null, 0]);
    const files = JSON.parse(printed).datasets.flatMap((one: { files: { path: string; change: string }[] }) => one.files.map(({ path: name, change }) => [name.replace('dataset-2/', ''), change]));
    expect(files).toEqual([['deep/a.csv', 'changed'], ['b.csv', 'removed']]);
  });

  it('stays as it is where it does not lie', async () => {
    const cwd = await made(['--dataset', 'set']);
    fs.renameSync(path.join(cwd, 'set'), path.join(cwd, 'elsewhere'));
    expect(JSON.parse((await again(cwd)).printed)).toMatchObject({ changed: false, datasets: [{ kind: 'left' }] });
  });
});

it.each<[string, Answers, string[], Record<string, string>, object]>([
  ['another folder', {}, ['..'], {}, { name: 'UserError', message: expect.stringContaining('no project of create-fair-ai') }],
  ['no folder', {}, ['nowhere'], {}, { name: 'UserError', message: expect.stringContaining("no directory 'nowhere'") }],
  ['a broken manifest', {}, [], { 'data/manifest.json': '{' }, { name: 'UserError', message: expect.stringContaining('not JSON') }],
  ['two datasets at once', {}, ['--dataset', 'a', '--dataset', 'b'], {}, { name: 'UserError', message: expect.stringContaining('one --dataset') }],
  ['a network that fails', { [DOI]: new NetworkError('No answer', 'Check it, or go on without the network: --offline') }, [], {}, { name: 'NetworkError', remedy: 'Check it. Nothing was written.' }],
  ['a replacement that does not exist', { x: new GoneError(new UserError('There is none', 'Check it.'), { status: 404, date: null, reason: null, said: 'There is none' }) }, ['--dataset', 'x'], {}, { name: 'UserError', message: 'There is none' }],
  ['files that the recipe cannot read', { [DOI]: { ...second, files: [file('a.root')] } }, [], {}, { name: 'UserError', message: expect.stringMatching(/does not fit this project.*reads csv/), remedy: expect.stringContaining(`--dataset ${DOI}`) }],
])('refuses %s and writes nothing', async (_, answers, words, changed, expected) => {
  const folder = project();
  for (const [name, text] of Object.entries(changed)) fs.writeFileSync(path.join(folder, name), text);
  const before = tree(folder);
  expect((await update(folder, answers, words)).error).toMatchObject(expected);
  expect(tree(folder)).toEqual(before);
});

it('without --data is honest about it', async () => {
  const steps = updateProject(parseArgv(['update']), { ...quiet, cwd: project(), now: later }, { print: () => {}, paint: (_, text) => text, finish: () => {} });
  expect(await run(steps, {})).toMatchObject({ name: 'UserError', remedy: expect.stringContaining('update --data') });
});
