"""Files that are compressed as a whole, read as a stream by the ending of their name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from pathlib import Path
from typing import IO, cast

PACKED = ("", ".gz", ".bz2", ".xz")
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, OSError)  # what a damaged file raises while it is read


def endings(*kinds: str) -> tuple[str, ...]:
    """.kind for each kind, plain and compressed."""
    return tuple(f".{kind}{packed}" for kind in kinds for packed in PACKED)


def opened(path: Path) -> IO[bytes]:
    """The bytes of the file, decompressed."""
    how = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}.get(path.suffix.lower())
    return path.open("rb") if how is None else cast(IO[bytes], how(path, "rb"))
