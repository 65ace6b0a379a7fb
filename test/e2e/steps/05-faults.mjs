// Every fault of the archive mirror, alone and in pairs (a twelfth of these in turn by the day, all with FAIR_AI_E2E_ALL=1), against the resolver and the fetcher: no wrong byte under a final name, two lines, no hang.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inTurn } from '../lib/day.mjs';
import { peakInto, several } from '../lib/measured.mjs';
import { SHARED, mirror } from '../lib/mirror.mjs';
import { SMALL, TRUTH, archive, copied, data, edit, isWhole, rawFiles, twoParts, words } from '../lib/small.mjs';
import { create, run } from '../lib/shell.mjs';
import { CACHE, PROGRAM, folder, once } from '../lib/work.mjs';

const TABLE = path.join(CACHE, 'faults.md');
const WORKERS = 12; // most of the time is waiting
const PATIENT = { resolver: 150, fetcher: 260 }; // s: three tries of 20 s, six of 30 s, the pauses between them, and a machine under load
// What each of two halves must end with when a fault is alone; a pair ends with the worse of both. Not listed: 0.
const RESOLVER = { 503: 3, timeout: 3, deleted: 2, 'bad-json': 3 };
const FETCHER = { 503: 3, timeout: 3, reset: 3, 'wrong-bytes': 3, html: 3, empty202: 3, deleted: 3 };
const EITHER = ['truncate']; // as many tries as it takes, or the end of patience

const names = once(async () => {
  await mirror().then(({ close }) => close()); // says why it is skipped where the mirror is absent
  return Object.keys((await import(pathToFileURL(path.join(SHARED, 'tools', 'mirror', 'faults.mjs')))).FAULTS);
});
const clean = once(() => archive());
const timed = (command, started = Date.now()) => command.then((result) => ({ ...result, seconds: (Date.now() - started) / 1000 }));

/** One or two faults: what each command said, what was left, and what was wrong with it. */
async function struck(faults) {
  const problems = [];
  const hold = async (check) => {
    try {
      return await check();
    } catch (error) {
      problems.push(`${faults.join(' + ')}: ${error.message}`);
      return undefined;
    }
  };
  const served = await archive({ faults });
  const [at, home] = [await copied(faults.join('-')), folder('new')];
  const [resolved, made, fetched] = await Promise.all([
    timed(create(['dataset', SMALL, '--mirror', served.url])), timed(create(['p', '--yes', ...words(served)], { cwd: home })), timed(data(at, { url: served.url })),
  ]);
  const worst = (expected) => Math.max(0, ...faults.map((fault) => expected[fault] ?? 0));
  const allowed = { resolver: [worst(RESOLVER)], fetcher: [...new Set([worst(FETCHER), ...(faults.some((fault) => EITHER.includes(fault)) ? [3] : [])])] };
  const ended = (result, who) => hold(() => {
    assert.ok(result.seconds < PATIENT[who], `the ${who} took ${result.seconds} s`);
    assert.ok(allowed[who].includes(result.status), `the ${who} ends with ${result.status}, expected ${allowed[who]}\n${result.stderr.slice(-600)}`);
    if (result.status !== 0) twoParts(result);
  });
  for (const [result, who] of [[resolved, 'resolver'], [made, 'resolver'], [fetched, 'fetcher']]) await ended(result, who);
  const left = rawFiles(at);
  await hold(() => inside(at, home, made.status === 0));
  await hold(() => truthful(at));
  await served.close();
  await hold(() => mended(at, home, { fetched, made: faults.length === 1 && made }));
  return { faults, resolved, made, fetched, left, problems };
}

/** Nothing outside the project's folder, and no key that leaves it inside. */
function inside(at, home, made) {
  assert.deepEqual(fs.readdirSync(path.dirname(at)), ['project']);
  assert.deepEqual(fs.readdirSync(home), made ? ['p'] : []);
  for (const place of ['/evil.sh', path.join(path.dirname(home), 'evil.sh')]) assert.ok(!fs.existsSync(place), place);
}

function truthful(at) {
  for (const name of rawFiles(at)) {
    const bytes = fs.readFileSync(path.join(at, 'data', 'raw', name));
    if (TRUTH[name]) assert.ok(bytes.equals(TRUTH[name]), `${name} has wrong bytes under its final name`);
    else assert.fail(`an unknown file: ${JSON.stringify(name)}`);
  }
}

/** The fault is gone: the same commands end well. */
async function mended(at, home, { fetched, made }) {
  const { url } = await clean();
  if (fetched.status !== 0) {
    const again = await data(at, { url });
    assert.equal(again.status, 0, `a rerun of the fetcher: exit ${again.status}\n${again.stderr.slice(-600)}`);
  }
  isWhole(at);
  if (made && made.status !== 0) assert.equal((await create(['p', '--yes', ...words({ url })], { cwd: home })).status, 0, 'a rerun of the generator');
}

