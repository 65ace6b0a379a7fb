"""Brings the files of data/manifest.json into data/raw/, verified, and writes the lock. Standard library only."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import importlib.util
import json
import os
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from _package_ import aside, checksum, lock, manifest, options, paths, places, private
from _package_.checksum import Digest
from _package_.errors import OptionError, Refused, UserError
from _package_.fetching import cache as caches
from _package_.fetching import mirror, xrootd
from _package_.fetching.agree import ClockCheck, agree, links
from _package_.fetching.connections import Connections
from _package_.fetching.download import Shared, obtain
from _package_.fetching.holding import holding
from _package_.fetching.hosts import Hosts, Waiting
from _package_.fetching.part import Part
from _package_.fetching.progress import Progress, words
from _package_.fetching.settle import Settling
from _package_.fetching.stream import Stopped
from _package_.fetching.summary import Outcome, Summary
from _package_.fetching.tokens import host_of
from _package_.fetching.web import Web
from _package_.lock import Locked
from _package_.manifest import File, Manifest
from _package_.terminal import line

JOBS = 4
HELD = {  # what helps where the archive said beforehand that it does not hand a file out at once
    "tape": "it is on tape: have it staged at {page}, and run `make data` again when it is there",
    "withdrawn": "it was withdrawn: see {page}",
}


def run(variables: Mapping[str, str]) -> None:
    """`make data`: fetches, then makes the processed arrays; with JSON=1 stdout has the summary and nothing else."""
    if variables["DATA"] == "sample":
        importlib.import_module(f"{__package__}.data").run_sample(variables)
        return
    if importlib.util.find_spec("numpy") is None:  # said before gigabytes are fetched, not after
        raise UserError("The package 'numpy' is not installed.", "Run `make env`.")
    summary, out, failed, before = Summary(), sys.stdout, None, None
    try:
        with contextlib.redirect_stdout(sys.stderr) if "JSON" in variables else contextlib.nullcontext():
            before = options.apply(variables)
            listed = manifest.load(paths.manifest())
            files = fetch(listed, variables, summary)
            if "DRY_RUN" not in variables:
                process(listed, files, variables)
    except UserError as error:
        failed = error
        if before is not None and isinstance(error, OptionError):
            options.restore(before)
        raise
    finally:
        if "JSON" in variables:
            print(json.dumps(summary.as_dict(failed), indent=2), file=out, flush=True)


def process(listed: Manifest, files: Sequence[File], variables: Mapping[str, str]) -> None:
    """The arrays, and the description of what has come, even where the recipe cannot read it yet."""
    data, describe = (importlib.import_module(f"{__package__}.{name}") for name in ("data", "describe"))
    try:
        data.make(listed, files, variables)
    except UserError:
        with contextlib.suppress(UserError):
            describe.run(variables)
        raise
    try:
        describe.run(variables)
    except UserError as error:  # the arrays are good all the same
        print(error, file=sys.stderr)


def fetch(listed: Manifest, variables: Mapping[str, str], summary: Summary | None = None) -> list[File]:
    """The chosen files, all of them whole in data/raw/ when this returns; with DRY_RUN it only says what it would do.

    Raises UserError: code 2 for what is refused before the first byte, 3 where files could not be fetched.
    """
    raw, summary = paths.raw("real"), summary or Summary()
    listed = with_local(places.located(listed, paths.local()), raw)
    chosen = manifest.select(listed, variables.get("FILES", ""), variables.get("LIMIT", ""))
    if not chosen:
        raise UserError("data/manifest.json selects no file.", "Choose some with FILES='*'.")
    clock = ClockCheck(listed)
    job = Job(raw, lock.read(paths.lock()), variables, clock, summary, [file.path for file in listed.files])
    for one in listed.left_out:
        job.progress.note(f"data/raw: {one}: left out")
    missing = [file for file in chosen if not job.is_whole(file)]
    if "DRY_RUN" in variables:
        tell(chosen, missing, summary)
        return []
    places.check(missing)
    links(chosen, raw)
    if missing:
        agree(missing, raw, lambda: job.private, caches.folder(), "YES" in variables)
    with job.alone(bool(missing) or job.verify):
        try:
            job.run(chosen)
        finally:
            job.settling.wait()
            kept = {file.path for file in listed.files}
            known = {path: one for path, one in dict(job.locked).items() if path in kept or (raw / path).is_file()}
            if known:
                lock.write(paths.lock(), known)
    print(summary.text(), file=sys.stderr, flush=True)
    if failed := [one.path for one in summary.of("failed")]:
        raise UserError(
            f"{len(failed)} of {len(chosen)} files could not be fetched: {', '.join(failed)}.",
            "The reasons are above. `make data` again fetches what is missing and goes on where a download broke off.",
            code=3,
        )
    return list(chosen)


def tell(chosen: Sequence[File], missing: Sequence[File], summary: Summary) -> None:
    """DRY_RUN: what would be fetched, and from where."""
    lacking, summary.dry_run = {file.path for file in missing}, True
    for file in chosen:
        state, source = "missing" if file.path in lacking else "here", next(iter(file.urls), None)
        summary.outcomes.append(Outcome(file.path, state, file.size, None, source))
        named = line(f"{file.path}  {source or ''}")
        print(f"{'fetch' if state == 'missing' else 'here '}  {words(file.size):>9}  {named}")
    print(f"{len(missing)} of {len(chosen)} files to fetch, {words(sum(file.size or 0 for file in missing))}")


def with_local(listed: Manifest, raw: Path) -> Manifest:
    """The manifest; where its first dataset has no list of files, with those that a person has put into data/raw/."""
    first = listed.datasets[0]
    for other in listed.datasets[1:]:
        if not other.files:
            print(f"{other.title}: no list of files; put them into data/raw/ by hand ({other.page or other.access}).")
    if first.files:
        return listed
    if listed.left_out:
        what = f"No file of {first.title} can be stored under data/raw/: {'; '.join(listed.left_out[:5])}."
        raise UserError(what, "Take data/manifest.json from git again, or tell the archive and choose another version.")
    others = {file.path for file in listed.files}
    found = sorted(path for path in raw.rglob("*") if path.is_file()) if raw.is_dir() else []
    names = [path.relative_to(raw).as_posix() for path in found]
    names = [name for name in names if _is_theirs(name, others)]
    if not names:
        place = first.page or first.access or "the dataset's page"
        ask = "Run `npm init fair-ai -- update --data`, or put" if first.status == "unresolved" else "Put"
        raise UserError(
            f"{first.title}: no list of files is known ({first.status}).",
            f"{ask} the files of {place} into data/raw/ and run `make data` again.",
        )
    files = tuple(File(name, None, None, ()) for name in names)
    datasets = (dataclasses.replace(first, files=files), *listed.datasets[1:])
    return dataclasses.replace(listed, datasets=datasets)


def _is_theirs(name: str, listed: Collection[str]) -> bool:
    """Whether a person put it there: it is neither listed, nor what version 0.1 left of a listed one, nor hidden."""
    left = name.removesuffix(".json").removesuffix(".part")
    return name not in listed and left not in listed and not any(part[0] == "." for part in name.split("/"))


class Job:
    """The files of one run, fetched by several threads, with a cap on the requests to each host."""

    def __init__(
        self,
        raw: Path,
        locked: dict[str, Locked],
        variables: Mapping[str, str],
        clock: ClockCheck,
        summary: Summary,
        names: Sequence[str] = (),
    ) -> None:
        self.raw, self.locked, self.clock, self.summary = raw, locked, clock, summary
        self.verify = "VERIFY" in variables or _newer(paths.manifest(), paths.lock())
        self.jobs = int(variables.get("JOBS", JOBS))
        wanted = int(variables["HOST_JOBS"]) if "HOST_JOBS" in variables else None
        self.root_first = "XROOTD" in variables
        self.progress, self.settling, self.stop = Progress(), Settling(), threading.Event()
        hosts = Hosts(self.jobs, wanted)
        self.shared = Shared(paths.root(), hosts, self.progress.arrived, self.progress.note, self.stop)
        self._names = names  # whatever is listed in `raw`
        self._folders: set[Path] = set()

    @functools.cached_property
    def private(self) -> Path:
        """Where unfinished files lie; OSError where it cannot be made."""
        return private.folder(self.raw, self._names)

    @contextlib.contextmanager
    def alone(self, changes: bool) -> Iterator[None]:
        """No other `make data` works in data/raw/ meanwhile."""

        def waiting() -> None:
            self.progress.note("Another `make data` works in data/raw; waiting for it to end.")

        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):  # a folder that can only be read may be verified all the same
                if changes:
                    stack.enter_context(holding(private.named(self.private, self.raw, ".lock"), waiting, self.stop))
            yield

    def is_whole(self, file: File) -> bool:
        """Whether the file is there with the right size, as far as a look at the folder can tell."""
        found, known = _size(self.raw / file.path), self.locked.get(file.path)
        size = file.size if file.size is not None else known.size if known and file.urls else None
        return found is not None and size in (None, found)

    def run(self, chosen: Sequence[File]) -> None:
        """Every file's outcome is in the summary afterwards; a bug, or what stops all of them, is raised."""
        waiting = Waiting(chosen, self.shared.hosts)
        crashed: list[BaseException] = []
        count = min(self.jobs, len(chosen))
        self.shared = dataclasses.replace(self.shared, spare=count < (os.cpu_count() or 1))
        ended, workers = threading.Semaphore(0), [Worker(self) for _ in range(count)]

        def work(worker: Worker) -> None:
            try:
                file = waiting.next()
                while file is not None and not self.stop.is_set():
                    worker.do(file)
                    file = waiting.next(file)
            except Stopped:
                pass
            except BaseException as error:  # a bug must not pass for a finished file
                crashed.append(error)
                self.stop.set()
            finally:
                worker.web.connections.close()
                ended.release()

        self.progress.start(chosen)
        self.settling.start()
        busy = len(workers)
        try:
            for worker in workers:
                threading.Thread(target=work, args=[worker], daemon=True).start()
            while busy:
                busy -= ended.acquire(timeout=0.1)
                self.progress.show()
        except BaseException:
            self.stop.set()
            raise
        finally:
            self.progress.finish()
            self.summary.received = sum(worker.web.received for worker in workers)
        if crashed:
            raise crashed[0]
        order = {file.path: place for place, file in enumerate(chosen)}
        self.summary.outcomes.sort(key=lambda one: order[one.path])

    def folder(self, target: Path) -> None:
        """Makes the folder of a file."""
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)


