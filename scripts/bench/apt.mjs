// Programs of Debian that a measurement needs, installed when they are missing and this is root.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const found = (command) => [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].some((folder) => fs.existsSync(`${folder}/${command}`));

export function apt(name, command) {
  if (found(command)) return;
  const words = ['-qq', '-y', '--no-install-recommends', 'install', name];
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }, stdio: 'ignore' }; // in runlevel 1 no service is started
  spawnSync('apt-get', words, options);
  if (found(command)) return;
  spawnSync('apt-get', ['-qq', 'update'], options);
  spawnSync('apt-get', words, options);
  if (!found(command)) throw new Error(`${command} is needed and could not be installed: apt-get install ${name}`);
}
