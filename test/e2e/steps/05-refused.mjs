// What cannot work is refused before anything is asked for: no room, too much, a folder that cannot be written, a clock that is wrong, a link in the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { authority, front } from '../lib/proxy.mjs';
import { commonPython } from '../lib/python.mjs';
import { run } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { archive, bare, contents, copied, data, edit, isWhole, mustFetch, rawFiles, twoParts } from '../lib/small.mjs';
import { WORK, atEnd, folder } from '../lib/work.mjs';

/** Exit 2, two lines, and not one byte of a file. */
async function refuses(at, served, options = {}, says = /./) {
  const result = await data(at, { url: served.url, ...options });
  const told = twoParts(result, [2]);
  assert.match(told.join(' '), says);
  assert.equal(contents(served.requests).length, 0, `files were asked for, then: ${told}`);
  return told.join(' ⏎ ');
}

async function noRoom() {
  const served = await archive();
  const at = await bare('no-room', served, ['10.5072/zenodo.2001016']);
  const raw = path.join(at, 'data', 'raw');
  fs.mkdirSync(raw, { recursive: true });
  need(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', raw]).status === 0, 'no tmpfs can be mounted here');
  atEnd(() => spawnSync('umount', [raw]));
  const told = await refuses(at, served, {}, /free|room/);
  spawnSync('mount', ['-o', 'remount,size=64m', raw]);
  await mustFetch(at, { url: served.url });
  isWhole(at);
  return told;
}

async function tooMuch() {
  const served = await archive();
  const at = await copied('too-much');
  edit(at, ([{ files }]) => files.push({ ...files[1], path: 'much.bin', size: 6e9 }));
  const told = await refuses(at, served, {}, /YES=1.*FILES=/);
  await mustFetch(at, { url: served.url, words: ['FILES=events.csv notes.txt'] });
  isWhole(at);
  return told;
}

/** As a user who may read the project and not write it; root may write everything. */
async function readOnly() {
  const served = await archive();
  const at = await copied('read-only');
  const raw = path.join(at, 'data', 'raw');
  fs.mkdirSync(raw, { recursive: true });
  const chmod = (mode) => spawnSync('chmod', ['-R', mode, at]);
  chmod('a-w,a+rX');
  for (const place of [WORK, path.dirname(at)]) fs.chmodSync(place, 0o755);
  const nobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  if (nobody.length > 0) {
    const [first, ...rest] = [...nobody, await commonPython(), '-c', 'import numpy'];
    need((await run(first, rest)).status === 0, 'another user cannot run this Python');
  }
  const told = [await refuses(at, served, { before: nobody }, /writ|permission/i)];
  if (nobody.length > 0) { // data/raw may be written, what is beside it may not: nothing could be noted there
    fs.chmodSync(raw, 0o777);
    told.push(await refuses(at, served, { before: nobody }, /writ|permission/i));
  }
  chmod('u+w');
  await mustFetch(at, { url: served.url });
  isWhole(at);
  return told.join('\n');
}

/** In the past and in the future, over http and https. */
async function wrongClock() {
  if (spawnSync('faketime', ['-v']).status !== 0) spawnSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'faketime'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  need(spawnSync('faketime', ['-v']).status === 0, 'faketime is not installed');
  const served = await archive();
  const secure = await front(served, await authority());
  const told = [];
  for (const [url, year] of [[served.url, 2001], [served.url, 2099], [secure.url, 2001], [secure.url, 2099]]) {
    const at = await copied('clock');
    const options = { url, env: { SSL_CERT_FILE: secure.ca, FAKETIME_DONT_FAKE_MONOTONIC: '1' } };
    const result = await data(at, { ...options, before: ['faketime', '-f', `@${year}-01-01 00:00:00`] });
    const lines = twoParts(result, [2]);
    assert.match(lines.join(' '), /clock/);
    assert.deepEqual(rawFiles(at).filter((name) => fs.statSync(path.join(at, 'data', 'raw', name)).size > 0), [], `nothing was kept: ${told.length + 1}, ${year} at ${url}`);
    told.push(`${year}, ${url.split(':')[0]}: exit ${result.status}, ${lines.join(' ⏎ ')}`);
    await mustFetch(at, options);
    isWhole(at);
  }
  return told.join('\n');
}

async function link() {
  const told = [];
  for (const [what, target] of [['a file', 'mine.csv'], ['nothing', 'absent.csv']]) {
    const served = await archive();
    const [at, elsewhere] = [await copied('link'), folder('elsewhere')];
    fs.writeFileSync(path.join(elsewhere, 'mine.csv'), 'mine\n');
    const raw = path.join(at, 'data', 'raw');
    fs.mkdirSync(raw, { recursive: true });
    fs.symlinkSync(path.join(elsewhere, target), path.join(raw, 'events.csv'));
    told.push(`a link to ${what}: ${await refuses(at, served, {}, /link/)}`);
    assert.deepEqual(fs.readdirSync(elsewhere).map((name) => fs.readFileSync(path.join(elsewhere, name), 'utf8')), ['mine\n'], 'what it leads to is untouched');
    fs.unlinkSync(path.join(raw, 'events.csv'));
    await mustFetch(at, { url: served.url });
    isWhole(at);
  }
  return told.join('\n');
}

export const steps = [
  { name: 'refused: no room on the disk', run: noRoom },
  { name: 'refused: more than 5 GB without a terminal', run: tooMuch },
  { name: 'refused: a folder that cannot be written', run: readOnly },
  { name: 'refused: a clock that is wrong', run: wrongClock },
  { name: 'refused: a link where a file should be', run: link },
];
