// The first push: every line of the generated CI files as it stands there, in a fresh clone with an environment of its own and no optional extra.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parse } from 'yaml';
import { inTurn } from '../lib/day.mjs';
import { project, read } from '../lib/project.mjs';
import { good, start } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { CACHE, atEnd, folder, once } from '../lib/work.mjs';

const FRAMEWORKS = ['scikit-learn', 'pytorch', 'tensorflow', 'jax'];
const MODELS = { 'scikit-learn': 'linear' };
const TORCH = 'torch==2.13.0'; // the build that this machine can have; in a project the choice is the user's
const SIMPLE = '/download.pytorch.org/whl/cpu/';

/** The `run:` lines of the GitHub workflow and the `script:` lines of GitLab's, each a list of commands. */
function lines(at) {
  const { jobs } = parse(read(at, '.github', 'workflows', 'ci.yml'));
  const github = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));
  const { check } = parse(read(`${at}-gitlab`, '.gitlab-ci.yml'));
  return { github, gitlab: [...check.before_script, ...check.script] };
}

/** PyTorch's index of builds for the CPU, as far as it is needed: one wheel under one name. */
const index = once(async () => {
  const wheels = path.join(CACHE, 'torch');
  if (!fs.existsSync(wheels) || fs.readdirSync(wheels).length === 0) await good('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '--dest', wheels, TORCH]);
  const wheel = fs.readdirSync(wheels).find((name) => name.endsWith('.whl'));
  const asked = [];
  const server = http.createServer(({ url }, response) => {
    const wanted = decodeURIComponent(url);
    asked.push(wanted);
    if (wanted === `${SIMPLE}torch/`) response.writeHead(200, { 'content-type': 'text/html' }).end(`<!DOCTYPE html><html><body><a href="${encodeURIComponent(wheel)}">${wheel}</a></body></html>`);
    else if (wanted === `${SIMPLE}torch/${wheel}`) fs.createReadStream(path.join(wheels, wheel)).pipe(response.writeHead(200, { 'content-type': 'application/zip' }));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
});

/** Nothing of this machine but where its packages come from; pip's own list of local files is switched off, so that the index decides. */
function clean(mirror) {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:PATH|LANG|PIP_CERT|PIP_DEFAULT_TIMEOUT|SSL_CERT_FILE|https?_proxy|no_proxy)$/i.test(name)));
  return { ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])), ...kept, CI: 'true', HOME: folder('home'), PIP_CONFIG_FILE: '/dev/null', PIP_NO_CACHE_DIR: '1', ...(mirror ? { FAIR_AI_MIRROR: mirror } : {}) };
}

const firstPush = (framework) => async () => {
  const { stdout } = await good('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  need(stdout.trim() === '3.11', `this is Python ${stdout.trim()}, and CI's oldest is 3.11`);
  const words = ['--dataset', 'cdms', '--offline', '--model', MODELS[framework] ?? 'mlp', '--framework', framework];
  const made = await project(`ci-${framework}`, [...words, '--ci', 'github']);
  fs.cpSync(await project(`ci-${framework}`, [...words, '--ci', 'gitlab', '--no-git']), `${made}-gitlab`, { recursive: true });
  const { github, gitlab } = lines(made);
  assert.deepEqual(gitlab.filter((line) => !line.startsWith('apt-get ')), github, 'both services do the same');
  const at = path.join(folder(`push-${framework}`), 'clone');
  await good('git', ['clone', '-q', made, at]);
  const server = framework === 'pytorch' ? await index() : null;
  const env = clean(server?.url);
  const took = [];
  for (const line of github) {
    const begun = Date.now();
    const { status, stdout: out, stderr } = await start('bash', ['-e', '-c', line], { cwd: at, env, timeout: 1_800_000 }).done;
    assert.equal(status, 0, `${line}: exit ${status}\n${out.slice(-3000)}\n${stderr.slice(-3000)}`);
    took.push(`${line} (${Math.round((Date.now() - begun) / 1000)} s)`);
  }
  if (server) {
    assert.ok(server.asked.some((url) => url.endsWith('.whl')), 'PyTorch came from its own index');
    assert.deepEqual(server.asked.filter((url) => !url.startsWith(`${SIMPLE}torch/`)), [], 'that index is asked for nothing else');
  }
  return took.join(' · ');
};

export const steps = inTurn(FRAMEWORKS, FRAMEWORKS.length).map((framework) => ({ name: `ci: every line of the first push in ${framework}`, run: firstPush(framework) }));
