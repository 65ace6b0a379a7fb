import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import helpers from 'yeoman-test';
import { planFresh } from '../../core/plan/fresh.ts';
import { newProject } from '../../generators/app/index.ts';
import { parseArgv } from '../../generators/_shell/args.ts';
import { generatorFor } from '../../generators/_shell/base.ts';
import type { World } from '../../generators/_shell/project.ts';
import { problems } from '../core/report/schema.ts';
import { recordOf } from '../core/spec/records.ts';

interface Ran {
  readonly cwd: string;
  readonly printed: string;
  readonly exitCode: number | null;
  readonly error: unknown;
  readonly said: readonly string[];
}

const planner: NonNullable<World['planner']> = (spec) => ({ drafts: [{ path: 'README.md', text: `# ${spec.title}\n`, owner: 'seeded', why: 'test' }, { path: `src/${spec.package}/__init__.py`, text: '"""x"""\n', owner: 'seeded', why: 'test' }], notes: [] });
const lookUp: NonNullable<World['lookUp']> = async (requested) => recordOf({ requested, key: requested === 'cdms' ? 'cdms' : null, files: [{ path: 'a.csv', size: 1, checksum: null, urls: [], selected: true, availability: 'online', unsafe: false }] });

/** Runs the generator through Yeoman in a folder of its own. */
async function run(argv: readonly string[], { answers, files = {}, world = {} }: { answers?: Record<string, unknown>; files?: Record<string, string>; world?: Partial<World> } = {}): Promise<Ran> {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'app-'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    fs.writeFileSync(path.join(cwd, name), text);
  }
  let [printed, exitCode]: [string, number | null] = ['', null];
  const said: string[] = [];
  const steps = newProject(parseArgv(argv), { cwd, now: new Date('2026-11-24T12:00:00Z'), person: answers !== undefined, say: (line) => void said.push(line), planner, lookUp, ...world }, {
    print: (text) => void (printed += text),
    paint: (_, text) => text,
    finish: (code) => void (exitCode = code),
  });
  const error: unknown = await helpers
    .run(generatorFor(() => steps), { namespace: 'fair-ai:app' }) //
    .withAnswers(answers ?? {})
    .then(() => null, (reason: unknown) => reason);
  return { cwd, printed, exitCode, error, said };
}
const tree = (folder: string): readonly string[] =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.includes('.git')).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();

describe('a new project', () => {
  it('with --yes', async () => {
    const { cwd, printed, exitCode, error } = await run(['x', '--yes', '--no-git']);
    expect({ error, exitCode }).toEqual({ error: null, exitCode: 0 });
    expect(tree(cwd)).toEqual(['x/README.md', 'x/src/x/__init__.py']);
    expect(printed).toMatch(/^Made X in x: 2 files\./);
  });

  it('from answers to the questions', async () => {
    const { cwd, printed, error } = await run(['--json'], { answers: { title: 'My jets', directory: 'jets', authors: 'Lovelace, Ada', license: 'ISC', datasets: 'cdms', model: 'ridge', parts: ['conda'], package: 'jets', orcids: '', affiliations: '', description: 'Mine.', repository: '', codeDoi: '', ci: 'none' } });
    expect(error).toBeNull();
    expect(fs.readFileSync(path.join(cwd, 'jets', 'README.md'), 'utf8')).toBe('# My jets\n');
    const report: unknown = JSON.parse(printed);
    expect(problems('report', report)).toEqual([]);
    expect(report).toMatchObject({ project: { title: 'My jets', licence: 'ISC', model: 'ridge' }, git: null, replay: expect.stringContaining('--no-docker --no-notebooks --no-docs --no-git') });
  });

  it('in a repository with a commit', async () => {
    const { cwd, printed } = await run(['x', '--yes']);
    expect(printed).toMatch(/git: a repository with/);
    expect(fs.existsSync(path.join(cwd, 'x', '.git', 'HEAD'))).toBe(true);
  });

  it('from a file, over which flags win', async () => {
    const { printed } = await run(['x', '--answers', 'cookiecutter.json', '--yes', '--no-git', '--license', 'MIT', '--json'], { files: { 'cookiecutter.json': '{"project_name": "Jets", "open_source_license": "GPLv3", "data_doi": "10.5281/zenodo.1"}' } });
    expect(JSON.parse(printed)).toMatchObject({ project: { title: 'Jets', licence: 'MIT', datasets: ['10.5281/zenodo.1'], recipe: 'table' } });
  });

  it('as a plan only', async () => {
    const { cwd, printed, exitCode } = await run(['x', '--yes', '--dry-run', '--json']);
    expect(problems('plan', JSON.parse(printed))).toEqual([]);
    expect({ exitCode, tree: fs.readdirSync(cwd) }).toEqual({ exitCode: 0, tree: [] });
  });

  it('beside what is there, with --force: exit 1 while conflicts are left', async () => {
    const { cwd, exitCode, printed } = await run(['.', '--yes', '--force'], { files: { 'README.md': 'mine\n', 'notes.txt': 'mine\n' } });
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/conflict README\.md/);
    expect(fs.readFileSync(path.join(cwd, 'README.md'), 'utf8')).toBe('mine\n');
    expect(fs.existsSync(path.join(cwd, '.git'))).toBe(false);
  });

  it('twice: nothing more to do', async () => {
    const first = await run(['x', '--yes', '--no-git'], {});
    const steps = newProject(parseArgv(['x', '--yes', '--no-git', '--force']), { cwd: first.cwd, now: new Date(), person: false, say: () => {}, planner, lookUp }, { print: (text) => expect(text).toMatch(/0 files, 2 were there already/), paint: (_, text) => text, finish: (code) => expect(code).toBe(0) });
    await helpers.run(generatorFor(() => steps), { namespace: 'fair-ai:app' });
  });

  it('from the real templates', async () => {
    const { cwd, error } = await run(['x', '--yes', '--no-git', '--title', `O'Neil & "Söhne": $(id) <b> #1`], { world: { planner: planFresh } });
    expect(error).toBeNull();
    expect(tree(path.join(cwd, 'x'))).toEqual(expect.arrayContaining(['.fair-ai.yml', 'CITATION.cff', 'LICENSE', 'data/manifest.json']));
  });
});

it.each<[string, string[], Record<string, string>, RegExp]>([
  ['a filled directory', ['x', '--yes'], { 'x/a.txt': 'mine' }, /'x' is not empty/],
  ['a file', ['x', '--yes'], { x: 'mine' }, /is a file/],
  ['nobody to ask', ['x'], {}, /No terminal to ask in, and no answer to --title/],
  ['a model that does not fit', ['x', '--yes', '--model', 'mlp', '--framework', 'scikit-learn'], {}, /does not fit/],
  ['an answers file that is not there', ['x', '--yes', '--answers', 'no.yml'], {}, /no\.yml cannot be read: it does not exist/],
])('refuses %s and writes nothing', async (_, argv, files, message) => {
  const { cwd, error, printed } = await run(argv, { files });
  expect(error).toMatchObject({ name: 'UserError', message: expect.stringMatching(message) });
  expect(tree(cwd)).toEqual(Object.keys(files));
  expect(printed).toBe('');
});
