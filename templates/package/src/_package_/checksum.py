"""Checksums of bytes as they stream by: sha256 always, and the one an archive declares. Standard library only."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

CHUNK = 1 << 20  # bytes
GIT = "git-sha1"  # of "blob <size>", a zero byte and the content: what git and Hugging Face call a file by


class Digest:
    """Size, sha256 and the declared checksum ("md5:hex", "adler32:hex", "git-sha1:hex", …) of the bytes given so far.

    `total` is the whole file's size in bytes, which git-sha1 starts with; without it that checksum is not known.
    """

    def __init__(self, checksum: str | None = None, total: int | None = None) -> None:
        name, _, self.expected = (checksum or "").strip().lower().partition(":")
        self.name = name if name == GIT else name.replace("-", "")  # SHA-256 is sha256
        self.size, self._adler = 0, 1
        self._sha256 = hashlib.sha256()
        listed = self.name in hashlib.algorithms_available and not self.name.startswith("shake")
        self._other = hashlib.new(self.name, usedforsecurity=False) if listed and self.name != "sha256" else None
        if self.name == GIT and total is not None:
            self._other = hashlib.sha1(b"blob %d\0" % total, usedforsecurity=False)
        self.strong = listed or self.name == GIT  # adler32 finds accidents, not another file
        self.known = listed or self._other is not None or self.name == "adler32"

    def update(self, chunk: bytes | bytearray | memoryview) -> None:
        self.size += len(chunk)
        self._sha256.update(chunk)
        if self._other is not None:
            self._other.update(chunk)
        elif self.name == "adler32":
            self._adler = zlib.adler32(chunk, self._adler)

    def add(self, path: Path) -> Digest:
        """Takes in a whole file."""
        view = memoryview(bytearray(CHUNK))
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(view):
                self.update(view[:count])
        return self

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    def complaint(self) -> str | None:
        """Both values when the declared checksum does not fit; some write adler32 without leading zeros."""
        if not self.known:
            return None
        found = self.sha256 if self.name == "sha256" else f"{self._adler:08x}"
        found = self._other.hexdigest() if self._other is not None else found
        expected = self.expected.zfill(8) if self.name == "adler32" else self.expected
        return None if found == expected else f"{self.name} is {found}, expected {expected}"


def of(path: Path, checksum: str | None = None) -> Digest:
    """The digest of a whole file that is here."""
    return Digest(checksum, path.stat().st_size).add(path)
