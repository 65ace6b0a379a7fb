// One changing file on a server of our own, where the archive mirror is too regular: entity tags that change, no ranges, a wait that is asked for.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { edit } from './small.mjs';
import { atEnd } from './work.mjs';

/**
 * `now` may be changed while it runs: { bytes, etag, ranges, rate (bytes/s), refuse: [{ status, headers: () => … }] }; each refusal answers one request.
 * `requests` holds { range, status, start, end, bytes } of each.
 */
export async function serve(now) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const seen = { range: request.headers.range ?? null, status: null, start: Date.now(), end: null, bytes: 0 };
    requests.push(seen);
    response.once('close', () => { seen.end = Date.now(); });
    const refusal = now.refuse?.shift();
    if (refusal) {
      seen.status = refusal.status;
      response.writeHead(refusal.status, refusal.headers()).end();
      return;
    }
    const { bytes, etag, ranges = true, rate = Infinity } = now;
    const asked = /^bytes=(\d+)-$/.exec(seen.range ?? '');
    const condition = request.headers['if-range'];
    const start = ranges && asked && (!condition || condition === etag) ? Number(asked[1]) : 0;
    seen.status = start > 0 ? 206 : 200;
    response.writeHead(seen.status, {
      'content-type': 'application/octet-stream', 'content-length': bytes.length - start, ...(etag ? { etag } : {}),
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const step = rate < Infinity ? Math.ceil(rate / 20) : bytes.length;
    for (let at = start; at < bytes.length && !response.destroyed; at += step) {
      const piece = bytes.subarray(at, at + step);
      response.write(piece);
      seen.bytes += piece.length;
      if (rate < Infinity) await sleep(50);
    }
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  atEnd(close);
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}

export const ELSEWHERE = 'https://files.example.org';

/** Lists `path` in a project's manifest, to be had from such a server once it is the mirror; a size or checksum only where it is given. */
export const listed = (at, path, { size = null, checksum = null } = {}) =>
  edit(at, (datasets) => datasets[0].files.push({ ...datasets[0].files[1], path, size, checksum, urls: [`${ELSEWHERE}/${path}`] }));
