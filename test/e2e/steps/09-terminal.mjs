// People at a terminal: one question at a time, wrong input explained in place, Ctrl-C anywhere; and programs without a terminal.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { create, good, run } from '../lib/shell.mjs';
import { answered, exitCode, question, terminal } from '../lib/terminal.mjs';
import { folder, once } from '../lib/work.mjs';
import { tarball } from './01-tarball.mjs';

const WORDS = ['asked', '--offline'];
const settled = (count) => (seen) => exitCode(seen) !== undefined || (answered(seen) === count && question(seen) !== undefined);

/** Accepts every default; returns the questions in their order. */
const dialogue = once(async () => {
  const home = folder('dialogue');
  const view = terminal(WORDS, home);
  const asked = [];
  for (;;) {
    const seen = await view.until(settled(asked.length), `question ${asked.length + 1} or the end`);
    if (exitCode(seen) !== undefined) {
      view.close();
      return { asked, seen, at: path.join(home, 'asked') };
    }
    asked.push(question(seen));
    view.press('Enter');
  }
});

async function defaults() {
  const { asked, seen, at } = await dialogue();
  assert.equal(exitCode(seen), '0', seen);
  assert.ok(asked.length >= 5, `only ${asked.length} questions`);
  assert.ok(fs.existsSync(path.join(at, 'Makefile')));
  return asked.map((line) => line.slice(2, 80)).join('\n');
}

async function interrupted() {
  const { asked } = await dialogue();
  for (let count = 0; count < asked.length; count += 1) {
    const home = folder(`interrupted-${count}`);
    const view = terminal(WORDS, home);
    for (let given = 0; given <= count; given += 1) {
      await view.until(settled(given), `question ${given + 1}`);
      view.press(given < count ? 'Enter' : 'C-c');
    }
    const seen = await view.until((text) => exitCode(text) !== undefined, 'an exit code');
    view.close();
    assert.equal(exitCode(seen), '130', `at ${asked[count]}:\n${seen}`);
    assert.deepEqual(fs.readdirSync(home), [], `no file after Ctrl-C at ${asked[count]}`);
    assert.ok(!/ {4}at |Error:/.test(seen), `silent at ${asked[count]}:\n${seen}`);
  }
  return `${asked.length} questions`;
}

/** Wrong input keeps the question open and says why. */
async function explained() {
  const { asked } = await dialogue();
  const wrong = [[/author/i, '<>'], [/orcid/i, '0000-0002-1825-0098'], [/package/i, '1 2'], [/dataset/i, 'no such dataset'], [/DOI/, '11.5/x']];
  const tried = wrong.flatMap(([pattern, words]) => {
    const at = asked.findIndex((line) => pattern.test(line));
    return at < 0 ? [] : [{ at, words }];
  });
  assert.ok(tried.length >= 2, `questions to answer wrongly: ${asked.join('\n')}`);
  for (const { at, words } of tried) {
    const view = terminal(WORDS, folder('wrong'));
    for (let given = 0; given < at; given += 1) {
      await view.until(settled(given), `question ${given + 1}`);
      view.press('Enter');
    }
    await view.until(settled(at), asked[at]);
    view.press('C-u');
    view.press('-l', words);
    view.press('Enter');
    const explains = (seen) => /^> \S/m.test(seen) || seen.includes(`"${words}" is`);
    const name = asked[at].split('(')[0].trim();
    await view.until((seen) => explains(seen) && question(seen)?.startsWith(name), `why '${words}' is wrong at ${asked[at]}, and the question again`);
    view.close();
  }
  return `${tried.length} wrong answers`;
}

async function closed() {
  const home = folder('closed');
  const { status, stderr } = await create([], { cwd: home, timeout: 20_000 });
  assert.equal(status, 2, stderr);
  assert.match(stderr, /--\w+/, 'the flags are named');
  assert.deepEqual(fs.readdirSync(home), []);
  const yes = await create(['closed', '--yes', '--offline'], { cwd: home, timeout: 60_000 });
  assert.equal(yes.status, 0, yes.stderr);
}

async function swallowed() {
  const home = folder('swallowed');
  const env = { npm_config_cache: folder('npm-cache') };
  const words = ['exec', '--yes', `--package=${await tarball()}`];
  await good('npm', [...words, '--', 'create-fair-ai', '--version'], { cwd: home, env }); // npm itself installs nothing under --dry-run
  const { status, stdout, stderr } = await run('npm', [...words, 'create-fair-ai', 'x', '--yes', '--dry-run'], { cwd: home, env, timeout: 60_000 });
  assert.ok(status === 0 || status === 2, `exit ${status}: ${stderr}`);
  if (status === 0) assert.match(stdout, /Makefile/, 'the plan is shown');
  assert.deepEqual(fs.readdirSync(home), [], 'nothing was written');
}

/** `--json` alone on stdout, `--dry-run` writes nothing and says what it would. */
async function plan() {
  const home = folder('plan');
  const { stdout } = await good(process.execPath, [path.resolve(import.meta.dirname, '../../../dist/cli.js'), 'x', '--yes', '--offline', '--dry-run', '--json'], { cwd: home });
  const shown = JSON.parse(stdout);
  assert.match(JSON.stringify(shown), /"Makefile"/);
  assert.deepEqual(fs.readdirSync(home), []);
}

export const steps = [
  { name: 'terminal: the questions come one by one', run: defaults },
  { name: 'terminal: Ctrl-C at each question', run: interrupted },
  { name: 'terminal: wrong input is explained in place', run: explained },
  { name: 'terminal: stdin closed', run: closed },
  { name: 'terminal: npm swallowed --dry-run', run: swallowed },
  { name: 'terminal: --dry-run --json', run: plan },
];
