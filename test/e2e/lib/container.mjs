// podman without a registry: a stand-in for python:3.11-slim made of Debian packages, a private store, the host's pip settings at build time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { need } from './skip.mjs';
import { good, run } from './shell.mjs';
import { CACHE, WORK, atEnd, once } from './work.mjs';

const TOOLS = ['podman', 'runc', 'mmdebstrap'];
const PACKAGES = ['podman', 'buildah', 'runc', 'uidmap', 'netavark', 'aardvark-dns', 'containernetworking-plugins', 'fuse-overlayfs', 'mmdebstrap'];
const SETTINGS = `[containers]
default_ulimits = ["nofile=1024:20000", "nproc=32768:32768"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;
const BASE = 'docker.io/library/python:3.11-slim';

async function tools() {
  need(process.getuid?.() === 0, 'images are built as root only');
  const present = async () => (await Promise.all(TOOLS.map((name) => run('which', [name])))).every(({ status }) => status === 0);
  if (await present()) return;
  const apt = (...words) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=400', ...words], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  need((await run('which', ['apt-get'])).status === 0, 'podman is not installed and there is no apt-get');
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', ...PACKAGES);
  need(await present(), 'podman, runc or mmdebstrap could not be installed');
}

/** Root file system of the base image, made once: Python of Debian 12 under the names that the official image has. */
const base = once(async () => {
  const tar = path.join(CACHE, 'python-3.11-slim.tar');
  if (fs.existsSync(tar)) return tar;
  const slim = path.join(WORK, 'slim');
  const script = `set -e
uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
mmdebstrap -q --variant=minbase --mode=root --aptopt='Apt::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \\
  --include=ca-certificates,python3,python3-pip,python3-venv bookworm "$1" "$uri"
rm -rf "$1"/dev/* "$1"/etc/apt/sources.list* "$1"/var/lib/apt/lists/* "$1"/usr/lib/python3.11/EXTERNALLY-MANAGED
ln -s /usr/bin/python3 "$1/usr/local/bin/python"
tar -C "$1" -cf "$2.part" . && mv "$2.part" "$2" && rm -rf "$1"`;
  const made = await run('bash', ['-c', script, 'bash', slim, tar], { timeout: 300_000 });
  need(made.status === 0, `the base image cannot be made here: ${made.stderr.split('\n').slice(-3).join(' ').replaceAll(/https?:\S+/g, 'URL')}`);
  return tar;
});

/** Files that pip and apt of this machine need, for the RUN lines of a build: mounted, never copied into the image. */
async function mounts() {
  const { stdout } = await run('pip', ['config', 'list']);
  const settings = [...stdout.matchAll(/^(?:global|install|:env:)\.([\w-]+)='(.*)'$/gm)].filter(([, key]) => key !== 'config-file').map(([, key, value]) => `${key} = ${value}`);
  const conf = path.join(WORK, 'pip.conf');
  fs.writeFileSync(conf, `[global]\n${[...new Map(settings.map((line) => [line.split(' = ')[0], line])).values()].join('\n')}\n`, { mode: 0o600 });
  const found = [...stdout.matchAll(/(file:\/\/)?(\/[^\s'/][^\s']*)/g)].map(([, index, file]) => (index ? path.dirname(file) : file)); // an index on disk links to its neighbours
  const named = found.filter((file) => fs.existsSync(file));
  const own = ['/etc/ssl/certs/ca-certificates.crt', '/etc/apt/sources.list', '/etc/apt/sources.list.d', '/etc/apt/auth.conf.d'].filter((file) => fs.existsSync(file));
  return [`${conf}:/etc/pip.conf:ro`, ...[...new Set([...named, ...own])].map((file) => `${fs.realpathSync(file)}:${file}:ro`)].flatMap((mount) => ['-v', mount]);
}

/** podman with its own store and settings; `build(folder, tag)` and `within(tag, ...command)` without network. */
export const container = once(async () => {
  await tools();
  const settings = path.join(WORK, 'containers.conf');
  fs.writeFileSync(settings, SETTINGS);
  const store = fs.mkdtempSync(path.join(os.tmpdir(), 'fair-ai-store-'));
  const options = { env: { CONTAINERS_CONF: settings }, timeout: 600_000 };
  const words = (args) => ['--root', path.join(store, 'root'), '--runroot', path.join(store, 'run'), '--storage-driver', 'overlay', ...args];
  const podman = (...args) => run('podman', words(args), options);
  atEnd(async () => {
    await podman('rmi', '-a', '-f');
    fs.rmSync(store, { recursive: true, force: true });
  });
  await good('podman', words(['import', '-q', '-c', 'CMD ["python3"]', '-c', 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin', await base(), BASE]), options);
  const mounted = await mounts();
  return {
    build: (folder, tag) => good('podman', words(['build', '--pull=never', '--isolation=chroot', '--from', BASE, ...mounted, '-t', tag, folder]), options),
    within: (tag, ...command) => good('podman', words(['run', '--rm', '--pull=never', '--network=none', '--cap-drop=all', tag, ...command]), options),
  };
});
