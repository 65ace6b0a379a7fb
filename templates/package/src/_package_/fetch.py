"""Brings the files of data/manifest.json into data/raw/, verified, and writes the lock. Standard library only."""

from __future__ import annotations

import dataclasses
import queue
import shutil
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from _package_ import cache, lock, manifest, paths
from _package_.checksum import Digest
from _package_.download import Shared, Stopped, forget, obtain
from _package_.errors import UserError
from _package_.lock import Locked
from _package_.manifest import File, Manifest
from _package_.progress import Progress, words
from _package_.web import Refused

ASK_ABOVE = 5_000_000_000  # bytes
JOBS = 4
HOSTS = {"zenodo.org": (2, 4), "opendata.cern.ch": (4, 4)}  # connections: by default, and at most with JOBS=


def fetch(listed: Manifest, variables: Mapping[str, str]) -> list[File]:
    """The chosen files, all of them whole in data/raw/ when this returns; with DRY_RUN it only says what it would do.

    Raises UserError: code 2 for a choice that cannot be, 3 naming each file that could not be fetched.
    """
    raw = paths.raw("real")
    listed = with_local(listed, raw)
    chosen = manifest.select(listed, variables.get("FILES", ""), variables.get("LIMIT", ""))
    if not chosen:
        raise UserError("data/manifest.json selects no file.", "Choose some with FILES='*'.")
    job = Job(raw, lock.read(paths.lock()), variables)
    missing = [file for file in chosen if not job.is_whole(file)]
    if "DRY_RUN" in variables:
        for file in chosen:
            state = "fetch" if file in missing else "here "
            print(f"{state}  {words(file.size):>9}  {file.path}  {next(iter(file.urls), '')}")
        print(f"{len(missing)} of {len(chosen)} files to fetch, {words(sum(file.size or 0 for file in missing))}")
        return []
    agree(missing, raw, "YES" in variables)
    try:
        failed = job.run(chosen)
    finally:
        kept = {file.path for file in listed.files}
        known = {path: one for path, one in job.locked.items() if path in kept or (raw / path).is_file()}
        if known:
            lock.write(paths.lock(), known)
    if failed:
        raise UserError(
            f"{len(failed)} of {len(chosen)} files could not be fetched: {', '.join(failed)}.",
            "Run `make data` again: what has come is kept, and a broken download goes on where it ended.",
            code=3,
        )
    return list(chosen)


def with_local(listed: Manifest, raw: Path) -> Manifest:
    """The manifest; where its first dataset has no list of files, with those that a person has put into data/raw/."""
    first = listed.datasets[0]
    for other in listed.datasets[1:]:
        if not other.files:
            print(f"{other.title}: no list of files; put them into data/raw/ by hand ({other.page or other.access}).")
    if first.files:
        return listed
    others = {file.path for file in listed.files}
    found = sorted(path for path in raw.rglob("*") if path.is_file()) if raw.is_dir() else []
    names = [path.relative_to(raw).as_posix() for path in found if not path.name.endswith((".part", ".part.json"))]
    names = [name for name in names if name not in others and not any(part[0] == "." for part in name.split("/"))]
    if not names:
        place = first.page or first.access or "the dataset's page"
        raise UserError(
            f"{first.title}: no list of files is known ({first.status}).",
            f"Put the files of {place} into data/raw/ and run `make data` again.",
        )
    files = tuple(File(name, None, None, ()) for name in names)
    datasets = (dataclasses.replace(first, files=files), *listed.datasets[1:])
    return dataclasses.replace(listed, datasets=datasets)


def agree(missing: Sequence[File], raw: Path, yes: bool) -> None:
    """UserError unless there is room on the disk, and consent to more than 5 GB."""
    needed = sum(max(0, (file.size or 0) - _size(raw / f"{file.path}.part")) for file in missing)
    raw.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(raw).free
    if needed > free:
        raise UserError(
            f"{words(needed)} are to be fetched, {words(free)} are free.", "Make room, or fetch less: FILES= or LIMIT=."
        )
    if needed <= ASK_ABOVE or yes:
        return
    if not sys.stdin.isatty():
        raise UserError(f"{words(needed)} are to be fetched.", "Say YES=1 to fetch them, or choose fewer with FILES=.")
    if input(f"Fetch {words(needed)} in {len(missing)} files? [y/N] ").strip().lower() not in ("y", "yes"):
        raise UserError("Nothing was fetched.", "Choose fewer files with FILES= or LIMIT=.")


