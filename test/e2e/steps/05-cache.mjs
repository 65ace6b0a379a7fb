// One FAIR_AI_CACHE for several projects: every byte comes once, a damaged entry helps nobody to wrong bytes, a killed holder blocks nobody.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { several } from '../lib/measured.mjs';
import { TRUTH, archive, bare, contents, copied, data, isWhole, mustFetch, rawFiles, startData } from '../lib/small.mjs';
import { folder, once } from '../lib/work.mjs';

const RECORD = '10.5072/zenodo.2004016'; // four files of 16 MiB
const SIZE = 4 * 16 * 2 ** 20;
const SMALL_SIZE = Object.values(TRUTH).reduce((sum, bytes) => sum + bytes.length, 0);

const pattern = once(async () => bare('pattern-big', await archive(), [RECORD]));
async function another(name) {
  const at = path.join(folder(name), 'project');
  fs.cpSync(await pattern(), at, { recursive: true });
  return at;
}
const sent = (requests) => contents(requests).reduce((sum, { bytes }) => sum + bytes, 0);
const digest = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const blocks = (at) => rawFiles(at).filter((name) => name.endsWith('.bin')).map((name) => path.join(at, 'data', 'raw', name));

/** sha256 of the generated files: what a project without a cache gets. */
const truth = once(async () => {
  const served = await archive();
  const at = await another('truth');
  await mustFetch(at, { url: served.url });
  return blocks(at).map(digest);
});
async function isRight(at) {
  isWhole(at);
  assert.deepEqual(blocks(at).map(digest), await truth());
}

/** `count` projects begin at the same time with an empty cache. */
async function together(count, { rate } = {}) {
  const served = await archive({ rate });
  const env = { FAIR_AI_CACHE: folder('cache') };
  const projects = await several(Array.from({ length: count }), 4, () => another('together'));
  const started = Date.now();
  const results = await Promise.all(projects.map((at) => data(at, { url: served.url, env })));
  for (const { status, stderr } of results) assert.equal(status, 0, stderr.slice(-1500));
  const seconds = (Date.now() - started) / 1000;
  for (const at of projects) await isRight(at);
  const bytes = sent(served.requests);
  const told = `${count} projects in ${seconds.toFixed(1)} s: ${contents(served.requests).length} requests, ${bytes} bytes sent of ${SIZE + SMALL_SIZE}`;
  assert.equal(bytes, SIZE + SMALL_SIZE, told);
  for (const at of projects) fs.rmSync(at, { recursive: true });
  return told;
}

const two = () => together(2, { rate: 8e6 });
const lesson = () => together(30, { rate: 8e6 });

/** Every file in the cache that has a file's bytes is altered, its size kept; then it is a link in another project's way, too. */
async function damaged() {
  const served = await archive();
  const cache = folder('cache');
  const env = { FAIR_AI_CACHE: cache };
  const [first, second, third] = [await copied('first'), await copied('second'), await copied('third')];
  await mustFetch(first, { url: served.url, env });
  let altered = 0;
  const entries = fs.readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  for (const file of entries) {
    if (!Object.values(TRUTH).some((bytes) => bytes.equals(fs.readFileSync(file)))) continue;
    const bytes = fs.readFileSync(file);
    bytes[10] ^= 1;
    fs.rmSync(file);
    fs.writeFileSync(file, bytes);
    altered += 1;
  }
  assert.ok(altered >= Object.keys(TRUTH).length, `${altered} entries altered`);
  const before = sent(served.requests);
  await mustFetch(second, { url: served.url, env });
  isWhole(second);
  assert.equal(sent(served.requests) - before, SMALL_SIZE, 'fetched anew');
  isWhole(first);
  await mustFetch(third, { url: served.url, env });
  isWhole(third);
  assert.equal(sent(served.requests) - before, SMALL_SIZE, 'and the cache is whole again');
  return `${altered} entries altered; fetched anew once`;
}

/** One project holds the download and is killed; another waits for it. */
async function orphaned() {
  const served = await archive({ rate: 4e6 });
  const env = { FAIR_AI_CACHE: folder('cache') };
  const [holder, waiting] = [await another('holder'), await another('waiting')];
  const holding = await startData(holder, { url: served.url, env });
  for (let tries = 0; sent(served.requests) < SIZE / 8 && tries < 1000; tries += 1) await sleep(20);
  const other = await startData(waiting, { url: served.url, env });
  await sleep(1500);
  const before = sent(served.requests);
  holding.kill('SIGKILL');
  const [{ status, stderr }, killed] = await Promise.all([other.done, holding.done]);
  assert.equal(killed.signal, 'SIGKILL', 'the holder was struck while it worked');
  assert.equal(status, 0, stderr.slice(-1500));
  await isRight(waiting);
  const bytes = sent(served.requests);
  await mustFetch(holder, { url: served.url, env });
  await isRight(holder);
  const told = `killed after ${before} bytes; ${bytes} bytes sent of ${SIZE + SMALL_SIZE}, ${sent(served.requests) - bytes} for the killed one's second run`;
  assert.ok(bytes < 1.5 * SIZE && sent(served.requests) === bytes, told);
  return told;
}

export const steps = [
  { name: 'cache: two projects at the same time', run: two },
  { name: 'cache: a class of 30', run: lesson },
  { name: 'cache: a damaged entry', run: damaged },
  { name: 'cache: the holder is killed', run: orphaned },
];
