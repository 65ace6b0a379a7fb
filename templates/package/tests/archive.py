"""A small archive on loopback: it serves bytes, misbehaves when told to, and remembers what it was asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar


@dataclass
class Archive:
    """`files`: path -> bytes. `faults`: path -> what its next answers are, in order; then it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    etag: str | None = '"one"'
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def ranges(self) -> list[str | None]:
        return [headers.get("Range") for _, headers in self.requests]

    def __enter__(self) -> Archive:
        handler = type("Handler", (_Handler,), {"archive": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    archive: ClassVar[Archive]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        pass

    def do_GET(self) -> None:
        archive, path = self.archive, self.path
        archive.requests.append((path, dict(self.headers)))
        waiting = archive.faults.get(path, [])
        fault = waiting.pop(0) if waiting else ""
        name, _, value = fault.partition(" ")
        if name.isdecimal():
            self._send(int(name), b"", dict([value.split(": ", 1)]) if value else {})
        elif path not in archive.files:
            self._send(404, b"")
        elif name == "html":
            self._send(200, b"<html>You are being blocked</html>", {"Content-Type": "text/html; charset=utf-8"})
        else:
            self._file(archive.files[path], fault)

    def _file(self, body: bytes, fault: str) -> None:
        headers = {"Content-Type": "application/octet-stream"}
        headers |= {"ETag": self.archive.etag} if self.archive.etag else {}
        wanted = self.headers.get("Range")
        same = self.headers.get("If-Range", self.archive.etag) == self.archive.etag
        if fault == "wrong":
            body = bytes([body[0] ^ 1]) + body[1:]
        elif fault == "longer":
            body += b"!"
        status = 200
        if wanted and same and fault != "no-range":
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            start += 1 if fault == "shifted" else 0
            if start >= len(body):
                self._send(416, b"", {"Content-Range": f"bytes */{len(body)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            status, body = 206, body[start:]
        self._send(status, body, headers, half=fault == "half")

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, half: bool = False) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
