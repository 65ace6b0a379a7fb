"""A file that is not whole yet: NAME.part, and NAME.part.json about its origin. Standard library only."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from _package_.checksum import Digest
from _package_.errors import Refused
from _package_.manifest import File

SMALL = 1 << 18  # bytes; a smaller file is fetched again from its start rather than resumed


class Kept(NamedTuple):
    """What of a part may stay."""

    size: int  # bytes
    validator: str | None = None  # for If-Range: the archive compares it
    etag: str | None = None  # what we compare where no checksum will judge, a weak one included


class Part:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._said: dict[str, str | None] = {}  # url, etag, modified
        self._there = False  # whether there may be a file that says so

    @property
    def _origin(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def kept(self, file: File, url: str) -> Kept:
        """Bytes stay where a checksum will judge them, whatever their origin; others only where the archive vouches."""
        size = self.size()
        if not size or (file.size is not None and size > file.size):
            return Kept(0)
        self._there, digest = True, Digest(file.checksum, file.size)
        try:
            said = json.loads(self._origin.read_text(encoding="utf-8"))
            same, etag, modified = said["url"] == url, said["etag"], said["modified"]
            self._said = said
        except (OSError, ValueError, KeyError, TypeError):
            same, etag, modified = False, None, None
        validator = etag if etag and not etag.startswith("W/") else modified
        if same and (validator or digest.known):
            return Kept(size, validator, None if digest.strong else etag)
        return Kept(size if digest.strong else 0)

    def open(self, offset: int) -> int:
        """A descriptor that appends after `offset` bytes; nothing is buffered, so a kill loses nothing that came."""
        flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if offset else os.O_TRUNC)
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            return os.open(self.path, flags, 0o666)
        except OSError as error:
            raise Refused(f"{self.path} cannot be written: {error.strerror}") from error

    def remember(self, url: str, etag: str | None, modified: str | None, total: int | None) -> None:
        """Where the bytes of an open part come from, so that a later run may go on; no small one does."""
        said = {"url": url, "etag": etag, "modified": modified}
        if said != self._said and (total is None or total > SMALL):
            beside = self._origin.with_name(self._origin.name + ".new")
            beside.write_text(json.dumps(said), encoding="utf-8")
            self._there = True
            beside.replace(self._origin)  # in one step: a run that is killed here must not lose the part
        self._said = said

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
