"""Bytes into a part, as they come; the hash goes along, or follows through the file. Standard library only."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from _package_.checksum import CHUNK, Digest
from _package_.errors import Hiccup, Refused

SLOWEST = 1000.0  # bytes/s
WINDOW = 60.0  # s over which it is measured

_own = threading.local()


class WrongBytes(Exception):
    """An answer that is not the file: worth one more try from zero."""


class Stopped(Exception):
    """The user pressed Ctrl-C, or the run ends for another reason."""


def receive(
    read: Callable[[memoryview], int],
    out: int,
    part: Path,
    digest: Digest,
    offset: int,
    most: int | None,
    arrived: Callable[[int], None],
    stop: threading.Event,
    apart: bool = False,
) -> None:
    """Appends what `read` gives to the open part, which has `offset` bytes; then the digest knows the whole part.

    A digest that knows less, or is to work `apart`, follows in a thread of its own: it reads the part while more comes.
    WrongBytes as soon as there are more than `most` bytes.
    """
    follower = Follower(part, digest) if digest.size < offset or apart else None
    view, position = _buffer(), offset
    since, mark = time.monotonic(), position
    try:
        while count := read(view):
            if stop.is_set():
                raise Stopped
            chunk = view[:count]
            _write(out, chunk, part)
            position += count
            if follower is None:
                digest.update(chunk)
            arrived(position)
            if most is not None and position > most:
                raise WrongBytes(f"more than the expected {most} bytes arrived")
            if (now := time.monotonic()) - since > WINDOW:
                if position - mark < SLOWEST * WINDOW:
                    raise Hiccup(f"fewer than {SLOWEST:.0f} bytes/s arrived")
                since, mark = now, position
    except BaseException as error:
        if follower is not None:
            follower.finish(to_the_end=isinstance(error, Hiccup))  # the next try goes on from there
        raise
    if follower is not None:
        follower.finish()


class Follower(threading.Thread):
    """Hashes a growing file from its start, in order, while another thread appends to it."""

    def __init__(self, path: Path, digest: Digest) -> None:
        super().__init__(daemon=True)
        self._path, self._digest, self._whole = path, digest, threading.Event()
        self._failed: OSError | None = None
        self._given_up = False
        self.start()

    def run(self) -> None:
        view = memoryview(bytearray(CHUNK))
        try:
            with self._path.open("rb", buffering=0) as file:
                file.seek(self._digest.size)
                whole = False
                while not whole:
                    whole = self._whole.wait(0.01)  # asked before the read: what comes later is read in the next round
                    while not self._given_up and (count := file.readinto(view)):
                        self._digest.update(view[:count])
        except OSError as error:
            self._failed = error

    def finish(self, to_the_end: bool = True) -> None:
        """Returns when the digest knows all that is in the file, or at once when nobody will ask for it."""
        self._given_up = not to_the_end
        self._whole.set()
        self.join()
        if self._failed is not None:
            raise self._failed


def _buffer() -> memoryview:
    """One per thread, used again and again."""
    if not hasattr(_own, "buffer"):
        _own.buffer = memoryview(bytearray(CHUNK))
    return _own.buffer


def _write(out: int, chunk: memoryview, part: Path) -> None:
    try:
        while written := os.write(out, chunk):
            if written == len(chunk):
                return
            chunk = chunk[written:]
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full; make room: what has come is kept" if full else error.strerror
        raise Refused(f"{part} cannot be written: {why}") from error
