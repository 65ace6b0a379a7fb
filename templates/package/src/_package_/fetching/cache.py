"""FAIR_AI_CACHE: a folder where projects share what they fetched, several at once. Standard library only.

    sha256/HEX       the bytes, checked again each time that a project takes them
    names/KEY.json   what is known of a file, by its declared checksum, or by its address where it has none
    parts/KEY.part   what is under way, with a lock beside it: one download per file, whoever asks

A project gets a copy, never a link, so that an edit in one project reaches no other; Btrfs and XFS share the blocks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from _package_ import checksum, files
from _package_.checksum import Digest
from _package_.errors import Hiccup, Refused
from _package_.fetching import local
from _package_.fetching.download import Shared
from _package_.fetching.holding import holding
from _package_.fetching.part import Part
from _package_.fetching.web import Web
from _package_.lock import Locked
from _package_.manifest import File


class Cache:
    def __init__(self, folder: Path, web: Web, shared: Shared) -> None:
        self.folder, self._web, self._shared = folder, web, shared

    def provide(
        self, file: File, known: Locked | None, part: Part, fetch: Callable[[Part], tuple[Digest, str]]
    ) -> tuple[Digest, str | None]:
        """Fills a project's `part`; returns the digest and the address that it came from, None if it was here."""
        key, source = key_of(file), None
        for _ in range(2):
            with self._alone(file, key) as writable:
                sha256 = self._find(file, key, known)
                if sha256 is None and not writable:
                    return fetch(part)
                if sha256 is None:
                    sha256, source = self._fetch(file, key, fetch)
            place = self._place(sha256)
            digest = local.copy(file, place, part, partial(self._shared.arrived, file.path), self._shared.stop)
            if digest.sha256 == sha256 and not digest.complaint():
                return digest, source
            self._shared.note(f"{file.path}: {place} is damaged; fetching it anew")
            part.forget()
            with self._alone(file, key) as writable:
                if not writable:
                    return fetch(part)
                if checksum.of(place).sha256 != sha256:  # another process may have replaced it already
                    place.unlink(missing_ok=True)
                self._about(key).unlink(missing_ok=True)
        raise Refused(f"the cache {self.folder} gives damaged files again and again: is its disk whole?")

    @contextlib.contextmanager
    def _alone(self, file: File, key: str) -> Iterator[bool]:
        """No other process works at the file meanwhile; False where the cache can only be read."""

        def waiting() -> None:
            self._shared.note(f"{file.path}: another process is fetching it into {self.folder}; waiting")

        with contextlib.ExitStack() as stack:
            try:
                for name in ("sha256", "names", "parts"):
                    (self.folder / name).mkdir(parents=True, exist_ok=True)
                stack.enter_context(holding(self.folder / "parts" / f"{key}.lock", waiting, self._shared.stop))
                writable = True
            except OSError:
                writable = False
            yield writable

    def _fetch(self, file: File, key: str, fetch: Callable[[Part], tuple[Digest, str]]) -> tuple[str, str]:
        part = Part(self.folder / "parts" / f"{key}.part")
        digest, source = fetch(part)
        about = {"sha256": digest.sha256, "size": digest.size, **part.origin(), "url": source}
        part.take_place(self._place(digest.sha256))
        files.replace_json(self._about(key), about)
        return digest.sha256, source

    def _find(self, file: File, key: str, known: Locked | None) -> str | None:
        """sha256 of the file, if it is here and, without a checksum, if the archive still has the same."""
        strong = Digest(file.checksum).strong
        if known is not None and not strong and self._place(known.sha256).is_file():
            return known.sha256
        try:
            about = json.loads(self._about(key).read_text(encoding="utf-8"))
            here = self._place(about["sha256"]).stat().st_size == about["size"]
            fresh = here and (bool(file.checksum) or self._still(about))
            return str(about["sha256"]) if fresh else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _still(self, about: dict[str, Any]) -> bool:
        """Whether the archive has the file that it had; where it does not tell, no."""
        asked = {"If-None-Match": about["etag"]} if about["etag"] else {}
        asked |= {"If-Modified-Since": about["modified"]} if about["modified"] and not asked else {}
        try:
            with self._web.request(about["url"], asked, "HEAD") as answer:
                if answer.status == 304 or not asked:
                    return bool(asked)
                etag, size = answer.headers.get("etag"), answer.headers.get("content-length")
                modified = answer.headers.get("last-modified")
                same = etag == about["etag"] if about["etag"] else modified == about["modified"]
                return same and size in (None, str(about["size"]))
        except (Hiccup, Refused):
            return False

    def _place(self, sha256: str) -> Path:
        return self.folder / "sha256" / sha256

    def _about(self, key: str) -> Path:
        return self.folder / "names" / f"{key}.json"


def folder() -> Path | None:
    """The folder that FAIR_AI_CACHE names."""
    name = os.environ.get("FAIR_AI_CACHE", "").strip()
    return Path(name).expanduser().resolve() if name else None


def key_of(file: File) -> str:
    """By what the archive says of the content, if that is more than adler32; else by the address, too."""
    name = file.checksum if Digest(file.checksum).strong else f"{next(iter(file.urls), '')} {file.checksum}"
    return hashlib.sha256(str(name).encode()).hexdigest()


def lacking(folder: Path, missing: Iterable[File]) -> int:
    """Bytes of the files that are not in the cache yet, parts counted."""
    total = 0
    for file in missing:
        key = key_of(file)
        if not (folder / "names" / f"{key}.json").is_file():
            total += max(0, (file.size or 0) - Part(folder / "parts" / f"{key}.part").size())
    return total
