"""A small archive on loopback, which misbehaves when told to and remembers what it was asked, and a project for it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import numpy as np
import pytest

from _package_ import fetch, manifest, paths, private, settings
from _package_.fetching import download


@dataclass
class Archive:
    """`files`: path -> bytes. `faults`: path -> what its next answers are, in order; then it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    etag: str | None = '"one"'
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0
    gate: threading.Event | None = None  # answers wait for it
    headers: dict[str, str] = field(default_factory=dict)  # of every answer
    url: str = ""

    def ranges(self) -> list[str | None]:
        return [headers.get("Range") for _, headers in self.requests]

    def __enter__(self) -> Archive:
        handler = type("Handler", (_Handler,), {"archive": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    archive: ClassVar[Archive]
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.archive.connections += 1

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        pass

    def do_GET(self) -> None:
        archive, path = self.archive, self.path
        archive.requests.append((path, dict(self.headers) | ({"method": "HEAD"} if self.command == "HEAD" else {})))
        if archive.gate is not None:
            archive.gate.wait(60)
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
        if self.archive.etag and self.headers.get("If-None-Match") == self.archive.etag:
            self._send(304, b"", headers)
            return
        if wanted and (same or fault == "ignores If-Range") and fault != "no-range":
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            start += 1 if fault == "shifted" else 0
            if start >= len(body):
                self._send(416, b"", {"Content-Range": f"bytes */{len(body)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            status, body = 206, body[start:]
        self._send(status, body, headers, fault)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, fault: str = "") -> None:
        self.send_response(status)
        said = {"Content-Length": str(len(body)), **(headers or {}), **self.archive.headers}
        if fault == "chunked":
            del said["Content-Length"]
            said["Transfer-Encoding"] = "chunked"
            middle = len(body) // 2
            body = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:middle], body[middle:])) + b"0\r\n\r\n"
        elif fault == "unsized":
            del said["Content-Length"]
        for name, value in said.items():
            self.send_header(name, value)
        self.close_connection = fault in ("half", "unsized")
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(ConnectionError):  # who asked may have gone
                self.wfile.write(body[: len(body) // 2] if fault == "half" else body)


BODY = np.random.default_rng(0).bytes(3_000_000)
MD5 = "md5:" + hashlib.md5(BODY).hexdigest()


@pytest.fixture
def archive(monkeypatch):
    for name in ("FAIR_AI_MIRROR", "FAIR_AI_CACHE", "ZENODO_TOKEN", "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "_pause", lambda tries: 0.0)
    with Archive({"/a.bin": BODY}) as one:
        yield one


@pytest.fixture
def listed(project, archive):
    """Writes data/manifest.json; a file is (path, other fields), served under its own path."""

    def write(*files, status="resolved"):
        entries = []
        for path, fields in files:
            entry = {"path": path, "size": len(BODY), "checksum": MD5, "urls": [f"{archive.url}/{path}"]}
            entries.append({**entry, "selected": True, "availability": "online", "unsafe": False, **fields})
        page = "https://zenodo.org/records/1"
        dataset = {"title": "T", "status": status, "doi": None, "recordUrl": page, "files": entries}
        said = {"format": manifest.FORMAT, "recipe": {"key": "table", "options": {}}, "datasets": [dataset]}
        (project / "data" / "manifest.json").write_text(json.dumps(said))

    write(("a.bin", {}))
    return write


def run(*assignments):
    return fetch.fetch(manifest.load(paths.manifest()), settings.read({}, assignments))


def raw(name="a.bin"):
    return paths.raw("real") / name


def left():
    """Names in data/raw/."""
    folder = paths.raw("real")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def part(size, url, etag: str | None = '"one"', content=BODY):
    """What a killed download leaves."""
    unfinished().write_bytes(content[:size])
    state = {"url": url, "etag": etag, "modified": None}
    unfinished(".part.json").write_text(json.dumps(state))


def unfinished(ending=".part", name="a.bin"):
    """The private file of one that is under way."""
    return private.named(private.folder(paths.raw("real")), raw(name), ending)
