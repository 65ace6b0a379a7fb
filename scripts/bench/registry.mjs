// A registry on loopback for the length of the measurement: both initialisers are published into it from their tarballs.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CONFIG = `storage: ./storage
web: {enable: false}
auth: {htpasswd: {file: ./htpasswd, max_users: -1}}
packages: {'**': {access: $all, publish: $anonymous, unpublish: $anonymous}}
log: {type: file, path: ./log, format: json, level: warn}
max_body_size: 50mb
`;

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** `env` makes npm use the registry and an own cache; `cold` empties that cache. */
export async function startRegistry(folder, verdaccio) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'config.yaml'), CONFIG);
  const port = await freePort();
  const server = spawn(process.execPath, [verdaccio, '--config', path.join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`], { cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/`;
  const cache = path.join(folder, 'npm-cache');
  const npmrc = path.join(folder, 'npmrc');
  fs.writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=any\ncache=${cache}\nupdate-notifier=false\n`);
  const env = { npm_config_userconfig: npmrc, npm_config_registry: url, npm_config_cache: cache };
  for (let tries = 0; tries < 200; tries += 1) {
    if (await fetch(`${url}-/ping`).then((answer) => answer.ok, () => false)) break;
    if (tries === 199) throw new Error('the local registry did not start');
    await sleep(100);
  }
  return {
    env,
    cold: () => fs.rmSync(cache, { recursive: true, force: true }),
    publish: (tarball) => execFileSync('npm', ['publish', '--provenance=false', tarball], { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] }),
    close: () => server.kill(),
  };
}
