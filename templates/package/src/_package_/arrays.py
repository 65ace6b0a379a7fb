"""Processed arrays on disk: written into a folder that gets its name when it is whole, read memory-mapped."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from _package_ import npz, private, schema_file
from _package_.errors import UserError
from _package_.schema import Array, Schema

HEADER = 128  # bytes; .npy asks for a multiple of 64, and 128 hold any row count of a plain array


class Arrays:
    """A processed folder: schema.json and <split>/<array>.npy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema: Schema = schema_file.load(folder / "schema.json")

    def open(self, split: str, name: str) -> NDArray[Any]:
        """One array of one split, (rows, *shape), memory-mapped, read-only; UserError for a name that is not there."""
        for what, word, known in (("split", split, self.schema.splits), ("array", name, self.schema.arrays)):
            if word not in known:
                raise UserError(f"The data have no {what} {word!r}.", f"There are: {', '.join(known)}.")
        path = self.folder / split / f"{name}.npy"
        wanted = self.schema.arrays[name]
        try:
            found = np.load(path, mmap_mode="r", allow_pickle=False)
            if found.shape != (self.schema.splits[split].rows, *wanted.shape) or found.dtype != wanted.dtype:
                raise ValueError(f"it holds {found.dtype}, {found.shape}, which schema.json does not say")
        except npz.DAMAGED as error:
            raise UserError(
                f"{path} cannot be read: {error}", "Remove data/processed and run `make data` again."
            ) from error
        return found

    def rows(self, splits: Sequence[str]) -> int:
        return sum(self.schema.splits[split].rows for split in splits)

    def read(self, splits: Sequence[str], name: str) -> NDArray[Any]:
        """One array of several splits in order, (rows, *shape); of more than one split it is a copy in memory."""
        parts = [self.open(split, name) for split in splits]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def chunks(
        self, splits: Sequence[str], names: Sequence[str], size: int = 65536
    ) -> Iterator[dict[str, NDArray[Any]]]:
        """Up to `size` rows of several arrays at a time, through the splits in order."""
        for split in splits:
            opened = {name: self.open(split, name) for name in names}
            for start in range(0, self.schema.splits[split].rows, size):
                yield {name: array[start : start + size] for name, array in opened.items()}


class ArrayWriter:
    """Appends rows to one .npy file; the header, rewritten by close(), counts them."""

    def __init__(self, path: Path, dtype: str, shape: tuple[int, ...]) -> None:
        self.dtype, self.shape, self.rows = np.dtype(dtype), shape, 0
        self._file: BinaryIO = path.open("wb")
        self._file.write(self._header())

    def append(self, rows: NDArray[Any]) -> None:
        """Rows of (n, *shape), as the array's dtype; ValueError for another shape, TypeError for another kind."""
        values = np.asarray(rows)
        if values.shape[1:] != self.shape:
            raise ValueError(f"rows of shape {values.shape[1:]} in an array of rows of shape {self.shape}")
        self._file.write(np.ascontiguousarray(values.astype(self.dtype, casting="same_kind", copy=False)).data)
        self.rows += len(values)

    def close(self) -> None:
        if not self._file.closed:
            self._file.seek(0)
            self._file.write(self._header())
            self._file.close()

    def _header(self) -> bytes:
        said = {"descr": self.dtype.str, "fortran_order": False, "shape": (self.rows, *self.shape)}
        text = repr(said).encode("latin1")
        space = HEADER - 11 - len(text)
        if space < 0 or self.dtype.hasobject or self.dtype.names:
            raise ValueError(f"not a plain array: {said}")
        return b"\x93NUMPY\x01\x00" + (HEADER - 10).to_bytes(2, "little") + text + b" " * space + b"\n"


class FolderWriter:
    """Writes <split>/<array>.npy beside `final`; the folder gets that name if the `with` block ends well."""

    def __init__(self, final: Path, layout: Mapping[str, Array]) -> None:
        self.final, self.layout = final, layout
        self.folder = private.beside(final)
        self._writers: dict[tuple[str, str], ArrayWriter] = {}

    def __enter__(self) -> FolderWriter:
        private.removed(self.folder)  # of a run that was killed
        self.folder.mkdir(parents=True)
        return self

    def append(self, split: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Rows of every array of the layout, all of the same number; ValueError otherwise."""
        lengths = {name: len(arrays[name]) for name in self.layout if name in arrays}
        if lengths.keys() != arrays.keys() or len(lengths) != len(self.layout) or len(set(lengths.values())) != 1:
            raise ValueError(f"a chunk has {sorted(arrays)} with {lengths} rows; the layout has {sorted(self.layout)}")
        for name, array in self.layout.items():
            if (split, name) not in self._writers:
                (self.folder / split).mkdir(exist_ok=True)
                self._writers[split, name] = ArrayWriter(self.folder / split / f"{name}.npy", array.dtype, array.shape)
            self._writers[split, name].append(arrays[name])

    def counts(self) -> dict[str, int]:
        """Rows by split."""
        return {split: writer.rows for (split, _), writer in self._writers.items()}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        if error is not None:
            private.removed(self.folder)
            return
        replace_folder(self.folder, self.final)


def replace_folder(new: Path, final: Path) -> None:
    """`new` gets the name `final`; what had it goes. In between there is no `final`, never half of one."""
    old = private.beside(final, ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.replace(old)
    new.replace(final)
    private.removed(old)


def row_bytes(layout: Mapping[str, Array]) -> int:
    """Bytes of one row of all arrays together."""
    return sum(np.dtype(array.dtype).itemsize * math.prod(array.shape) for array in layout.values())
