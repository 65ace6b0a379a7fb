"""A file that is not whole yet, in a private folder, and beside it a JSON about its origin. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from _package_ import files
from _package_.checksum import Digest
from _package_.errors import Refused
from _package_.manifest import File

SMALL = 1 << 18  # bytes; a smaller file is fetched again from its start rather than resumed
LONGEST = 1 << 16  # bytes that are read of what is said about a file
SAID = 4096  # characters of an address or a validator


class Kept(NamedTuple):
    """What of a part may stay."""

    size: int  # bytes
    validator: str | None = None  # for If-Range: the archive compares it
    etag: str | None = None  # what we compare where no checksum will judge, a weak one included


class Part:
    """`shared`: strangers write in its folder, too; what they left is taken only where a checksum will judge it."""

    def __init__(self, path: Path, shared: bool = False) -> None:
        self.path, self._shared = path, shared
        self._said: dict[str, str | None] = {}  # url, etag, modified
        self._there = False  # whether there may be a file that says so

    @property
    def _origin(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def size(self) -> int:
        """Bytes that are there."""
        known = files.plain(self.path)
        return known.st_size if known else 0

    def kept(self, file: File, url: str) -> Kept:
        """Bytes stay where a checksum will judge them, whatever their origin; others only where the archive vouches."""
        known, digest = files.plain(self.path), Digest(file.checksum, file.size)
        if known is None or not known.st_size or (file.size is not None and known.st_size > file.size):
            return Kept(0)
        if self._shared and not digest.strong and not files.ours(known):
            return Kept(0)
        self._there = True
        self._said = said(self._origin, self._shared)
        etag, modified = self._said.get("etag"), self._said.get("modified")
        validator = etag if etag and not etag.startswith("W/") else modified
        if self._said.get("url") == url and (validator or digest.known):
            return Kept(known.st_size, validator, None if digest.strong else etag)
        return Kept(known.st_size if digest.strong else 0)

    def open(self, offset: int) -> int:
        """A descriptor that appends after `offset` bytes; nothing is buffered, so a kill loses nothing that came."""
        try:
            if not offset:
                return files.fresh(self.path)
            handle = files.opened(self.path, os.O_WRONLY | os.O_APPEND)
            known = os.fstat(handle)
            if known.st_nlink != 1 or known.st_size != offset:
                os.close(handle)
                raise Refused(f"{self.path} is written by somebody else, too")
            return handle
        except OSError as error:
            raise Refused(f"{self.path} cannot be written: {error.strerror}") from error

    def remember(self, url: str, etag: str | None, modified: str | None, total: int | None) -> None:
        """Where the bytes of an open part come from, so that a later run may go on; no small one does."""
        now = {"url": url, "etag": etag, "modified": modified}
        if now != self._said and (total is None or total > SMALL):
            beside = self._origin.with_name(self._origin.name + ".new")
            with os.fdopen(files.fresh(beside), "w", encoding="utf-8") as file:
                json.dump(now, file)
            self._there = True
            beside.replace(self._origin)  # in one step: a run that is killed here must not lose the part
        self._said = now

    def origin(self) -> dict[str, str | None]:
        """ETag and Last-Modified of the answer that the bytes came from, None where there was none."""
        return {name: self._said.get(name) for name in ("etag", "modified")}

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self._origin.unlink(missing_ok=True)
        self._said = {}

    def take_place(self, target: Path) -> None:
        """Gives the whole, verified file its name."""
        self.path.replace(target)
        if self._there:
            self._origin.unlink(missing_ok=True)


def read_json(path: Path, own: bool) -> dict[str, Any]:
    """A small JSON object, checked to be one; empty where there is none, or, with `own`, where a stranger wrote it."""
    with contextlib.suppress(OSError, ValueError, RecursionError), os.fdopen(files.opened(path), "rb") as file:
        found = json.loads(file.read(LONGEST + 1)[:LONGEST])
        if isinstance(found, dict) and (not own or files.ours(os.fstat(file.fileno()))):
            return found
    return {}


def said(path: Path, own: bool) -> dict[str, str | None]:
    """url, etag and modified of what is said about a file; each is a line of text, fit for a request, or None."""
    found = read_json(path, own)
    return {name: found[name] if is_line(found.get(name)) else None for name in ("url", "etag", "modified")}


def is_line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= SAID and value.isascii() and value.isprintable()
