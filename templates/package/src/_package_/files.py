"""Writing a file so that a reader, or a run after a crash, sees the old content or the new, never half of it.

And reading and making files in folders where strangers write, too: no link is followed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any

from _package_ import private

CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def replace(path: Path, content: bytes | str) -> None:
    """Writes into the private folder beside `path`, waits for the disk, then takes its name; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        unfinished = private.beside(path, f"-{secrets.token_hex(8)}")
        with contextlib.suppress(FileNotFoundError):  # another run has just tidied up
            handle = fresh(unfinished)
            break
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        private.removed(unfinished)


def replace_json(path: Path, value: Any) -> None:
    """JSON for people and machines: indented, UTF-8, no NaN."""
    replace(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fresh(path: Path) -> int:
    """A descriptor of a new, empty file of that name, which others may read, not write; what had the name is gone."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | CAREFUL, 0o644)


def plain(path: Path) -> os.stat_result | None:
    """What is known of a regular file that has this name alone; None for links, folders, devices, and where none is."""
    with contextlib.suppress(OSError):
        known = path.lstat()
        if stat.S_ISREG(known.st_mode) and known.st_nlink == 1:
            return known
    return None


def opened(path: Path, flags: int = os.O_RDONLY, follow: bool = False) -> int:
    """A descriptor of a regular file; OSError for anything else, and for a link unless it is to be followed."""
    careful = CAREFUL & ~getattr(os, "O_NOFOLLOW", 0) if follow else CAREFUL
    handle = os.open(path, flags | careful)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(0, "no plain file")
    return handle


def ours(known: os.stat_result) -> bool:
    """Whether only this user, or the administrator, can have written it."""
    return not hasattr(os, "getuid") or (known.st_uid in (os.getuid(), 0) and not known.st_mode & 0o022)
