"""FAIR_AI_CACHE: files shared between projects, kept under their checksum. Standard library only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from _package_.checksum import Digest
from _package_.lock import Locked
from _package_.manifest import File


def take(file: File, locked: Locked | None, target: Path) -> Digest | None:
    """Puts the cached file at `target` and returns its digest; None when there is none. A damaged one goes."""
    keys = _keys(file, locked.sha256 if locked else None)
    for place in keys:
        if not place.is_file():
            continue
        digest = Digest(file.checksum).add(place)
        if digest.complaint() or (locked and not digest.strong and digest.sha256 != locked.sha256):
            place.unlink(missing_ok=True)
            continue
        _link(place, target)
        return digest
    return None


def keep(file: File, digest: Digest, source: Path) -> None:
    """Adds a verified file; a cache that cannot be written is no reason to fail."""
    for place in _keys(file, digest.sha256):
        if not place.exists():
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                _link(source, place)
            except OSError as error:
                print(f"FAIR_AI_CACHE: {place} cannot be written ({error.strerror}).", flush=True)
                return


def _keys(file: File, sha256: str | None) -> list[Path]:
    """Where the file stands in the cache: under sha256, and under what the archive declares if that is no adler32."""
    folder = os.environ.get("FAIR_AI_CACHE", "")
    if not folder:
        return []
    digest = Digest(file.checksum)
    names = {f"{digest.name}/{digest.expected}"} if digest.strong and digest.expected.isalnum() else set[str]()
    names |= {f"sha256/{sha256}"} if sha256 else set()
    return [Path(folder).expanduser() / name for name in sorted(names)]


def _link(source: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none; `target` appears whole."""
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    try:
        beside.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(target)
    beside.unlink(missing_ok=True)  # replacing a link to the same file leaves both names
