"""One at a time among processes: a lock that a process loses when it ends, however it ends. Standard library only."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from _package_.fetching.stream import Stopped
from _package_.files import CAREFUL


@contextlib.contextmanager
def holding(path: Path, waiting: Callable[[], None], stop: threading.Event) -> Iterator[None]:
    """Holds the lock file `path`, which is gone afterwards; `waiting` is called once where another process holds it.

    OSError when the file cannot be made. A file system without locks is taken as it is.
    """
    told = False
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | CAREFUL, 0o666)
        if _locked(file):
            if _same(file, path):
                break
            os.close(file)  # who held it has removed it meanwhile
            continue
        os.close(file)
        if not told:
            waiting()
            told = True
        if stop.wait(0.1):
            raise Stopped
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no open file: there it stays, empty
            path.unlink()
        os.close(file)


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False


def _locked(file: int) -> bool:
    """Whether the lock is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True
