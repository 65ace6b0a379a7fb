"""Where unfinished files lie: a folder of ours, in which no record and no person names anything. Standard library only.

A file that is under way lies in `.unfinished/` beside the folder that it belongs to (data/.unfinished/ for data/raw/),
named by a digest of its path, and is moved to its final name in one step. Where that folder is a link, or on a disk of
its own, `.unfinished/` lies in it: no move crosses disks. `git` ignores both, `make clean` leaves what can be resumed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from _package_ import filenames
from _package_.errors import UserError

NAME = ".unfinished"
LEFT = re.compile(r"[0-9a-f]{40}-[0-9a-f]{16}")  # of one write, which no other goes on with
OLD = 86_400  # s


def folder(root: Path, listed: Iterable[str] = ()) -> Path:
    """The private folder of a folder, made if need be; `listed`: paths in it that are somebody's, so never ours.

    OSError where it cannot be made, UserError where something else stands in its place.
    """
    root.mkdir(parents=True, exist_ok=True)
    beside = root.parent / NAME
    if not root.is_symlink() and _made(beside) and _moves(beside, root):
        return beside
    taken = {filenames.key(path.split("/", 1)[0]) for path in listed}
    return checked(root / _free(taken))


def named(place: Path, target: Path, ending: str = "") -> Path:
    """What an unfinished file of that final place is called: by a digest of the path below what both lie in."""
    below = os.path.relpath(target, place.parent).replace(os.sep, "/")
    return place / (hashlib.sha256(below.encode(errors="surrogatepass")).hexdigest()[:40] + ending)


def beside(final: Path, ending: str = "") -> Path:
    """The private name of a file or folder that is being made, beside its final place; its folder is there."""
    final.parent.mkdir(parents=True, exist_ok=True)
    return named(checked(final.parent / NAME), final, ending)


def removed(path: Path) -> None:
    """Removes a file or folder of a private name, and the private folder if nothing else is under way."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.parent.rmdir()


def tidy(place: Path) -> None:
    """Removes what writes that were killed left: of names that only we give, and a day old, so that none is at work."""
    for path in place.iterdir() if place.is_dir() and not place.is_symlink() else ():
        with contextlib.suppress(OSError):
            if LEFT.fullmatch(path.name) and time.time() - path.lstat().st_mtime > OLD:
                removed(path)


def _free(taken: Collection[str]) -> str:
    return next(name for name in (f"{NAME}{number or ''}" for number in range(len(taken) + 1)) if name not in taken)


def _made(place: Path) -> bool:
    try:
        checked(place)
    except PermissionError:  # a project that may only be read, with data/raw on a disk that may be written
        return False
    return True


def checked(place: Path) -> Path:
    while True:
        with contextlib.suppress(FileExistsError):
            place.mkdir()
            return place
        with contextlib.suppress(FileNotFoundError):  # another run has just tidied up
            if not stat.S_ISDIR(place.lstat().st_mode):
                raise UserError(f"{place} is no folder of its own, and unfinished files belong there.", "Remove it.")
            return place


def _moves(place: Path, root: Path) -> bool:
    """Whether what lies in `place` can be moved into `root`: by trying it, with a name that nobody else has."""
    if place.stat().st_dev != root.stat().st_dev:
        return False
    name = f".{secrets.token_hex(16)}"
    (place / name).mkdir()
    try:
        (place / name).rename(root / name)
    except OSError:
        (place / name).rmdir()
        return False
    (root / name).rmdir()
    return True
