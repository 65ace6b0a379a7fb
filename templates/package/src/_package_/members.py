"""The members of ZIP and TAR files and of single compressed files; what could do harm is refused by name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, NoReturn, cast

from _package_ import manifest
from _package_.errors import UserError

TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
SINGLE = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
MOST = 100_000  # members of an archive
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
    raise UserError(f"{path.name} is not unpacked: its member {name!r} {why}.", remedy)


def members(path: Path, hold: Callable[[int], None]) -> Iterator[Member]:
    """The plain files in an archive, in its order; `hold` is told how many bytes they declare together, once known."""
    lower = path.name.lower()
    if lower.endswith(".zip"):
        yield from of_zip(path, hold)
    elif lower.endswith(TAR):
        yield from of_tar(path, hold)
    else:
        with cast(IO[bytes], SINGLE[path.suffix.lower()](path, "rb")) as file:
            yield Member(path.stem, None, file)


def of_zip(path: Path, hold: Callable[[int], None]) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
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
    declared = 0
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            if info.isdir():
                continue
            if not info.isfile():
                refuse(path, info.name, "is a link or a device")
            declared += info.size
            hold(declared)
            file = archive.extractfile(info)
            if file is not None:
                yield Member(info.name, info.size, file)


class Names:
    """The names of an archive's members, checked one after another."""

    def __init__(self, path: Path, *reserved: str) -> None:
        self.path, self.count, self.files = path, 0, set(reserved)
        self.spelled = {self.key(name): (name, True) for name in reserved}  # -> its spelling, and whether it is a file

    def checked(self, member: Member) -> str | None:
        """The member's path below the folder; None for what is left out; UserError for a name that is refused."""
        parts = [part for part in member.name.split("/") if part not in ("", ".")]
        name = "/".join(parts)
        try:
            manifest.check_path(name if not member.name.startswith("/") else member.name)
        except UserError:
            refuse(self.path, member.name, "would not stay in its folder, or has a name that not every system has")
        self.count += 1
        if self.count > MOST:
            refuse(self.path, member.name, f"is one of more than {MOST}")
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
        """Equal for names that are one file on some systems."""
        return unicodedata.normalize("NFC", name).casefold()
