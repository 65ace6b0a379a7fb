// The ways to an archive: a mirror over http, https or in a folder, and a proxy; each for the generator and for `make data`, with the same bytes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { authority, front, proxy } from '../lib/proxy.mjs';
import { json } from '../lib/project.mjs';
import { create, created } from '../lib/shell.mjs';
import { SMALL, TRUTH, archive, copied, data, isWhole, mustFetch, rawFiles, twoParts, words } from '../lib/small.mjs';
import { folder } from '../lib/work.mjs';

const NO_PROXY = Object.fromEntries(['NO_PROXY', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [[name, undefined], [name.toLowerCase(), undefined]])); // this machine's own
const withoutMirror = words({ url: 'none' }).slice(0, -2);
const trusting = (ca) => ({ NODE_EXTRA_CA_CERTS: ca, SSL_CERT_FILE: ca });

/** dataset, new and data in this environment: what a mirror without faults gives. */
async function works(env) {
  const home = folder('way');
  const options = { cwd: home, env: { ...NO_PROXY, ...env } };
  const { stdout } = await created(['dataset', SMALL, '--json'], options);
  assert.match(stdout, /events\.csv/);
  await created(['p', '--yes', ...withoutMirror], options);
  const at = path.join(home, 'p');
  const { files } = json(at, 'data', 'manifest.json').datasets[0];
  assert.deepEqual(files.map((file) => [file.path, file.size]), Object.entries(TRUTH).map(([name, bytes]) => [name, bytes.length]));
  await mustFetch(at, { env: options.env });
  isWhole(at);
  return at;
}

async function plain() {
  const served = await archive();
  await works({ FAIR_AI_MIRROR: served.url });
  await works({ FAIR_AI_MIRROR: `${served.url}/` });
  return `${served.requests.length} requests`;
}

async function secure() {
  const served = await archive({ faults: ['redirect'] });
  const { url, ca, asked } = await front(served, await authority());
  await works({ FAIR_AI_MIRROR: url, ...trusting(ca) });
  assert.ok(asked.some((one) => one.includes('/content')) && asked.some((one) => one.includes('doi.org')) && asked.length === served.requests.length, 'all of it came over https');
  return `${asked.length} requests over https, certificates of our own authority`;
}

/** Without its certificate nothing is taken, and the way to trust it is named. */
async function untrusted() {
  const served = await archive();
  const { url } = await front(served, await authority());
  const env = { ...NO_PROXY, FAIR_AI_MIRROR: url };
  const resolved = twoParts(await create(['dataset', SMALL], { env }), [2, 3]);
  assert.match(resolved.join(' '), /certificate/i);
  const at = await copied('untrusted');
  const fetched = await data(at, { env });
  twoParts(fetched, [2, 3]);
  assert.match(fetched.stderr, /certificate/i);
  assert.match(fetched.stderr, /SSL_CERT_FILE/, 'make data names the way to trust it');
  assert.deepEqual(rawFiles(at).filter((name) => TRUTH[name]), []);
  assert.equal(served.requests.length, 0);
  return [resolved, fetched.stderr.trim().split('\n').slice(-2)].map((two) => two.join(' ⏎ ')).join('\n');
}

/** HOST/PATH as files; what is also a folder has its answer in index.json. */
async function onDisk() {
  const served = await archive();
  const at = folder('mirror of files');
  const record = 'zenodo.org/api/records/3000001';
  const pages = { [`doi.org/api/handles/${SMALL}`]: null, [`api.datacite.org/dois/${SMALL}`]: null, [record]: `${record}/index.json` };
  for (const name of Object.keys(TRUTH)) pages[`${record}/files/${name}/content`] = null;
  for (const [page, place] of Object.entries(pages)) {
    const target = path.join(at, place ?? page);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const answer = await fetch(`${served.url}/${page}`);
    fs.writeFileSync(target, Buffer.from(await answer.arrayBuffer()));
  }
  const asked = served.requests.length;
  await works({ FAIR_AI_MIRROR: pathToFileURL(at).href });
  assert.equal(served.requests.length, asked, 'no request');
  return 'no request, the same bytes';
}

const proxied = (login) => async () => {
  const served = await archive({ faults: ['redirect-https'] });
  const { port, ca, asked } = await front(served, await authority());
  const { url, log } = await proxy(port, { login });
  await works({ HTTPS_PROXY: url, ...trusting(ca) });
  const hosts = [...new Set(log.filter((one) => !one.startsWith('refused')))].sort();
  for (const host of ['doi.org:443', 'zenodo.org:443', 'objects.example.org:443']) assert.ok(hosts.includes(host), `${host} was asked for through the proxy: ${hosts}`);
  assert.equal(asked.length, served.requests.length);
  if (login === null) return `${log.length} tunnels for ${asked.length} requests: ${hosts.join(', ')}`;
  const from = served.requests.length;
  const wrong = { ...NO_PROXY, HTTPS_PROXY: url.replace(login, 'emmy:wrong'), ...trusting(ca) };
  const resolved = twoParts(await create(['dataset', SMALL], { env: wrong }), [2, 3]);
  const at = await copied('wrong-login');
  const fetched = await data(at, { env: wrong });
  const told = [resolved, twoParts(fetched, [2, 3])].map((two) => two.join(' ⏎ '));
  assert.match(fetched.stderr, /proxy/i, 'the proxy is named');
  assert.match(resolved.join(' '), /proxy/i);
  for (const text of [...told, fetched.stderr]) assert.ok(!text.includes('wrong'), 'its password is never printed');
  assert.deepEqual([rawFiles(at).filter((name) => TRUTH[name]), served.requests.length], [[], from]);
  return told.join('\n');
};

/** A proxy for everything and a mirror on this machine, exempt by NO_PROXY. */
async function exempt() {
  const served = await archive();
  const { url, log } = await proxy(1);
  await works({ HTTPS_PROXY: url, HTTP_PROXY: url, http_proxy: url, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', FAIR_AI_MIRROR: served.url });
  assert.deepEqual(log, []);
}

export const steps = [
  { name: 'ways: a mirror over http', run: plain },
  { name: 'ways: a mirror over https, whose authority is our own', run: secure },
  { name: 'ways: an authority that nobody trusts', run: untrusted },
  { name: 'ways: a mirror that is a folder', run: onDisk },
  { name: 'ways: a proxy', run: proxied(null) },
  { name: 'ways: a proxy with a login', run: proxied('emmy:p%40ss') },
  { name: 'ways: a proxy, and a mirror that needs none', run: exempt },
];
