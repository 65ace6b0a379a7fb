"""FAIR_AI_CACHE: a folder where projects share what they fetched, several at once. Standard library only.

    sha256/HEX       the bytes, checked again each time that a project takes them
    names/KEY.json   what is known of a file, by its declared checksum, or by its address where it has none
    parts/KEY.part   what is under way, with a lock beside it: one download per file, whoever asks

A project gets a copy, never a link, so that an edit in one project reaches no other; Btrfs and XFS share the blocks.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from _package_ import files
from _package_.checksum import Digest
from _package_.errors import Hiccup, Refused
from _package_.fetching import local
from _package_.fetching.download import Shared
from _package_.fetching.holding import holding
from _package_.fetching.part import Part, is_line, read_json
from _package_.fetching.web import Web
from _package_.lock import Locked
from _package_.manifest import File

FOLDERS = ("sha256", "names", "parts")
HEX = re.compile(r"[0-9a-f]{64}").fullmatch


class Cache:
    """A shared folder: whatever lies there may be from people whom one does not know.

    Only what a checksum of the archive or the project's own lock judges is taken from others; of the rest, what this
    user has put there. No link is followed, no name is taken from a file unchecked, and every copy is verified.
    """

    def __init__(self, folder: Path, web: Web, shared: Shared) -> None:
        self.folder, self._web, self._shared = folder, web, shared

    def provide(
        self, file: File, known: Locked | None, part: Part, fetch: Callable[[Part], tuple[Digest, str]]
    ) -> tuple[Digest, str | None]:
        """Fills a project's `part`; returns the digest and the address that it came from, None if it was here."""
        try:
            return self._provide(file, known, part, fetch)
        except OSError as error:  # a folder where a file should be, a right that is missing
            self._shared.note(f"{file.path}: the cache {self.folder} is of no use for it ({error.strerror})")
            return fetch(part)

    def _provide(
        self, file: File, known: Locked | None, part: Part, fetch: Callable[[Part], tuple[Digest, str]]
    ) -> tuple[Digest, str | None]:
        key, source = key_of(file), None
        for _ in range(2):
            with self._alone(file, key) as writable:
                sha256 = self._find(file, key, known)
                if sha256 is None and not writable:
                    return fetch(part)
                if sha256 is None:
                    sha256, source = self._fetch(file, key, fetch)
            digest = self._copied(file, self._place(sha256), part)
            if digest is not None and digest.sha256 == sha256 and not digest.complaint():
                return digest, source
            self._shared.note(f"{file.path}: {self._place(sha256)} is damaged; fetching it anew")
            part.forget()
            with self._alone(file, key) as writable:
                if not writable:
                    return fetch(part)
                self._discard(key, sha256)
        raise Refused(f"the cache {self.folder} gives damaged files again and again: is its disk whole?")

    @contextlib.contextmanager
    def _alone(self, file: File, key: str) -> Iterator[bool]:
        """No other process works at the file meanwhile; False where the cache can only be read."""

        def waiting() -> None:
            self._shared.note(f"{file.path}: another process is fetching it into {self.folder}; waiting")

        with contextlib.ExitStack() as stack:
            try:
                for name in FOLDERS:
                    (self.folder / name).mkdir(parents=True, exist_ok=True)
                writable = self._sound()
                if writable:
                    lock = self.folder / "parts" / f"{key}.lock"
                    stack.enter_context(holding(lock, waiting, self._shared.stop))
            except OSError:
                writable = False
            yield writable

    def _sound(self) -> bool:
        """Whether its folders are folders: a link could lead anywhere."""
        return not any((self.folder / name).is_symlink() for name in FOLDERS)

    def _fetch(self, file: File, key: str, fetch: Callable[[Part], tuple[Digest, str]]) -> tuple[str, str]:
        part = Part(self.folder / "parts" / f"{key}.part", shared=True)
        digest, source = fetch(part)
        about = {"sha256": digest.sha256, "size": digest.size, **part.origin(), "url": source}
        part.take_place(self._place(digest.sha256))
        files.replace_json(self._about(key), about)
        return digest.sha256, source

    def _find(self, file: File, key: str, known: Locked | None) -> str | None:
        """sha256 of the file, if it is here and, without a checksum, if the archive still has the same."""
        if not self._sound():
            return None
        strong = Digest(file.checksum).strong
        if known is not None and not strong and files.plain(self._place(known.sha256)):
            return known.sha256
        about = read_json(self._about(key), own=not strong)
        sha256, size = about.get("sha256"), about.get("size")
        if not (isinstance(sha256, str) and HEX(sha256) and type(size) is int):
            return None
        there = files.plain(self._place(sha256))
        if there is None or there.st_size != size or file.size not in (None, size):
            return None
        vouched = strong or (files.ours(there) and (bool(file.checksum) or self._still(file, about)))
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

    def _copied(self, file: File, place: Path, part: Part) -> Digest | None:
        try:
            arrived = partial(self._shared.arrived, file.path)
            return local.copy(file, place, part, arrived, self._shared.stop, follow=False)
        except Refused:
            return None

    def _discard(self, key: str, sha256: str) -> None:
        """Removes a damaged entry, unless another process has replaced it already."""
        place = self._place(sha256)
        try:
            with os.fdopen(files.opened(place), "rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            whole = False
        if not whole:
            place.unlink(missing_ok=True)
        self._about(key).unlink(missing_ok=True)

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
        if not files.plain(folder / "names" / f"{key}.json"):
            total += max(0, (file.size or 0) - Part(folder / "parts" / f"{key}.part").size())
    return total
