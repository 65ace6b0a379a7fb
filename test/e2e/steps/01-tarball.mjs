// From the packed tarball, with a new HOME and an empty npm cache: a project without empty files or placeholders.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mirror } from '../lib/mirror.mjs';
import { files, read } from '../lib/project.mjs';
import { good } from '../lib/shell.mjs';
import { ROOT, folder, once } from '../lib/work.mjs';

export const tarball = once(async () => {
  const home = folder('tarball');
  const { stdout } = await good('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], { cwd: ROOT });
  return path.join(home, JSON.parse(stdout)[0].filename);
});

/** A mirror that lives as long as the suite, and the project made from its record 1000001. */
export const first = once(async () => {
  const archive = await mirror();
  const home = folder('tarball-project');
  const env = { HOME: folder('home'), npm_config_cache: folder('npm-cache') };
  const words = ['exec', '--yes', `--package=${await tarball()}`, '--', 'create-fair-ai', 'a', '--yes', '--dataset', '10.5072/zenodo.1000001', '--recipe', 'cdms', '--mirror', archive.url];
  await good('npm', words, { cwd: home, env });
  return { at: path.join(home, 'a'), archive };
});

async function clean() {
  const { at } = await first();
  const all = files(at);
  assert.deepEqual(all.filter((file) => fs.statSync(path.join(at, file)).size === 0), [], 'empty files');
  const words = /X{4,}|\bYour\b|\bTODO\b|<%|%>|(?<!\w)_package_(?!\w)|\bundefined\b|\[object Object\]/g;
  const left = all.flatMap((file) => [...read(at, file).matchAll(words)].map(([word]) => `${file}: ${word}`));
  assert.deepEqual(left.filter((one) => !one.endsWith('.py: undefined')), [], 'placeholders');
  const manifest = JSON.parse(read(at, 'data', 'manifest.json'));
  assert.match(JSON.stringify(manifest), /md5:[0-9a-f]{32}/, 'the manifest has the archive\'s checksum');
  assert.equal((await good('git', ['status', '--porcelain'], { cwd: at })).stdout, '', 'the first commit holds everything');
  return `${all.length} files`;
}

export const steps = [{ name: 'tarball: npm exec makes a whole project', run: clean }];
