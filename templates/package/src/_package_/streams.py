"""Archives as streams that cannot fill the memory, whatever they say of themselves. Standard library only."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path
from tarfile import StreamError
from typing import IO, NoReturn, cast

HEADER = 1 << 18  # bytes between two members of a tar: records, long names, maps of sparse files
CONTENTS = 1 << 25  # bytes of a zip's table of contents
WINDOW = 1 << 28  # bytes that an .xz may want for its dictionary; `xz -9` wants 64 MiB
SKIPPED = 1 << 20  # bytes at a time
MAGIC = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open}


class Xz(io.RawIOBase):
    """The content of an .xz or .lzma file, one stream after another; lzma.LZMAError where it wants too much memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._decoder, self._left, self._first = file, _decoder(), b"", True

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        while True:
            if self._decoder.eof:
                self._left = self._next(self._decoder.unused_data)
                if not self._left:
                    return 0
                self._decoder, self._first = _decoder(), False
            elif self._decoder.needs_input and not self._left:
                self._left = self._file.read(1 << 16)
                if not self._left:
                    raise EOFError("it ends before its end-of-stream marker")
            given, self._left = self._left, b""
            try:
                found = self._decoder.decompress(given, len(buffer))
            except lzma.LZMAError as error:
                if self._first or "emory" in str(error):
                    raise
                return 0  # what follows a whole stream and is none
            if found:
                buffer[: len(found)] = found
                return len(found)

    def _next(self, found: bytes) -> bytes:
        """Where the next stream may begin, after the zeros between two of them."""
        while not (rest := found.lstrip(b"\0")):
            found = self._file.read(1 << 16)
            if not found:
                break
        return rest


def _decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=WINDOW)


def xz(path: Path) -> IO[bytes]:
    return io.BufferedReader(cast(io.RawIOBase, Xz(path.open("rb"))), SKIPPED)


def decompressed(path: Path) -> IO[bytes]:
    """What a compressed file holds, told by its first bytes; a plain file as it is."""
    with path.open("rb") as file:
        first = file.read(6)
    if first in (b"\xfd7zXZ\x00",) or first.startswith(b"\x5d\x00\x00"):
        return xz(path)
    found = next((how for magic, how in MAGIC.items() if first.startswith(magic)), None)
    return cast(IO[bytes], found(path, "rb")) if found else path.open("rb")


class Forward:
    """A tar as it streams by. Outside a member's content no more than HEADER bytes are read before the next one."""

    def __init__(self, file: IO[bytes], refuse: Callable[[], NoReturn]) -> None:
        self._file, self._refuse = file, refuse
        self._at, self._left = 0, HEADER
        self._content = False

    def between(self) -> None:
        """What is read from now on are headers."""
        self._left, self._content = HEADER, False

    def within(self) -> None:
        """What is read from now on is the content of a member."""
        self._content = True

    def tell(self) -> int:
        return self._at

    def seek(self, place: int) -> None:
        if place < self._at:
            raise StreamError("its members overlap")
        while self._at < place and (found := self._file.read(min(SKIPPED, place - self._at))):
            self._at += len(found)

    def read(self, size: int) -> bytes:
        if not self._content:
            self._left -= size
            if self._left < 0:
                self._refuse()
        found = self._file.read(size)
        self._at += len(found)
        return found


class Short(io.BufferedReader):
    """A file of which no more than CONTENTS bytes are read at once, whatever it says of itself."""

    def __init__(self, path: Path, refuse: Callable[[], NoReturn]) -> None:
        super().__init__(io.FileIO(path, "rb"))
        self._size, self._refuse = path.stat().st_size, refuse

    def read(self, size: int | None = -1) -> bytes:
        if (self._size - self.tell() if size is None or size < 0 else size) > CONTENTS:
            self._refuse()
        return super().read(size)
