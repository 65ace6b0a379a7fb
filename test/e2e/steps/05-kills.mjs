// 200 kills while a gibibyte comes; a file that changes between two runs; a server that cannot resume.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generator } from '../lib/random.mjs';
import { listed, serve } from '../lib/server.mjs';
import { archive, bare, contents, copied, data, mustFetch, rawFiles, startData, unfinished } from '../lib/small.mjs';

const KILLS = 200;
const RECORD = '10.5072/zenodo.2002512'; // two files of 512 MiB
const TOTAL = 2 ** 30;
const RATE = 6e6; // bytes/s for each of two connections: slow enough that 200 kills come first
const [ANY, WITHIN] = [1.1, 0.3]; // s until a kill: of a program that begins, and of a download that comes

const hash = async (file, name) => {
  const digest = createHash(name);
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20 })) digest.update(chunk);
  return digest.digest('hex');
};
const big = (at) => rawFiles(at).filter((name) => /block-\d+\.bin$/.test(name)).map((name) => path.join(at, 'data', 'raw', name));
const sent = (requests) => contents(requests).reduce((sum, { bytes }) => sum + bytes, 0);

/** sha256 of a generated file, read from the mirror itself. */
async function expected(served, name) {
  const digest = createHash('sha256');
  const answer = await fetch(`${served.url}/zenodo.org/api/records/${RECORD.split('.').at(-1)}/files/${name}/content`);
  for await (const chunk of answer.body) digest.update(chunk);
  return digest.digest('hex');
}

/** Until the archive has sent something of a file to a request after the first `known`, or the run that asks has ended. */
async function coming({ requests }, known, done) {
  let ended = false;
  done.then(() => { ended = true; });
  while (!ended && sent(requests.slice(known)) === 0) await sleep(10);
}

async function killed() {
  const random = generator(20241124);
  const [slow, quick] = [await archive({ rate: RATE }), await archive()];
  const at = await bare('killed', quick, [RECORD]);
  const started = Date.now();
  let struck = 0; // kills of a run to which bytes had come: how many of the first half does not matter, and depends on the machine
  for (let kill = 0; kill < KILLS; kill += 1) {
    const known = slow.requests.length;
    const running = await startData(at, { url: slow.url });
    const moment = kill % 2 === 0 ? sleep(1000 * ANY * random()) : coming(slow, known, running.done).then(() => sleep(1000 * WITHIN * random()));
    const over = await Promise.race([running.done, moment]);
    struck += sent(slow.requests.slice(known)) > 0 ? 1 : 0;
    assert.ok(!over, `the run before kill ${kill + 1} ended by itself: exit ${over?.status}\n${over?.stderr.slice(-1000)}`);
    running.kill('SIGKILL');
    await running.done;
    assert.deepEqual(big(at).filter((file) => fs.statSync(file).size !== TOTAL / 2), [], 'no half file has its final name');
  }
  const kills = (Date.now() - started) / 1000;
  const before = sent(slow.requests);
  await mustFetch(at, { url: quick.url });
  const took = (Date.now() - started) / 1000;
  const bytes = sent(slow.requests) + sent(quick.requests);
  const found = big(at);
  assert.equal(found.length, 2);
  for (const file of found) assert.equal(await hash(file, 'sha256'), await expected(quick, path.basename(file)), file);
  const told = `${KILLS} kills, ${struck} of them while files came, in ${kills.toFixed(0)} s while ${(before / 2 ** 20).toFixed(0)} MiB came, whole after ${took.toFixed(0)} s; sent for 1 GiB: ${(bytes / 2 ** 30).toFixed(3)} GiB`;
  assert.ok(struck >= KILLS / 2, told);
  assert.ok(bytes <= 1.5 * TOTAL, told);
  for (const file of found) fs.rmSync(file);
  return told;
}

const bytes = (seed, length = 4e6) => Buffer.alloc(length, createHash('sha512').update(seed).digest());
const place = (at) => path.join(at, 'data', 'raw', 'changing.bin');

/** Kills a run in the middle of changing.bin, at a tenth of it or later. */
async function interrupted(at, { url, requests }, least = 4e5) {
  const running = await startData(at, { url, words: ['FILES=changing.bin'] });
  for (let tries = 0; tries < 400 && !(requests.at(-1)?.bytes > least); tries += 1) await sleep(25);
  running.kill('SIGKILL');
  await running.done;
  assert.ok(!fs.existsSync(place(at)), 'no final file yet');
  assert.ok(unfinished(at)[0] > 0, 'something was kept');
}

/** No checksum vouches for this file: its entity tag alone tells the old half from the new one. */
async function changed() {
  const now = { bytes: bytes('old'), etag: '"old"', rate: 2e6 };
  const server = await serve(now);
  const at = await copied('changed');
  listed(at, 'changing.bin');
  await interrupted(at, server);
  Object.assign(now, { bytes: bytes('new'), etag: '"new"', rate: Infinity });
  await data(at, { url: server.url, words: ['FILES=changing.bin'] }); // the table is not there: what follows the fetch has nothing to read
  assert.ok(fs.readFileSync(place(at)).equals(now.bytes), 'the new file, whole');
  assert.equal(server.requests.at(-1).status, 200);
  return `asked for ${server.requests.at(-1).range}, got all ${server.requests.at(-1).bytes} bytes`;
}

const cannotResume = (etag) => async () => {
  const now = { bytes: bytes('same'), etag, ranges: false, rate: 2e6 };
  const server = await serve(now);
  const at = await copied('no-ranges');
  const checksum = `md5:${createHash('md5').update(now.bytes).digest('hex')}`;
  listed(at, 'changing.bin', { size: now.bytes.length, checksum });
  await interrupted(at, server);
  now.rate = Infinity;
  await data(at, { url: server.url, words: ['FILES=changing.bin'] });
  assert.ok(fs.readFileSync(place(at)).equals(now.bytes), 'whole');
  return `asked for ${server.requests.at(-1).range}, got ${server.requests.at(-1).status}`;
};

export const steps = [
  { name: `kills: ${KILLS} of them while 1 GiB comes`, run: killed },
  { name: 'kills: the file changed meanwhile, and starts over', run: changed },
  { name: 'kills: a server without ranges', run: cannotResume('"same"') },
  { name: 'kills: a server without ranges and entity tags', run: cannotResume(null) },
];
