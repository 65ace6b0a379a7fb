// What a machine needs besides Node: python3 >= 3.11 with venv, make, git. As root on Debian the missing ones are installed.
import { spawnSync } from 'node:child_process';

const NEEDED = [
  { what: 'Python >= 3.11 with venv', packages: ['python3', 'python3-venv'], test: ['python3', '-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'] },
  { what: 'make', packages: ['make'], test: ['make', '--version'] },
  { what: 'git', packages: ['git'], test: ['git', '--version'] },
];

const works = ([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const missing = () => NEEDED.filter(({ test }) => !works(test));

function install(packages) {
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=400'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const get = (...args) => spawnSync('apt-get', [...options, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return get('update') && get('install', '-y', '--no-install-recommends', ...packages);
}

/** Throws with what to install when something stays missing. */
export function ready() {
  const lacking = missing();
  if (lacking.length === 0) return;
  const packages = lacking.flatMap((one) => one.packages);
  if (process.getuid?.() === 0 && works(['apt-get', '--version'])) {
    console.log(`Installing with apt-get: ${packages.join(' ')}`);
    install(packages);
  }
  const still = missing();
  if (still.length > 0) {
    throw new Error(`missing: ${still.map((one) => one.what).join(', ')}\nOn Debian or Ubuntu: sudo apt-get install ${still.flatMap((one) => one.packages).join(' ')}`);
  }
}