const cell = (text) => text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'MIRROR').replaceAll('|', '\\|').replaceAll('\n', ' ⏎ ');
const said = ({ status, stderr }) => `${status} | ${status === 0 ? '' : cell(stderr.trim().split('\n').slice(-2).join('\n'))}`;
const row = ({ faults, resolved, fetched, left }) => `| ${faults.join(' + ')} | ${said(resolved)} | ${said(fetched)} | ${left.map(cell).join(', ')} | ${resolved.seconds.toFixed(1)} / ${fetched.seconds.toFixed(1)} |`;

async function all() {
  const list = await names();
  const pairs = list.flatMap((one, index) => list.slice(index + 1).map((two) => [one, two]));
  const chosen = [...list.map((one) => [one]), ...inTurn(pairs, 12)];
  const cases = await several([...chosen].sort((a, b) => b.includes('timeout') - a.includes('timeout')), WORKERS, struck);
  const head = '| faults | resolver | message | fetcher | message | left in data/raw | seconds |\n|---|--:|---|--:|---|---|--:|';
  const rows = chosen.map((faults) => row(cases.find((one) => one.faults === faults)));
  fs.writeFileSync(TABLE, [head, ...rows, ''].join('\n'));
  const problems = cases.flatMap((one) => one.problems);
  assert.equal(problems.length, 0, `${problems.length} problems in ${cases.length} cases (${TABLE}):\n${problems.map((one) => one.split('\n').slice(0, 4).join('\n  ')).join('\n')}`);
  const slowest = (who) => cases.reduce((a, b) => (b[who].seconds > a[who].seconds ? b : a));
  const longest = ['resolved', 'fetched'].map((who) => `${who} ${slowest(who).faults.join(' + ')} in ${slowest(who)[who].seconds.toFixed(0)} s`);
  const ends = (who) => [0, 2, 3].map((code) => `${cases.filter((one) => one[who].status === code).length} with ${code}`).join(', ');
  return `${cases.length} cases; resolver: ${ends('resolved')}; fetcher: ${ends('fetched')}; slowest: ${longest.join(', ')}; ${TABLE}`;
}

/** 100 000 files beside two: what resolving, making and fetching take. */
async function huge() {
  const served = await archive({ faults: ['huge-listing'] });
  const home = folder('huge');
  const peak = path.join(home, 'peak');
  const before = peakInto(peak);
  const generator = (...args) => run(before[0], [...before.slice(1), process.execPath, PROGRAM, ...args], { cwd: home });
  const commands = {
    dataset: () => generator('dataset', SMALL, '--mirror', served.url),
    new: () => generator('p', '--yes', ...words(served)),
    'data FILES=': () => data(path.join(home, 'p'), { url: served.url, before, words: ['FILES=events.csv notes.txt'] }),
    'new --files': () => generator('q', '--yes', ...words(served), '--files', '*.csv'),
    data: () => data(path.join(home, 'q'), { url: served.url, before }),
  };
  const taken = [];
  for (const [name, command] of Object.entries(commands)) {
    const { status, stderr, seconds } = await timed(command());
    assert.equal(status, 0, `${name}: ${stderr.slice(-1000)}`);
    taken.push({ name, seconds, bytes: Number(fs.readFileSync(peak, 'utf8')) });
  }
  const told = taken.map(({ name, seconds, bytes }) => `${name}: ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB`).join('; ');
  const [resolved, ...others] = taken;
  assert.ok(resolved.seconds < 20 && resolved.bytes < 300e6, `resolved within 20 s beside another step, and 300 MB; ${told}`);
  assert.ok(others.every(({ seconds, bytes }) => seconds < 60 && bytes < 1e9), `the rest, which describes every file, within a minute and 1 GB; ${told}`);
  return told;
}

/** A manifest that somebody else wrote, with paths that leave data/raw. */
async function escaping() {
  const { url } = await clean();
  const told = [];
  for (const evil of ['../../evil.sh', '/evil.sh', 'evil\n.sh']) { // more of them: hostile-bytes
    const at = await copied('escaping');
    edit(at, ([{ files }]) => files.push({ ...files[1], path: evil }));
    const { status, stderr } = await data(at, { url });
    assert.equal(status, 0, `the other files are fetched\n${stderr}`);
    told.push(/^.*: left out$/m.exec(stderr)?.[0] ?? assert.fail(`it is said\n${stderr}`));
    isWhole(at);
    assert.deepEqual(rawFiles(at), Object.keys(TRUTH).sort(), 'and no other');
    inside(at, folder('empty'), false);
  }
  return `${told.length} left out; ${told[0]}`;
}

export const steps = [
  { name: 'faults: each alone and in pairs', run: all },
  { name: 'faults: a listing of 100 000 files', run: huge },
  { name: 'faults: a manifest with paths that lead out', run: escaping },
];
