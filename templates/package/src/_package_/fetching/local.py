"""Copies of files of this machine, verified on the way. Standard library only."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from _package_ import checksum
from _package_.checksum import Digest
from _package_.errors import Refused
from _package_.fetching.part import Part
from _package_.fetching.stream import receive
from _package_.manifest import File

CLONE = 0x40049409  # FICLONE of Linux: a copy that shares its blocks until one of the two changes (Btrfs, XFS)


def copy(file: File, source: Path, part: Part, arrived: Callable[[int], None], stop: threading.Event) -> Digest:
    """Fills `part` from a file of this machine and returns the digest of what is there now. Refused where it cannot."""
    part.forget()
    try:
        if not source.is_file():
            raise FileNotFoundError(0, "no such file")
        if _cloned(source, part.path):
            digest = checksum.of(part.path, file.checksum)
        else:
            digest = Digest(file.checksum, source.stat().st_size)
            out = part.open(0)
            try:
                with source.open("rb", buffering=0) as opened:
                    receive(opened.readinto, out, part.path, digest, 0, None, arrived, stop)
            finally:
                os.close(out)
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror}") from error
    arrived(digest.size)
    if file.size is not None and digest.size != file.size:
        part.forget()
        raise Refused(f"{source} has {digest.size} bytes, expected {file.size}")
    return digest


def _cloned(source: Path, target: Path) -> bool:
    try:
        import fcntl

        with source.open("rb") as old, target.open("xb") as new:
            fcntl.ioctl(new.fileno(), CLONE, old.fileno())
        return True
    except (ImportError, OSError):
        return False
