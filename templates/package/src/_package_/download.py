"""One file, verified: resumed where it broke off, tried again where that can help. Standard library only."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from _package_.checksum import CHUNK, Digest
from _package_.manifest import File
from _package_.web import Hiccup, Refused, host_of, mirrored, request

RETRIES = 5
PATIENCE = 120.0  # s, the longest wait that an archive may ask for
HTML = (".html", ".htm", ".xhtml")


class WrongBytes(Exception):
    """An answer that is not the file: worth one more try from zero."""


class Stopped(Exception):
    """The user pressed Ctrl-C."""


class Reader(Protocol):
    def read1(self, n: int, /) -> bytes: ...


@dataclass(frozen=True)
class Shared:
    """What the downloads of one run have in common."""

    root: Path  # addresses such as file:data/x start here
    gate: Callable[[str], contextlib.AbstractContextManager[Any]]  # host -> a place in its queue
    arrived: Callable[[str, int], None]  # told how many bytes of a file are here
    stop: threading.Event


def obtain(file: File, url: str, part: Path, shared: Shared) -> Digest:
    """Fills `part` with the file's bytes and returns their digest; Refused when it cannot."""
    tries = wrong = 0
    while True:
        before = _size(part)
        try:
            with shared.gate(host_of(url)):
                digest = _once(file, url, part, shared)
            if complaint := digest.complaint():
                raise WrongBytes(complaint)
            return digest
        except WrongBytes as error:
            wrong += 1
            forget(part)
            if wrong > 1:
                raise Refused(f"{error}, twice, from {url}") from error
            wait = _pause(wrong)
        except Hiccup as error:
            tries = 1 if _size(part) - before >= CHUNK else tries + 1
            if tries > RETRIES:
                raise Refused(f"{error}, {tries} times in a row, from {url}") from error
            wait = _pause(tries) if error.after is None else min(error.after, PATIENCE)
        if shared.stop.wait(wait):
            raise Stopped


def forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _state(part).unlink(missing_ok=True)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _pause(tries: int) -> float:
    return min(60.0, 0.5 * 2**tries) * random.uniform(0.75, 1.25)


def _state(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _once(file: File, url: str, part: Path, shared: Shared) -> Digest:
    if mirrored(url).startswith("file:"):
        return _copy(file, mirrored(url), part, shared)
    digest, validator = _resumable(file, url, part)
    if digest.size and digest.size == file.size:
        shared.arrived(file.path, digest.size)
        return digest
    headers = {"Range": f"bytes={digest.size}-"} if digest.size else {}
    headers.update({"If-Range": validator} if digest.size and validator else {})
    with request(url, headers) as response:
        if response.status == 416 and response.headers.get("Content-Range", "").endswith(f"/{digest.size}"):
            return digest
        if response.status != 206:  # the file changed, or the archive does not resume
            digest = Digest(file.checksum)
        total = _examine(response.status, response.headers, file, digest.size)
        state = {"url": url, "etag": response.headers.get("ETag"), "modified": response.headers.get("Last-Modified")}
        _state(part).write_text(json.dumps(state), encoding="utf-8")
        _stream(response, file, part, digest, shared)
    if digest.size == 0 and file.size != 0:
        raise WrongBytes("0 bytes arrived")
    if total is not None and digest.size < total:
        raise Hiccup(f"the connection ended after {digest.size} of {total} bytes")
    return digest


def _resumable(file: File, url: str, part: Path) -> tuple[Digest, str | None]:
    """The digest of the bytes that are there and may stay, and what a changed file is told by."""
    try:
        state = json.loads(_state(part).read_text(encoding="utf-8"))
        etag = state["etag"] if state["etag"] and not state["etag"].startswith("W/") else None
        validator = etag or state["modified"]
        known = state["url"] == url and (validator or Digest(file.checksum).known)
        if known and not (file.size is not None and _size(part) > file.size):
            return Digest(file.checksum).add(part), validator
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no part, or none whose origin is known: from zero
    return Digest(file.checksum), None


def _examine(status: int, headers: Mapping[str, str], file: File, offset: int) -> int | None:
    """The size that an answer announces; WrongBytes where its head shows already that it is not the file."""
    if status not in (200, 206):
        raise WrongBytes(f"the archive answered {status} without the file")
    if "html" in headers.get("Content-Type", "").lower() and not file.path.lower().endswith(HTML):
        raise WrongBytes("the archive answered with an HTML page")
    if headers.get("Content-Encoding", "identity") != "identity":
        raise WrongBytes(f"the archive sent it compressed ({headers['Content-Encoding']})")
    total = headers.get("Content-Length", "")
    if status == 206:
        start, _, total = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if start.partition("-")[0] != str(offset):
            raise WrongBytes(f"the archive sent {headers.get('Content-Range')}, asked for bytes from {offset}")
    announced = int(total) if total.isdecimal() else None
    if announced is not None and file.size is not None and announced != file.size:
        raise WrongBytes(f"the archive has {announced} bytes, expected {file.size}")
    return file.size if announced is None else announced


def _stream(response: Reader, file: File, part: Path, digest: Digest, shared: Shared) -> None:
    with part.open("ab" if digest.size else "wb", buffering=0) as out:  # unbuffered: a kill loses nothing that came
        while not shared.stop.is_set():
            try:
                chunk = response.read1(CHUNK)
            except (OSError, http.client.HTTPException) as error:
                raise Hiccup(f"the connection broke ({error or type(error).__name__})") from error
            if not chunk:
                os.fsync(out.fileno())
                return
            try:
                out.write(chunk)
            except OSError as error:
                raise Refused(f"{part} cannot be written: {error.strerror}") from error
            digest.update(chunk)
            shared.arrived(file.path, digest.size)
            if file.size is not None and digest.size > file.size:
                raise WrongBytes(f"more than the expected {file.size} bytes arrived")
    raise Stopped


def _copy(file: File, url: str, part: Path, shared: Shared) -> Digest:
    """A file of this machine: a local dataset, or a mirror that is a folder."""
    source = shared.root / urllib.request.url2pathname(urllib.parse.urlsplit(url).path)
    digest = Digest(file.checksum)
    forget(part)
    try:
        with source.open("rb") as opened:
            _stream(opened, file, part, digest, shared)
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror}") from error
    if file.size is not None and digest.size != file.size:
        raise Refused(f"{source} has {digest.size} bytes, expected {file.size}")
    return digest
