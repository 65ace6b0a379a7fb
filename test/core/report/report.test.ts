import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { catalogue } from '../../../core/catalogue/table.ts';
import { comparePlan } from '../../../core/plan/compare.ts';
import { help } from '../../../core/report/help.ts';
import { listOf, rowsOf } from '../../../core/report/list.ts';
import { nextSteps, replayCommand } from '../../../core/report/next.ts';
import { quote } from '../../../core/report/quote.ts';
import { planForMachines, reportOf } from '../../../core/report/report.ts';
import { formatRecord } from '../../../core/archives/card.ts';
import { formatPlan, formatReport, formatTable } from '../../../core/report/text.ts';
import { formatBytes, visible } from '../../../core/words.ts';
import { kinds } from '../../../core/spec/options.ts';
import { resolve } from '../../../core/spec/resolve.ts';
import type { Answers } from '../../../core/spec/spec.ts';
import { parseArgv } from '../../../generators/_shell/args.ts';
import { recordOf } from '../spec/records.ts';
import { problems } from './schema.ts';

const paint = (_: string, text: string): string => text;
const run = { today: '2026-11-24', tool: { name: 'create-fair-ai', version: '0.1.0' } };
const hostile = `O'Neil & "Söhne": $(id) <b> #1`;
const resolved = (answers: Answers) =>
  resolve({ answers: { datasets: ['cdms'], ...answers }, facts: { cwd: '/tmp', name: null, email: null, remote: null }, records: [recordOf({ key: 'cdms', requested: 'cdms' })], catalogue }, run);
const plan = comparePlan(
  ['b', 'a', 'c'].map((path) => ({ path, text: `${path}ö`, owner: 'seeded', why: 'a test' })),
  new Map([['b', 'bö'], ['c', null]]),
  ['A note.'],
);

describe('help', () => {
  it.each(['new', 'update', 'dataset', 'list'] as const)('of %s fits one screen', (command) => {
    const lines = help(command).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });
  it('does not speak of what comes later', () => expect(help('new')).not.toMatch(/retrofit|lesson|check/));
});

it.each(['plain', 'a b', hostile, "''", '', 'a\nb', '$HOME `id` \\'])('a shell reads %j back', (word) =>
  expect(execFileSync('sh', ['-c', `printf %s ${quote(word)}`], { encoding: 'utf8' })).toBe(word));

describe('the command that repeats a run', () => {
  it.each<Answers>([
    {},
    { directory: 'My jets', title: hostile, description: 'Two\nlines', authors: ["O'Neil-Müller, Jürgen <a@b.de>", 'CMS'], orcids: ['0000-0002-1825-0097', null], affiliations: [null, null], files: '*.csv' },
    { title: '--yes', docker: false, git: false, ci: 'none', model: 'mlp', framework: 'pytorch', codeDoi: '10.5281/zenodo.1', repository: 'https://github.com/a/b' },
  ])('makes the same project from %j', (answers) => {
    const first = resolved(answers);
    const command = replayCommand({ directory: first.directory, answers: first.spec.answers, mirror: null, offline: false });
    // what npm hands on: the words after the --, as a shell reads them
    const words = execFileSync('sh', ['-c', `npm() { shift 3; printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
    const again = parseArgv(words);
    expect(again.options.yes).toBe(true);
    expect(resolved(again.answers)).toEqual(first);
  });

  it('keeps the mirror', () => expect(replayCommand({ directory: 'x', answers: {}, mirror: 'http://localhost:1', offline: true })).toBe('npm init fair-ai -- x --yes --mirror http://localhost:1 --offline'));
});

describe('next steps', () => {
  const { spec } = resolved({});
  it('quote the directory', () => expect(nextSteps(spec, 'My jets', { make: true, windows: false })).toEqual(["cd 'My jets'", 'make env', 'make data train evaluate card']));
  it('look up first what was not looked up', () => expect(nextSteps({ ...spec, datasets: [recordOf({ status: 'unresolved' })] }, 'x', { make: true, windows: false })[1]).toBe('npm init fair-ai -- update --data'));
  it('need no cd in place', () => expect(nextSteps(spec, '.', { make: true, windows: false })[0]).toBe('make env'));
  it('need no make', () => expect(nextSteps(spec, 'x', { make: false, windows: true }).join('\n')).toMatch(/cd "x"\npy -m venv .venv\n.venv\\Scripts\\python -m pip install -e \.\n.venv\\Scripts\\python -m fair_ai_project data train evaluate card/));
});

describe('what is printed', () => {
  const { spec } = resolved({ title: hostile });
  const made = reportOf(spec, 'x', plan, null, ['make env'], 'npm init fair-ai');

  it('names what became of each file', () => expect([made.created, made.kept, made.conflicts]).toEqual([['a'], ['b'], ['c']]));

  it('keeps its schemas', () => {
    expect(problems('report', made)).toEqual([]);
    expect(problems('report', { ...made, surprise: 1 })).not.toEqual([]);
    expect(problems('plan', planForMachines(plan, 'x', '0.1.0'))).toEqual([]);
    expect(problems('plan', { ...planForMachines(plan, 'x', '0.1.0'), format: 'x' })).not.toEqual([]);
    for (const kind of kinds) expect(problems('list', listOf(kind, catalogue))).toEqual([]);
    expect(problems('answers', spec.answers)).toEqual([]);
    expect(problems('answers', { titel: 'x' })).not.toEqual([]);
  });

  it('shows conflicts, notes and the commands', () => {
    expect(formatReport(made, paint)).toMatch(/Made O'Neil .* in x: 1 file, 1 were there already[^]*conflict c: [^]*note A note\.[^]*make env[^]*npm init fair-ai/);
    expect(formatPlan(plan, 'x', paint)).toMatch(/nothing is written[^]*create {3}a .*seeded: a test\n {2}keep {5}b .*\n {2}conflict c/);
    expect(formatTable(rowsOf(listOf('models', catalogue)), paint)).toMatch(/^linear +Linear model/m);
    expect(formatRecord(recordOf({ title: 'A\u001b[31m title', notes: ['n'] }), paint)).not.toMatch(/\u001b/);
  });

  it.each([[0, '0 B'], [999, '999 B'], [1449418, '1.4 MB'], [244910603204, '244.9 GB']])('%i bytes are %s', (size, words) => expect(formatBytes(size)).toBe(words));
  it('moves no cursor', () => expect(visible('a\u001b[2Jb\nc\u202ed')).toBe('a?[2Jb c?d'));
  it('trains nothing without a target', () => expect(nextSteps({ ...resolved({}).spec, target: null }, 'x', { make: true, windows: false })).toEqual(['cd x', 'make env', 'make data']));
});
