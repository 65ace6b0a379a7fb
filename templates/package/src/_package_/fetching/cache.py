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

from _package_ import files
from _package_.checksum import Digest
from _package_.errors import Refused
from _package_.fetching import local
from _package_.fetching.download import Shared
from _package_.fetching.entries import FOLDERS, Entries
from _package_.fetching.holding import holding
from _package_.fetching.part import Part
from _package_.fetching.web import Web
from _package_.lock import Locked
from _package_.manifest import File


class Cache:
    """A shared folder; what is taken from it (entries.py) is verified in the project's own copy."""

    def __init__(self, folder: Path, web: Web, shared: Shared) -> None:
        self.folder, self._entries, self._shared = folder, Entries(folder, web), shared

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
                sha256 = self._entries.find(file, key, known)
                if sha256 is None and not writable:
                    return fetch(part)
                if sha256 is None:
                    sha256, source = self._fetch(file, key, fetch)
            digest = self._copied(file, self._entries.place(sha256), part)
            if digest is not None and digest.sha256 == sha256 and not digest.complaint():
                return digest, source
            self._shared.note(f"{file.path}: {self._entries.place(sha256)} is damaged; fetching it anew")
            part.forget()
            with self._alone(file, key) as writable:
                if not writable:
                    return fetch(part)
                self._entries.discard(key, sha256)
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
                writable = self._entries.sound()
                if writable:
                    lock = self.folder / "parts" / f"{key}.lock"
                    stack.enter_context(holding(lock, waiting, self._shared.stop))
            except OSError:
                writable = False
            yield writable

    def _fetch(self, file: File, key: str, fetch: Callable[[Part], tuple[Digest, str]]) -> tuple[str, str]:
        part = Part(self.folder / "parts" / f"{key}.part", shared=True)
        if files.plain(part.path) is None:
            part.path.unlink(missing_ok=True)  # a link or a pipe; OSError where it is a folder
        digest, source = fetch(part)
        about = {"sha256": digest.sha256, "size": digest.size, **part.origin(), "url": source}
        part.take_place(self._entries.place(digest.sha256))
        beside = self.folder / "parts" / f"{key}.about"
        with os.fdopen(files.fresh(beside), "w", encoding="utf-8") as out:
            json.dump(about, out, indent=2)
        beside.replace(self._entries.about(key))
        return digest.sha256, source

    def _copied(self, file: File, place: Path, part: Part) -> Digest | None:
        try:
            arrived = partial(self._shared.arrived, file.path)
            return local.copy(file, place, part, arrived, self._shared.stop, follow=False)
        except Refused:
            return None


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
