"""One file from one address: resumed where it broke off, tried again where that can help. Standard library only."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from _package_ import checksum
from _package_.checksum import CHUNK, Digest
from _package_.errors import Hiccup, Refused
from _package_.fetching import local, mirror
from _package_.fetching.encoded import encoding_of, most_of, settled
from _package_.fetching.examine import examine
from _package_.fetching.hosts import Hosts
from _package_.fetching.part import Part
from _package_.fetching.stream import Stopped, WrongBytes, receive
from _package_.fetching.tokens import host_of
from _package_.fetching.web import Answer, Web
from _package_.manifest import File

RETRIES = 5
PATIENCE = 120.0  # s, the longest wait that an archive may ask for
LARGE = 1 << 23  # bytes; the hash of a larger file gets a thread of its own where a processor is free


@dataclass(frozen=True)
class Shared:
    """What the downloads of one run have in common."""

    root: Path  # addresses such as file:data/x start here
    hosts: Hosts
    arrived: Callable[[str, int], None]  # told how many bytes of a file are here
    note: Callable[[str], None]  # a line for the user
    stop: threading.Event
    spare: bool = False  # a processor for every thread that hashes


def obtain(file: File, url: str, part: Part, web: Web, shared: Shared) -> Digest:
    """Fills `part` with the file's bytes and returns their digest; Refused when it cannot."""
    download, host = Download(file, url, part, web, shared), host_of(url)
    tries = wrong = 0
    while True:
        if (rest := shared.hosts.resting(host)) and shared.stop.wait(rest):
            raise Stopped
        before = part.size()
        try:
            digest = download.once()
            if complaint := digest.complaint():
                raise WrongBytes(complaint)
            return digest
        except WrongBytes as error:
            wrong += 1
            part.forget()
            if wrong > 1:
                raise Refused(f"{error}, twice, from {url}") from error
            wait = _pause(wrong)
        except Hiccup as error:
            tries = 1 if part.size() - before >= CHUNK else tries + 1
            if tries > RETRIES:
                raise Refused(f"{error}, {tries} times in a row, from {url}") from error
            wait = _pause(tries) if error.after is None else error.after
            if wait > PATIENCE:
                raise Refused(f"{error} and asks to wait {wait:.0f} s: run `make data` again then") from error
            if error.after:
                shared.hosts.rest(host, wait)
            if wait > 5:
                shared.note(f"{file.path}: {error}; again in {wait:.0f} s")
        if shared.stop.wait(wait):
            raise Stopped


def _pause(tries: int) -> float:
    return min(60.0, 0.5 * 2**tries) * random.uniform(0.75, 1.25)


class Download:
    """The tries to fetch one file from one address; the digest lives on from try to try."""

    def __init__(self, file: File, url: str, part: Part, web: Web, shared: Shared) -> None:
        self.file, self.url, self.part, self.web, self.shared = file, url, part, web, shared
        self.digest: Digest | None = None

    def once(self) -> Digest:
        """One try. Its digest is of all bytes of the part; Hiccup and WrongBytes where they are not the file."""
        file, path = self.file, self.part.path
        if source := mirror.on_disk(self.url, self.shared.root):
            return local.copy(file, source, self.part, self.arrived, self.shared.stop)
        kept = self.part.kept(file, self.url)
        offset = kept.size
        if offset and offset == file.size:
            self.arrived(offset)
            return checksum.of(path, file.checksum)
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        headers.update({"If-Range": kept.validator} if kept.validator else {})
        with self.web.request(self.url, headers) as answer:
            if answer.status == 416 and answer.headers.get("content-range", "").endswith(f"/{offset}"):
                return checksum.of(path, file.checksum)
            if answer.status == 206 and kept.etag and answer.headers.get("etag", kept.etag) != kept.etag:
                self.part.forget()
                raise Hiccup("the archive has another file by now", 0.0)
            offset = offset if answer.status == 206 else 0  # the file changed, or the archive does not resume
            total, encoding = examine(answer, file, offset), encoding_of(answer.headers)
            digest = self._fill(answer, offset, total)
        if digest.size == 0 and file.size != 0:
            raise WrongBytes("0 bytes arrived")
        if total is not None and digest.size < total:
            raise Hiccup(f"the connection ended after {digest.size} of {total} bytes")
        if encoding:
            self.digest = None
            return settled(file, encoding, self.part, digest, self.shared.note)
        return checksum.of(path, file.checksum) if digest.strong and not digest.known else digest

    def arrived(self, size: int) -> None:
        self.shared.arrived(self.file.path, size)

    def _fill(self, answer: Answer, offset: int, total: int | None) -> Digest:
        if self.digest is None or not offset or self.digest.size != offset:
            self.digest = Digest(self.file.checksum, total)
        out = self.part.open(offset)
        try:
            headers, encoded = answer.headers, bool(encoding_of(answer.headers))
            validators = (None, None) if encoded else (headers.get("etag"), headers.get("last-modified"))
            self.part.remember(self.url, *validators, total)
            most = most_of(self.file) if encoded else self.file.size
            path, apart = self.part.path, self.shared.spare and (total is None or total > LARGE)
            receive(answer.readinto, out, path, self.digest, offset, most, self.arrived, self.shared.stop, apart)
        finally:
            os.close(out)
        return self.digest
