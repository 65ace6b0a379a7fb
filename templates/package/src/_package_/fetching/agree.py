"""What is refused before the first byte: no room, no consent, no right to write, links, a wrong clock."""

from __future__ import annotations

import email.utils
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from _package_ import paths
from _package_.errors import UserError
from _package_.fetching import cache as cache_module
from _package_.fetching.part import Part
from _package_.fetching.progress import words
from _package_.manifest import File, Manifest
from _package_.private import named

ASK_ABOVE = 5_000_000_000  # bytes
DAY = timedelta(days=1)


def agree(missing: Sequence[File], raw: Path, private: Callable[[], Path], cache: Path | None, yes: bool) -> None:
    """UserError unless the files may be fetched into `raw`, and `cache` if there is one.

    `private` makes the folder of unfinished files, which is asked for once something is to come.
    """
    place = writable(raw, private)
    parts = {file.path: Part(named(place, raw / file.path, ".part")).size() for file in missing}
    needed = sum(max(0, (file.size or 0) - parts[file.path]) for file in missing)
    if cache is None:
        room(raw, needed)
        consent(needed, len(missing), yes)
        return
    copied, lacking = sum(file.size or 0 for file in missing), cache_module.lacking(cache, missing)
    there = next(folder for folder in (cache, *cache.parents) if folder.is_dir())
    same = there.stat().st_dev == raw.stat().st_dev
    room(raw, copied + (lacking if same else 0))
    if not same and os.access(there, os.W_OK):
        room(there, lacking)
    consent(lacking, len(missing), yes)


def writable(raw: Path, private: Callable[[], Path]) -> Path:
    """Makes data/raw/ and its private folder and tries to write there, and beside it for the lock."""
    for folder in (raw, paths.lock().parent):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for place in (folder, private()):
                tempfile.TemporaryFile(dir=place).close()  # under no name that anybody has
        except OSError as error:
            remedy = f"Make {folder} writable, or link data/raw to a folder that is."
            raise UserError(f"Nothing can be written to {folder}: {error.strerror}.", remedy) from error
    return private()


def links(files: Iterable[File], raw: Path) -> None:
    """Refuses a link where a file shall be, and a folder whose link leads out; data/raw itself may be one."""
    base, seen = raw.resolve(), {raw}
    for file in files:
        target = raw / file.path
        if os.path.islink(target):  # noqa: PTH114 (of many thousands of files)
            raise UserError(f"{target} is a symbolic link.", "Remove the link; only data/raw itself may be one.")
        if target.parent not in seen:
            seen.add(target.parent)
            if not target.parent.resolve().is_relative_to(base):
                raise UserError(f"{target.parent}, where {file.path} belongs, leads out of data/raw.", "Remove it.")


def room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        remedy = "Make room, fetch less (FILES= or LIMIT=), or link data/raw to a larger disk."
        raise UserError(f"{words(needed)} are to be fetched into {folder}, {words(free)} are free.", remedy)


def consent(needed: int, count: int, yes: bool) -> None:
    """Asks before more than 5 GB."""
    if needed <= ASK_ABOVE or yes:
        return
    if not sys.stdin.isatty():
        raise UserError(f"{words(needed)} are to be fetched.", "Say YES=1 to fetch them, or choose fewer with FILES=.")
    print(f"Fetch {words(needed)} in {count} files? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UserError("Nothing was fetched.", "Choose fewer files with FILES= or LIMIT=.")


class ClockCheck:
    """Whether this computer's clock can be right: by the manifest, and by every answer's Date before its body."""

    def __init__(self, listed: Manifest) -> None:
        now = datetime.now(UTC)
        for dataset in listed.datasets:
            made = _moment(dataset.resolved)
            if made is not None and made - now > DAY:
                raise _wrong(now, f"data/manifest.json was made on {made:%Y-%m-%d}")

    def answered(self, headers: Mapping[str, str]) -> None:
        """Looks at the head of an answer; UserError where its Date, plus its Age, is more than a day off."""
        try:
            date = email.utils.parsedate_to_datetime(headers["date"])
            date += timedelta(seconds=int(headers.get("age") or 0))
            off = abs(datetime.now(UTC) - date)
        except (KeyError, TypeError, ValueError, OverflowError):
            return  # none, or none that says its time zone
        if off > DAY:
            raise _wrong(datetime.now(UTC), f"the archive's says {date:%Y-%m-%d %H:%M}")


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _wrong(now: datetime, but: str) -> UserError:
    said = f"This computer's clock says {now:%Y-%m-%d %H:%M} UTC, but {but}."
    return UserError(said, "Set the clock: certificates and make's comparison of times depend on it.")
