// Servers on loopback that a test starts and that end with it: web servers, CONNECT proxies, certificates of our own.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type https from 'node:https';
import net from 'node:net';
import path from 'node:path';

type Server = http.Server | https.Server;

const open: Server[] = [];
const sockets = new Set<net.Socket>();

export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy(); // a tunnel is no connection of the server's any more
  sockets.clear();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

/** "127.0.0.1:PORT" */
export async function listen(server: Server): Promise<string> {
  open.push(server);
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

export interface Asked {
  readonly target: string; // "host:port" of a tunnel, the whole address of a plain request
  readonly login: string | undefined;
}

/** A proxy that tunnels every host to `far`, or answers a CONNECT with `refusal`, or never. */
export async function connectProxy(far: string, { refusal = null, silent = false }: { readonly refusal?: number | null; readonly silent?: boolean } = {}) {
  const seen: Asked[] = [];
  const server = http.createServer((request, response) => { // plain http: the whole address stands in the request
    seen.push({ target: request.url ?? '', login: request.headers['proxy-authorization'] });
    if (refusal !== null) return response.writeHead(refusal).end();
    const { pathname, search } = new URL(request.url ?? '');
    return http.get(`http://${far}${pathname}${search}`, { headers: request.headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
  });
  server.on('connect', (request, client, head) => {
    seen.push({ target: request.url ?? '', login: request.headers['proxy-authorization'] });
    client.on('error', () => client.destroy());
    if (silent) return;
    if (refusal !== null) return void client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
    const [host = '', port = '0'] = far.split(':');
    const behind = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.write(head);
      behind.pipe(client).pipe(behind);
    });
    behind.on('error', () => client.destroy());
    sockets.add(behind);
  });
  return { place: await listen(server), seen };
}

export interface Certificate {
  readonly key: string; // file
  readonly cert: string; // file
}

/** A certificate that signs itself, for these names and addresses; null where openssl is not installed. */
export function ownCertificate(folder: string, names: readonly string[]): Certificate | null {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const alternatives = names.map(name => `${net.isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',');
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alternatives}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return fs.existsSync(cert) ? { key, cert } : null;
}