class Worker:
    """One thread of a job, with connections of its own."""

    def __init__(self, job: Job) -> None:
        self.job, self.raw, self.shared = job, job.raw, job.shared
        self.web = Web(Connections(), job.shared.hosts.gate, job.clock.answered)
        folder = caches.folder()
        self.cache = caches.Cache(folder, self.web, job.shared) if folder else None

    def do(self, file: File) -> None:
        """Leaves the file whole, or a named failure in the summary."""
        job = self.job
        try:
            outcome = self.ensure(file)
            job.locked[file.path] = Locked(outcome.sha256 or "", outcome.size or 0)
            job.progress.done(file.path, outcome.size or 0, outcome.state)
        except (Refused, OSError) as error:
            held = HELD.get(file.availability) if isinstance(error, Refused) else None
            message = held.format(page=file.page or "the dataset's page") if held else str(error)
            outcome = Outcome(file.path, "failed", file.size, message=message)
        job.summary.outcomes.append(outcome)

    def ensure(self, file: File) -> Outcome:
        """The file was found whole, or fetched; Refused when it cannot be had."""
        target, known = self.raw / file.path, self.job.locked.get(file.path)
        size = _size(target)
        if size is not None:
            right = size == (known.size if file.size is None and known else file.size)
            if known and known.size == size and right and not self.job.verify:
                return Outcome(file.path, "here", size, known.sha256)
            if found := self.check(file, target, size, known):
                return Outcome(file.path, "here", found.size, found.sha256)
        self.job.folder(target)
        part = Part(private.named(self.job.private, target, ".part"))
        remote = not all(mirror.on_disk(url, self.shared.root) for url in file.urls)
        if self.cache is not None and file.urls and remote:
            digest, source = self.cache.provide(file, known, part, lambda place: self.first(file, place))
        else:
            digest, source = self.first(file, part)
        if complaint := _changed(digest, known):
            part.forget()
            raise Refused(f"{complaint}; if the archive's file was meant to change, remove it from {paths.lock().name}")
        part.take_place(target)
        self.job.settling.add(target, digest.size)
        return Outcome(file.path, "fetched" if source else "cache", digest.size, digest.sha256, source)

    def check(self, file: File, target: Path, size: int, known: Locked | None) -> Locked | None:
        """What the lock says of a file that is whole; another one is named and set aside."""
        if file.size is not None and size != file.size:
            complaint = f"{size} bytes, expected {file.size}"
        else:
            digest = checksum.of(target, file.checksum)
            found, complaint = Locked(digest.sha256, digest.size), digest.complaint() or _changed(digest, known)
            if not complaint:
                return found
            if not file.urls:
                said = f"data/raw/{file.path}: {complaint}; it was put there by hand, the lock follows it"
                self.shared.note(said)
                return found
        if not file.urls:
            raise Refused(f"{complaint}; it was put there by hand")
        self.shared.note(f"data/raw/{file.path}: {complaint}; fetching it anew")
        aside.keep(target, self.shared.note)
        return None

    def first(self, file: File, part: Part) -> tuple[Digest, str]:
        """Fills `part` from the first address that serves; says which it was."""
        known = [url for url in file.urls if url.split(":", 1)[0] in ("https", "http", "file", "root")]
        urls = sorted(known, key=lambda url: url.startswith("root:") != self.job.root_first)
        if not urls:
            held = f" ({file.availability})" if file.availability != "online" else ""
            raise Refused(f"no address to fetch it from{held}; put it into data/raw/ by hand, see data/README.md")
        refusals: list[str] = []
        for url in urls:
            try:
                return self.one(file, url, part), url
            except Refused as error:
                refusals.append(str(error))
                if url != urls[-1]:
                    self.shared.note(f"{file.path}: {error}; trying its next address")
        raise Refused("; ".join(refusals))

    def one(self, file: File, url: str, part: Part) -> Digest:
        if not url.startswith("root:"):
            return obtain(file, url, part, self.web, self.shared)
        with self.shared.hosts.gate(host_of(url)):
            return xrootd.obtain(file, url, part, partial(self.shared.arrived, file.path), self.shared.stop)


def _changed(digest: Digest, known: Locked | None) -> str | None:
    """Both values when the bytes are not those of the lock and no checksum of the archive vouches for them."""
    if known is None or digest.strong or digest.sha256 == known.sha256:
        return None
    return f"sha256 is {digest.sha256}, {paths.lock().name} has {known.sha256}"


def _newer(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.stat().st_mtime > other.stat().st_mtime


def _size(path: Path) -> int | None:
    """Bytes of a file, None where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return None
