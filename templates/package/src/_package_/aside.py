"""A file in data/raw/ that is not the record's, a person's own, say: kept when the record's is fetched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from _package_ import paths

NAME = "replaced"  # in data/: no file of a record has its name there


def keep(target: Path, note: Callable[[str], None]) -> None:
    """Moves what has the name `target` into data/replaced/, under the time when it was written; says where it is."""
    if not target.is_file():
        return
    inside = target.relative_to(paths.raw("real"))
    stamp = time.strftime("%Y%m%dT%H%M%S", time.localtime(target.stat().st_mtime))
    folder, number = paths.data("real") / NAME / stamp, 1
    while (folder / inside).exists():
        number += 1
        folder = folder.with_name(f"{stamp}-{number}")
    (folder / inside).parent.mkdir(parents=True, exist_ok=True)
    target.replace(folder / inside)
    kept = (folder / inside).relative_to(paths.root()).as_posix()
    note(f"data/raw/{inside.as_posix()}: the file that was there is kept as {kept}; remove it if it is of no use")
