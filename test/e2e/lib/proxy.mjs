// Ways to the mirror other than plain http: https with a certificate authority of our own, and a CONNECT proxy that leads every host there.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { good, run } from './shell.mjs';
import { need } from './skip.mjs';
import { atEnd, folder, once } from './work.mjs';

const HOSTS = ['doi.org', 'api.datacite.org', 'api.crossref.org', 'zenodo.org', 'objects.example.org', 'files.example.org'];

/** Files of a self-made authority (`ca`) and of a certificate that it gave to the archives' names and to this machine. */
export const authority = once(async () => {
  need((await run('openssl', ['version'])).status === 0, 'openssl is not installed');
  const cwd = folder('authority');
  const names = [...HOSTS.map((host) => `DNS:${host}`), 'DNS:localhost', 'IP:127.0.0.1'].join(',');
  const openssl = (...args) => good('openssl', args, { cwd });
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Test authority', '-addext', 'keyUsage=critical,keyCertSign');
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=zenodo.org');
  fs.writeFileSync(path.join(cwd, 'names'), `subjectAltName=${names}\nauthorityKeyIdentifier=keyid\n`);
  await openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'names', '-out', 'server.pem');
  fs.chmodSync(cwd, 0o755);
  return { ca: path.join(cwd, 'ca.pem'), key: fs.readFileSync(path.join(cwd, 'server.key')), cert: fs.readFileSync(path.join(cwd, 'server.pem')) };
});

const listening = async (server) => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections?.();
  }));
  return server.address().port;
};

/** https in front of the mirror: as the mirror itself at `url`, and as each archive by the name in Host. `asked` grows with each request. */
export async function front(served, { ca, key, cert }) {
  const asked = [];
  const server = https.createServer({ key, cert }, (request, response) => {
    const host = request.headers.host.split(':')[0];
    const own = host === '127.0.0.1' ? '' : `/${host}`;
    asked.push(`${host}${request.url}`);
    const inner = http.request(`${served.url}${own}${request.url}`, { method: request.method, headers: { ...request.headers, connection: 'close' } }, (answer) => {
      const { location } = answer.headers;
      const headers = location ? { ...answer.headers, location: location.replace(`${served.url}/`, own ? 'https://' : `${url}/`) } : answer.headers;
      response.writeHead(answer.statusCode, headers);
      answer.pipe(response);
    });
    inner.on('error', () => response.destroy());
    request.pipe(inner);
  });
  const port = await listening(server);
  const url = `https://127.0.0.1:${port}`;
  return { url, port, ca, asked };
}

/** A CONNECT proxy that leads every HOST:443 to `port` of this machine; `log` grows by each HOST:443. A wanted login is "user:password", as in an address. */
export async function proxy(port, { login = null } = {}) {
  const log = [];
  const server = http.createServer((request, response) => {
    log.push(`plain ${request.url}`);
    response.writeHead(501).end();
  });
  const sockets = new Set();
  server.on('connect', (request, socket, head) => {
    const wanted = login && `Basic ${Buffer.from(decodeURIComponent(login)).toString('base64')}`;
    if (wanted && request.headers['proxy-authorization'] !== wanted) {
      log.push(`refused ${request.url}`);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    log.push(request.url);
    const inner = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.write(head);
      socket.pipe(inner).pipe(socket);
    });
    for (const one of [socket, inner]) {
      sockets.add(one);
      one.on('error', () => [socket, inner].forEach((other) => other.destroy()));
    }
  });
  const at = await listening(server);
  atEnd(() => sockets.forEach((one) => one.destroy()));
  return { url: `http://${login ? `${login}@` : ''}127.0.0.1:${at}`, log };
}