class Job:
    """The files of one run, fetched by several threads, with a cap on the connections to each host."""

    def __init__(self, raw: Path, locked: dict[str, Locked], variables: Mapping[str, str]) -> None:
        self.raw, self.locked = raw, locked
        self.verify = "VERIFY" in variables or _newer(paths.manifest(), paths.lock())
        self.jobs = int(variables.get("JOBS", JOBS))
        self._asked = "JOBS" in variables
        self._gates: dict[str, threading.Semaphore] = {}
        self._mutex = threading.Lock()
        self.progress = Progress()
        self.shared = Shared(paths.root(), self.gate, self.progress.arrived, threading.Event())

    def is_whole(self, file: File) -> bool:
        """Whether the file is there with the right size, as far as a look at the folder can tell."""
        path, known = self.raw / file.path, self.locked.get(file.path)
        size = file.size if file.size is not None else known.size if known and file.urls else None
        return path.is_file() and size in (None, _size(path))

    def run(self, chosen: Sequence[File]) -> list[str]:
        """Paths of the files that could not be fetched, each already reported."""
        waiting: queue.SimpleQueue[File] = queue.SimpleQueue()
        for file in chosen:
            waiting.put(file)
        failed: dict[str, None] = {}
        self.progress.start(chosen)

        def work() -> None:
            while not self.shared.stop.is_set():
                try:
                    file = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self.locked[file.path] = self.ensure(file)
                    self.progress.done(file.path)
                except Stopped:
                    return
                except (Refused, OSError) as error:
                    failed[file.path] = None
                    self.progress.note(f"{file.path}: {error}")
                except BaseException as error:  # a bug must not pass for a finished file
                    crashed.append(error)
                    return

        crashed: list[BaseException] = []
        threads = [threading.Thread(target=work, daemon=True) for _ in range(min(self.jobs, len(chosen)))]
        try:
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                for thread in threads:
                    thread.join(0.1)
                self.progress.show()
        except KeyboardInterrupt:
            self.shared.stop.set()
            raise
        finally:
            self.progress.finish()
        if crashed:
            raise crashed[0]
        return [file.path for file in chosen if file.path in failed]

    def ensure(self, file: File) -> Locked:
        """What the lock says of the file, after it was found whole or fetched; Refused when it cannot be had."""
        target, known = self.raw / file.path, self.locked.get(file.path)
        if self.is_whole(file) and known and known.size == _size(target) and not self.verify:
            return known
        if target.is_file() and (found := self.check(file, target, known)) is not None:
            return found
        if not target.parent.resolve().is_relative_to(self.raw.resolve()):
            raise Refused("a link in data/raw leads out of it")
        target.parent.mkdir(parents=True, exist_ok=True)
        if (digest := cache.take(file, known, target)) is None:
            digest = self.download(file, target, known)
            cache.keep(file, digest, target)
        return Locked(digest.sha256, digest.size)

    def check(self, file: File, target: Path, known: Locked | None) -> Locked | None:
        """What the lock says of a file that is whole; a damaged one is named and removed."""
        if file.size is not None and _size(target) != file.size:
            complaint = f"{_size(target)} bytes, expected {file.size}"
        else:
            digest = Digest(file.checksum).add(target)
            found, complaint = Locked(digest.sha256, digest.size), digest.complaint() or _changed(digest, known)
            if not complaint:
                return found
            if not file.urls:
                self.progress.note(f"data/raw/{file.path}: {complaint}; it was put there by hand, the lock follows it")
                return found
        if not file.urls:
            raise Refused(f"{complaint}; it was put there by hand")
        self.progress.note(f"data/raw/{file.path}: {complaint}; fetching it anew")
        target.unlink()
        return None

    def download(self, file: File, target: Path, known: Locked | None) -> Digest:
        """Fetches a file and puts it in its place."""
        urls = [url for url in file.urls if url.split(":", 1)[0] in ("https", "http", "file")]
        if not urls:
            held = f" ({file.availability})" if file.availability != "online" else ""
            raise Refused(f"no address to fetch it from{held}; put it into data/raw/ by hand, see data/README.md")
        part = target.with_name(target.name + ".part")
        digest = self.first(file, urls, part)
        if complaint := _changed(digest, known):
            forget(part)
            raise Refused(f"{complaint}; if the archive's file was meant to change, remove it from {paths.lock().name}")
        part.replace(target)
        forget(part)
        return digest

    def first(self, file: File, urls: Sequence[str], part: Path) -> Digest:
        """Fills `part` from the first address that serves; the refusal of the last one is final."""
        for url in urls[:-1]:
            try:
                return obtain(file, url, part, self.shared)
            except Refused as error:
                self.progress.note(f"{file.path}: {error}; trying its next address")
        return obtain(file, urls[-1], part, self.shared)

    def gate(self, host: str) -> threading.Semaphore:
        """As many places as the host may have connections."""
        usual, most = HOSTS.get(host, (self.jobs, self.jobs))
        with self._mutex:
            return self._gates.setdefault(host, threading.Semaphore(min(self.jobs, most if self._asked else usual)))


def _changed(digest: Digest, known: Locked | None) -> str | None:
    """Both values when the bytes are not those of the lock and no checksum of the archive vouches for them."""
    if known is None or digest.strong or digest.sha256 == known.sha256:
        return None
    return f"sha256 is {digest.sha256}, {paths.lock().name} has {known.sha256}"


def _newer(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.stat().st_mtime > other.stat().st_mtime


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
