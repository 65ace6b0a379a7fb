"""Checksums of bytes as they stream by: sha256 always, and the one an archive declares. Standard library only."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

CHUNK = 1 << 20  # bytes


class Digest:
    """Size, sha256 and the declared checksum ("md5:hex", "adler32:hex", …) of the bytes given so far."""

    def __init__(self, checksum: str | None = None) -> None:
        self.name, _, self.expected = (checksum or "").lower().partition(":")
        self.size, self._adler = 0, 1
        self._sha256 = hashlib.sha256()
        known = self.name in hashlib.algorithms_available and not self.name.startswith("shake")
        self._other = hashlib.new(self.name, usedforsecurity=False) if known and self.name != "sha256" else None
        self.strong = known  # adler32 finds accidents, not another file
        self.known = known or self.name == "adler32"

    def update(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self._sha256.update(chunk)
        if self._other is not None:
            self._other.update(chunk)
        elif self.name == "adler32":
            self._adler = zlib.adler32(chunk, self._adler)

    def add(self, path: Path) -> Digest:
        """Takes in a whole file."""
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self.update(chunk)
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
