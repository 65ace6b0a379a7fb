"""The arrays of .npy and .npz files in blocks of rows: mapped where they lie uncompressed, else read as a stream."""

from __future__ import annotations

import math
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from _package_ import paths, private
from _package_.errors import UserError

LOCAL_HEADER = 30  # bytes before the name of a member of a ZIP file
COPIED = 1 << 20  # bytes at a time


class Header(NamedTuple):
    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]

    @property
    def readable(self) -> bool:
        """Whether it has rows to read: no single value, and no objects, which would be pickled."""
        return bool(self.shape) and not self.dtype.hasobject


class Member(NamedTuple):
    """One array; read(start, stop) gives rows, in their order. Not to be read where the header is not readable."""

    name: str
    header: Header
    read: Callable[[int, int], NDArray[Any]]


@contextmanager
def opened(path: Path) -> Iterator[list[Member]]:
    """The arrays of one file, readable until it is closed; UserError where it is damaged or no such file."""
    try:
        with ExitStack() as stack:
            if path.suffix.lower() == ".npy":
                with path.open("rb") as file:
                    header, start = header_of(file), file.tell()
                yield [mapped(path.stem, path, header, start)]
                return
            archive = stack.enter_context(zipfile.ZipFile(path))
            found = [info for info in archive.infolist() if info.filename.endswith(".npy")]
            yield [member(path, archive, info, stack) for info in found]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        remedy = "Run `make data VERIFY=1`, which fetches it anew."
        raise UserError(f"{path.name} cannot be read as arrays of NumPy: {reason}", remedy) from error


def header_of(file: IO[bytes]) -> Header:
    """Shape, order and type; ValueError for anything but a .npy file."""
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    return Header(*read(file))


def member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, stack: ExitStack) -> Member:
    """One array of a .npz file: mapped where it lies uncompressed, else read in its order."""
    name = info.filename.removesuffix(".npy")
    file = stack.enter_context(archive.open(info))
    header = header_of(file)
    if not header.readable:
        return Member(name, header, lambda start, stop: np.empty(0))
    if info.compress_type == zipfile.ZIP_STORED:
        size = info.file_size - math.prod(header.shape) * header.dtype.itemsize
        with path.open("rb") as raw:
            raw.seek(info.header_offset)
            local = raw.read(LOCAL_HEADER)
        lengths = int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
        return mapped(name, path, header, info.header_offset + LOCAL_HEADER + lengths + size)
    if header.fortran and len(header.shape) > 1:  # a row is spread over the whole member
        plain = private.beside(paths.interim(), f"-{secrets.token_hex(8)}")
        stack.callback(private.removed, plain)
        with plain.open("xb") as copy:
            shutil.copyfileobj(file, copy, COPIED)
        return mapped(name, plain, header, 0)

    def read(start: int, stop: int) -> NDArray[Any]:
        shape = (stop - start, *header.shape[1:])
        wanted = math.prod(shape) * header.dtype.itemsize
        data = file.read(wanted)
        if len(data) < wanted:
            raise EOFError(f"{name} ends too early")
        return np.frombuffer(data, header.dtype).reshape(shape)

    return Member(name, header, read)


def mapped(name: str, path: Path, header: Header, start: int) -> Member:
    """An array that lies in a file as it is."""
    if not header.readable or 0 in header.shape:
        return Member(name, header, lambda start, stop: np.empty((0, *header.shape[1:]), header.dtype))
    order = "F" if header.fortran else "C"
    values: NDArray[Any] = np.memmap(path, header.dtype, "r", start, header.shape, order)
    return Member(name, header, lambda start, stop: np.asarray(values[start:stop]))
