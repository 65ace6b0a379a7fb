// What can go wrong with a download: a flipped byte, an archive that gives something else or breaks off, a token, a kill in the middle.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mirror, sharedData } from '../lib/mirror.mjs';
import { unfinished } from '../lib/small.mjs';
import { files, make, project, startMake, tryMake, sha256 } from '../lib/project.mjs';

const TABLE = path.join('data', 'raw', 'reduced_data.csv');
const words = (archive) => ['--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--mirror', archive.url];
const content = ({ path: asked }) => asked.endsWith('/content');

async function flipped() {
  const archive = await mirror();
  const at = await project('flipped', words(archive));
  const env = { FAIR_AI_MIRROR: archive.url };
  await make(at, ['data'], { env });
  const bytes = fs.readFileSync(path.join(at, TABLE));
  bytes[1000] ^= 1;
  fs.writeFileSync(path.join(at, TABLE), bytes);
  const asked = archive.requests.filter(content).length;
  const { stdout, stderr } = await make(at, ['data', 'VERIFY=1'], { env });
  assert.match(stdout + stderr, /reduced_data\.csv/, 'the file is named');
  assert.equal(archive.requests.filter(content).length, asked + 1, 'and fetched anew');
  assert.equal(sha256(path.join(at, TABLE)), sha256(sharedData('cdms', 'reduced_data.csv')));
}

/** An archive that never gives the file: a failure that names it, no final file, nothing made; from an archive that does, the same command works. */
const refused = (fault) => async () => {
  const [broken, whole] = [await mirror({ faults: [fault] }), await mirror()];
  const at = await project(fault, words(broken));
  const { status, stdout, stderr } = await tryMake(at, ['data'], { env: { FAIR_AI_MIRROR: broken.url } });
  assert.notEqual(status, 0);
  assert.match(stdout + stderr, /reduced_data\.csv/, 'the file is named');
  assert.ok(!/Traceback/.test(stderr), stderr);
  assert.ok(!fs.existsSync(path.join(at, TABLE)), 'no final file');
  assert.ok(!files(at).some((file) => file.startsWith('data/processed')), 'nothing was made from it');
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: whole.url } });
  assert.equal(sha256(path.join(at, TABLE)), sha256(sharedData('cdms', 'reduced_data.csv')), 'mended by a second run');
  return stderr.split('\n').find((line) => line.includes('reduced_data.csv'))?.trim();
};

/** A connection that breaks off in the middle, once: the rest is asked for, and the file is whole. */
async function truncated() {
  const archive = await mirror({ faults: ['truncate:1'] });
  const at = await project('truncated', words(archive));
  await make(at, ['data'], { env: { FAIR_AI_MIRROR: archive.url } });
  const ranges = archive.requests.filter(content).map(({ range }) => range);
  assert.match(String(ranges.at(-1)), /^bytes=[1-9]\d*-/, `the rest was asked for: ${ranges}`);
  assert.equal(sha256(path.join(at, TABLE)), sha256(sharedData('cdms', 'reduced_data.csv')));
  return ranges.map((range) => range ?? 'whole').join(', then ');
}

/** A token goes to its own archive, and neither where that redirects to nor into a file. */
async function secret() {
  const archive = await mirror({ faults: ['redirect'] });
  const at = await project('secret', words(archive));
  const TOKEN = 'secret-0123456789';
  const env = { FAIR_AI_MIRROR: archive.url, ZENODO_TOKEN: TOKEN, HF_TOKEN: TOKEN };
  const { stdout, stderr } = await make(at, ['data', 'train', 'evaluate', 'card'], { env });
  const asked = archive.requests.filter((one) => content(one) || one.host === 'objects.example.org').slice(-2);
  assert.deepEqual(asked.map(({ host, authorized }) => [host, authorized]), [['zenodo.org', true], ['objects.example.org', false]]);
  assert.ok(!(stdout + stderr).includes(TOKEN), 'it is never printed');
  assert.deepEqual(files(at).filter((file) => fs.readFileSync(path.join(at, file)).includes(TOKEN)), [], 'it stands in no file');
  assert.equal(sha256(path.join(at, TABLE)), sha256(sharedData('cdms', 'reduced_data.csv')));
}

async function resumed() {
  const archive = await mirror({ rate: 300_000 });
  const at = await project('resumed', words(archive));
  const env = { FAIR_AI_MIRROR: archive.url };
  const running = await startMake(at, ['data'], { env });
  const part = () => unfinished(at)[0] ?? 0;
  for (let tries = 0; part() < 200_000 && tries < 600; tries += 1) await sleep(50);
  running.kill('SIGKILL');
  await running.done;
  const kept = part();
  assert.ok(kept > 0 && !fs.existsSync(path.join(at, TABLE)), `a part and no final file are left (${kept} bytes)`);
  await make(at, ['data'], { env });
  const ranges = archive.requests.filter(content).map(({ range }) => range);
  assert.match(String(ranges.at(-1)), /^bytes=[1-9]\d*-/, `the rest was asked for: ${ranges}`);
  assert.equal(sha256(path.join(at, TABLE)), sha256(sharedData('cdms', 'reduced_data.csv')));
  return `killed at ${kept} bytes, then ${ranges.at(-1)}`;
}

export const steps = [
  { name: 'fetch: a flipped byte is found and mended with VERIFY=1', run: flipped },
  { name: 'fetch: wrong bytes leave no file', run: refused('wrong-bytes') },
  { name: 'fetch: a page in place of the file is refused', run: refused('html') },
  { name: 'fetch: an empty 202 is refused', run: refused('empty202') },
  { name: 'fetch: a broken connection is taken up again', run: truncated },
  { name: 'fetch: a token goes to its own archive only', run: secret },
  { name: 'fetch: kill -9, then it resumes', run: resumed },
];
