// What the fetchers fetch: 10 files of 256 MiB and 2000 of 64 KiB, made once, and an nginx on loopback that serves all of them alike.
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { apt } from './apt.mjs';

export const SETS = { large: { count: 10, size: 256 * 2 ** 20 }, small: { count: 2000, size: 64 * 2 ** 10 } };
const HOST = 'files.example.org'; // a host without a limit of its own
const PIECE = 4 * 2 ** 20;

/** Random bytes, the same each time, so that nothing compresses and no two files are equal. */
function made(file, size, seed) {
  const cipher = crypto.createCipheriv('aes-128-ctr', crypto.createHash('md5').update(seed).digest(), Buffer.alloc(16));
  const [md5, sha256] = ['md5', 'sha256'].map((name) => crypto.createHash(name));
  const zeros = Buffer.alloc(Math.min(PIECE, size));
  const out = fs.openSync(file, 'w');
  for (let at = 0; at < size; at += zeros.length) {
    const bytes = cipher.update(zeros);
    fs.writeSync(out, bytes);
    for (const hash of [md5, sha256]) hash.update(bytes);
  }
  fs.closeSync(out);
  return { md5: md5.digest('hex'), sha256: sha256.digest('hex') };
}

/** name → [{ path, size, md5, sha256 }] of each set; the files lie in `folder`. */
export function prepared(folder) {
  const list = path.join(folder, 'list.json');
  if (!fs.existsSync(list)) {
    const sets = Object.fromEntries(Object.entries(SETS).map(([name, { count, size }]) => {
      fs.mkdirSync(path.join(folder, name), { recursive: true });
      return [name, Array.from({ length: count }, (_, index) => {
        const one = `${name}/${String(index).padStart(4, '0')}.bin`;
        return { path: one, size, ...made(path.join(folder, one), size, one) };
      })];
    }));
    fs.writeFileSync(list, JSON.stringify(sets));
  }
  return JSON.parse(fs.readFileSync(list, 'utf8'));
}

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** nginx with sendfile and connections that stay open. `mirror` is what FAIR_AI_MIRROR takes, `address` where the files lie. */
export async function served(files, folder) {
  apt('nginx', 'nginx');
  fs.mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  const own = process.getuid?.() === 0 ? 'user root;' : '';
  const config = path.join(folder, 'nginx.conf');
  fs.writeFileSync(config, `${own} worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events { worker_connections 256; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; keepalive_timeout 60s; default_type application/octet-stream; ${temporary}
  server { listen 127.0.0.1:${port}; location /${HOST}/ { alias ${files}/; } } }
`);
  const nginx = ['/usr/sbin/nginx', 'nginx'].find((name) => name === 'nginx' || fs.existsSync(name));
  const server = spawn(nginx, ['-c', config, '-p', folder, '-e', `${folder}/error.log`], { stdio: 'ignore' });
  const mirror = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(`${mirror}/${HOST}/list.json`).then((answer) => answer.ok, () => false)); tries += 1) {
    if (tries === 100) throw new Error(`nginx did not start: ${folder}/error.log`);
    await sleep(50);
  }
  return { mirror, original: `https://${HOST}`, address: `${mirror}/${HOST}`, version: /\d+(\.\d+)+/.exec(spawnSync(nginx, ['-v'], { encoding: 'utf8' }).stderr)[0], close: () => server.kill() };
}

/** Reads all of them, so that they are served from memory. */
export function warmed(folder) {
  spawnSync('sh', ['-c', 'cat "$1"/large/* "$1"/small/* >/dev/null', 'sh', folder]);
}
