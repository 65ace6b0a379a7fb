"""What a shared cache holds of a file, and whether that may be taken. Standard library only.

Whatever lies there may be from people whom one does not know. Only what a checksum of the archive or the project's own
lock judges is taken from others; of the rest, what this user has put there. No link is followed, no name is taken from
a file unchecked.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import files
from _package_.checksum import Digest
from _package_.errors import Hiccup, Refused
from _package_.fetching.part import is_line, read_json
from _package_.fetching.web import Web
from _package_.lock import Locked
from _package_.manifest import File

FOLDERS = ("sha256", "names", "parts")
HEX = re.compile(r"[0-9a-f]{64}").fullmatch


class Entries:
    def __init__(self, folder: Path, web: Web) -> None:
        self.folder, self._web = folder, web

    def sound(self) -> bool:
        """Whether its folders are folders: a link could lead anywhere."""
        return not any((self.folder / name).is_symlink() for name in FOLDERS)

    def find(self, file: File, key: str, known: Locked | None) -> str | None:
        """sha256 of the file, if it is here and, without a checksum, if the archive still has the same."""
        if not self.sound():
            return None
        strong = Digest(file.checksum).strong
        if known is not None and not strong and files.plain(self.place(known.sha256)):
            return known.sha256
        said = read_json(self.about(key), own=not strong)
        sha256, size = said.get("sha256"), said.get("size")
        if not (isinstance(sha256, str) and HEX(sha256) and type(size) is int):
            return None
        there = files.plain(self.place(sha256))
        if there is None or there.st_size != size or file.size not in (None, size):
            return None
        vouched = strong or (files.ours(there) and (bool(file.checksum) or self._still(file, said)))
        return sha256 if vouched else None

    def _still(self, file: File, about: Mapping[str, Any]) -> bool:
        """Whether the archive has the file that it had; where it does not tell, no."""
        url, etag, modified = (one if is_line(one := about.get(name)) else None for name in ("url", "etag", "modified"))
        if url not in file.urls:
            return False
        asked = {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        try:
            with self._web.request(url, asked, "HEAD") as answer:
                if answer.status == 304 or not asked:
                    return bool(asked)
                size = answer.headers.get("content-length")
                same = answer.headers.get("etag") == etag if etag else answer.headers.get("last-modified") == modified
                return same and size in (None, str(about["size"]))
        except (Hiccup, Refused):
            return False

    def discard(self, key: str, sha256: str) -> None:
        """Removes a damaged entry, unless another process has replaced it already."""
        place = self.place(sha256)
        try:
            with os.fdopen(files.opened(place), "rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            whole = False
        if not whole:
            place.unlink(missing_ok=True)
        self.about(key).unlink(missing_ok=True)

    def place(self, sha256: str) -> Path:
        return self.folder / "sha256" / sha256

    def about(self, key: str) -> Path:
        return self.folder / "names" / f"{key}.json"
