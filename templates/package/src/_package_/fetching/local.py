"""Copies of files of this machine, verified on the way. Standard library only."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from _package_ import checksum, files
from _package_.checksum import Digest
from _package_.errors import Refused
from _package_.fetching.part import Part
from _package_.fetching.stream import WrongBytes, receive
from _package_.manifest import File

CLONE = 0x40049409  # FICLONE of Linux: a copy that shares its blocks until one of the two changes (Btrfs, XFS)


def copy(
    file: File,
    source: Path,
    part: Part,
    arrived: Callable[[int], None],
    stop: threading.Event,
    follow: bool = True,
) -> Digest:
    """Fills `part` from a file of this machine and returns the digest of what is there now. Refused where it cannot.

    A link is followed only where a person names the source.
    """
    part.forget()
    try:
        with os.fdopen(files.opened(source, follow=follow), "rb", buffering=0) as opened:
            size = os.fstat(opened.fileno()).st_size
            if file.size is not None and size != file.size:
                raise Refused(f"{source} has {size} bytes, expected {file.size}")
            if _cloned(opened.fileno(), part):
                digest = checksum.of(part.path, file.checksum)
            else:
                digest = Digest(file.checksum, size)
                out = part.open(0)
                try:
                    receive(opened.readinto, out, part.path, digest, 0, size, arrived, stop)
                finally:
                    os.close(out)
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror}") from error
    except WrongBytes as error:
        part.forget()
        raise Refused(f"{source} grows while it is read") from error
    arrived(digest.size)
    if file.size is not None and digest.size != file.size:
        part.forget()
        raise Refused(f"{source} has {digest.size} bytes, expected {file.size}")
    return digest


def _cloned(source: int, part: Part) -> bool:
    try:
        import fcntl

        target = part.open(0)
        try:
            fcntl.ioctl(target, CLONE, source)
        finally:
            os.close(target)
        return True
    except (ImportError, OSError):
        return False
