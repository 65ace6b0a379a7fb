// The generated Dockerfile builds, and the project's tests pass in the image without any network.
import assert from 'node:assert/strict';
import { container } from '../lib/container.mjs';
import { project } from '../lib/project.mjs';

async function image() {
  const { build, within } = await container();
  const at = await project('image', ['--dataset', 'cdms', '--offline']);
  await build(at, 'localhost/image:test');
  const { stdout } = await within('localhost/image:test', 'make', 'test');
  assert.match(stdout, /\d+ passed/);
  return stdout.split('\n').filter((line) => /passed/.test(line)).at(-1);
}

export const steps = [{ name: 'image: builds, make test passes with --network=none', run: image }];
