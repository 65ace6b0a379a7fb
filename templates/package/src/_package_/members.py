"""The members of ZIP and TAR files and of single compressed files; what could do harm is refused by name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn, cast

from _package_ import filenames, streams
from _package_.errors import UserError

TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
SINGLE = {".gz": partial(gzip.open, mode="rb"), ".bz2": partial(bz2.open, mode="rb"), ".xz": streams.xz}
MOST = 100_000  # members of an archive, folders included
KEYWORDS = 100  # of the global records of a tar, which hold for all of its members
SHOWN = 80  # characters of a name in a message
LEFT = re.compile(r"(^|/)(__MACOSX/.*|\._[^/]*|\.DS_Store)$")  # what macOS adds, not data
DAMAGED = (  # what a damaged archive, or one of a kind that Python cannot read, raises
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, NotImplementedError, RuntimeError),
)


class Member(NamedTuple):
    name: str
    size: int | None  # as declared, in bytes
    file: IO[bytes]


def refuse(path: Path, name: str, why: str) -> NoReturn:
    remedy = "Do not use this archive, or unpack by hand what you trust and take that folder as the dataset."
    named = repr(name if len(name) <= SHOWN else f"{name[:SHOWN]}…")
    raise UserError(f"{path.name} is not unpacked: its member {named} {why}.", remedy)


def refuse_headers(path: Path, what: str) -> NoReturn:
    raise UserError(f"{path.name} is not unpacked: {what}.", "Do not use this archive: no honest one has such headers.")


def members(path: Path, hold: Callable[[int], None]) -> Iterator[Member]:
    """The plain files in an archive, in its order; `hold` is told how many bytes they declare together, once known."""
    lower = path.name.lower()
    if lower.endswith(".zip"):
        yield from of_zip(path, hold)
    elif lower.endswith(TAR):
        yield from of_tar(path, hold)
    else:
        with cast(IO[bytes], SINGLE[path.suffix.lower()](path)) as file:
            yield Member(path.stem, None, file)


def of_zip(path: Path, hold: Callable[[int], None]) -> Iterator[Member]:
    large = partial(refuse_headers, path, f"its table of contents is larger than {streams.CONTENTS >> 20} MiB")
    with streams.Short(path, large) as source, zipfile.ZipFile(source) as archive:
        listed = archive.infolist()
        if len(listed) > MOST:
            refuse(path, listed[MOST].orig_filename, f"is one of more than {MOST}")
        for info in listed:
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                refuse(path, info.orig_filename, "is a link or a device")
            if info.flag_bits & 1:
                refuse(path, info.orig_filename, "is encrypted")
        hold(sum(info.file_size for info in listed))
        for info in listed:
            if info.is_dir():
                continue
            with archive.open(info) as file:
                yield Member(info.orig_filename, info.file_size, file)


def of_tar(path: Path, hold: Callable[[int], None]) -> Iterator[Member]:
    declared = count = 0
    long = partial(refuse_headers, path, f"a header in it is longer than {streams.HEADER >> 10} KiB")
    with streams.decompressed(path) as source:
        stream = streams.Forward(source, long)
        archive = tarfile.TarFile(fileobj=cast(IO[bytes], stream))
        kept: list[tarfile.TarInfo] = cast(Any, archive).members
        while (info := archive.next()) is not None:
            kept.clear()  # which else has the headers of all of them in memory
            count += 1
            if count > MOST:
                refuse(path, info.name, f"is one of more than {MOST}")
            if len(archive.pax_headers) > KEYWORDS:
                refuse_headers(path, f"it has more than {KEYWORDS} global records")
            if not info.isdir():
                if not info.isfile() or info.size < 0:
                    refuse(path, info.name, "is a link or a device" if info.size >= 0 else "has a negative size")
                declared += info.size
                hold(declared)
                stream.within()
                file = archive.extractfile(info)
                if file is not None:
                    yield Member(info.name, info.size, file)
            stream.between()


class Names:
    """The names of an archive's members, checked one after another."""

    def __init__(self, path: Path, *reserved: str) -> None:
        self.path, self.count, self.files = path, 0, set[str]()
        self.reserved = {self.key(name) for name in reserved}
        self.spelled: dict[str, tuple[str, bool]] = {}  # -> its spelling, and whether it is a file
        self.left_out: list[str] = []  # what cannot be stored on every system, and why

    def checked(self, member: Member) -> str | None:
        """The member's path below the folder; None for what is left out; UserError for a name that is refused."""
        self.count += 1
        if self.count > MOST:
            refuse(self.path, member.name, f"is one of more than {MOST}")
        if len(member.name) > streams.HEADER:
            refuse(self.path, member.name, "is too long for a path")
        parts = [part for part in member.name.split("/") if part not in ("", ".")]
        name = "/".join(parts)
        why = filenames.problem(name if not member.name.startswith("/") else member.name)
        if why and why.startswith(filenames.HARMFUL):
            refuse(self.path, member.name, why)
        if why or self.key(name) in self.reserved:
            named = name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
            self.left_out.append(f"{named!r} {why or 'is a name of ours'}")
            return None
        if LEFT.search(name):
            return None
        for end in range(1, len(parts) + 1):
            known, is_file = "/".join(parts[:end]), end == len(parts)
            before = self.spelled.setdefault(self.key(known), (known, is_file))
            if before != (known, is_file) or (is_file and known in self.files):
                refuse(self.path, member.name, f"has the name of another, {before[0]!r}, where case does not count")
        self.files.add(name)
        return name

    @staticmethod
    def key(name: str) -> str:
        return filenames.key(name)
