// An archive is asked politely: few connections, waits as long as it says and no longer, and a token stays at home.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SHARED } from '../lib/mirror.mjs';
import { listed, serve } from '../lib/server.mjs';
import { SMALL, archive, bare, contents, copied, data, isWhole, mustFetch } from '../lib/small.mjs';
import { files } from '../lib/project.mjs';
import { created } from '../lib/shell.mjs';

const ZENODO = 'zenodo.org';
const LATENCY = 150; // ms
const TOKEN = 'secret-0123456789';

async function few() {
  const served = await archive({ latency: LATENCY });
  const { parallelism } = await import(pathToFileURL(path.join(SHARED, 'tools', 'archive-mirror.mjs')));
  const at = await bare('few', served, ['10.5072/zenodo.2012002']); // 12 files of 2 MiB
  const told = [];
  for (const words of [['JOBS=8'], ['JOBS=1'], []]) {
    fs.rmSync(path.join(at, 'data', 'raw'), { recursive: true, force: true });
    const from = served.requests.length;
    await mustFetch(at, { url: served.url, words });
    const asked = served.requests.slice(from);
    const most = parallelism(asked.map((one) => ({ ...one, end: one.end - LATENCY / 2 })), ZENODO); // the mirror closes later than the client has all
    told.push(`${words[0] ?? 'by default'}: ${most}`);
    assert.ok(contents(asked).length >= 14 && most <= (words[0] === 'JOBS=1' ? 1 : 2), `connections to ${ZENODO} at once: ${told.join(', ')}`);
  }
  return `connections at once to ${ZENODO}: ${told.join(', ')}`;
}

/** Seconds between a refusal and the next request, for a file on a server that refuses once. */
async function waited(headers, status = 429) {
  const bytes = Buffer.alloc(1000, 'x');
  const server = await serve({ bytes, etag: '"x"', refuse: [{ status, headers }] });
  const at = await copied('waited');
  listed(at, 'x.bin', { size: bytes.length, checksum: `md5:${createHash('md5').update(bytes).digest('hex')}` });
  await data(at, { url: server.url, words: ['FILES=x.bin'] });
  assert.ok(fs.readFileSync(path.join(at, 'data', 'raw', 'x.bin')).equals(bytes));
  const [first, second] = server.requests;
  return (second.start - first.end) / 1000;
}

async function patient() {
  const later = () => ({ 'retry-after': new Date(Date.now() + 5000).toUTCString() });
  const [seconds, date, busy] = await Promise.all([waited(() => ({ 'retry-after': '4' })), waited(later), waited(() => ({ 'retry-after': '4' }), 503)]);
  const told = `Retry-After: 4 with 429: ${seconds.toFixed(1)} s, with 503: ${busy.toFixed(1)} s; a date 4 to 5 s ahead: ${date.toFixed(1)} s`;
  for (const wait of [seconds, busy]) assert.ok(wait >= 3.9 && wait < 8, told); // the fetcher's clock begins a little before the end of the answer that the server notes
  assert.ok(date >= 3 && date < 9, told);
  return told;
}

/** Both halves, when the archive says 429 with Retry-After: 1 twice for each address. */
async function asTold() {
  const served = await archive({ faults: ['429'] });
  const at = await copied('429');
  await Promise.all([created(['dataset', SMALL, '--mirror', served.url]), mustFetch(at, { url: served.url })]);
  isWhole(at);
  const gaps = [];
  const last = new Map();
  for (const { host, path: asked, status, start, end } of served.requests) {
    const before = last.get(host + asked);
    if (before?.status === 429) gaps.push((start - before.end) / 1000);
    last.set(host + asked, { status, end });
  }
  const told = `${gaps.length} waits of 1 s: ${Math.min(...gaps).toFixed(2)} to ${Math.max(...gaps).toFixed(2)} s`;
  assert.ok(gaps.length >= 4 && Math.min(...gaps) >= 0.99 && Math.max(...gaps) < 5, told);
  return told;
}

/** Zenodo says Retry-After: 60 with every success. */
async function unasked() {
  const served = await archive();
  const at = await copied('unasked');
  const started = Date.now();
  await created(['dataset', SMALL, '--mirror', served.url]);
  await mustFetch(at, { url: served.url });
  const [answer] = await Promise.all([fetch(`${served.url}/zenodo.org/api/records/3000001`)]);
  assert.equal(answer.headers.get('retry-after'), '60', 'the mirror says so');
  const seconds = (Date.now() - started) / 1000;
  assert.ok(seconds < 30, `${seconds} s`);
  return `Retry-After: 60 with 200: all done after ${seconds.toFixed(1)} s`;
}

async function atHome() {
  const told = [];
  for (const fault of ['redirect', 'redirect-https', 'none']) {
    const served = await archive({ faults: fault === 'none' ? [] : [fault] });
    const at = await copied('token');
    const env = Object.fromEntries(['ZENODO_TOKEN', 'HF_TOKEN', 'OSF_TOKEN', 'DATAVERSE_API_TOKEN', 'FIGSHARE_TOKEN'].map((name) => [name, TOKEN]));
    const resolved = await created(['dataset', SMALL, '--json', '--mirror', served.url], { env });
    const fetched = await mustFetch(at, { url: served.url, env });
    isWhole(at);
    const hosts = (authorized) => [...new Set(served.requests.filter((one) => one.authorized === authorized).map(({ host }) => host))].sort();
    told.push(`${fault}: ${hosts(true)} with, ${hosts(false)} without`);
    assert.deepEqual(hosts(true), [ZENODO], told.at(-1));
    assert.ok(contents(served.requests).every((one) => one.authorized === (one.host === ZENODO)), told.at(-1));
    if (fault !== 'none') assert.ok(hosts(false).includes('objects.example.org'), told.at(-1));
    for (const { stdout, stderr } of [resolved, fetched]) assert.ok(!(stdout + stderr).includes(TOKEN), 'it is never printed');
    assert.deepEqual(files(at).filter((file) => fs.readFileSync(path.join(at, file)).includes(TOKEN)), [], 'it stands in no file');
  }
  return told.join('; ');
}

export const steps = [
  { name: 'polite: at most two connections to Zenodo', run: few },
  { name: 'polite: 429 and 503 wait as they say', run: patient },
  { name: 'polite: every 429 of an archive is waited for', run: asTold },
  { name: 'polite: Retry-After with a 200 waits for nothing', run: unasked },
  { name: 'polite: a token is seen on its own host only', run: atHome },
];
