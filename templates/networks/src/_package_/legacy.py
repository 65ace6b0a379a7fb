"""Reads the weights in a .pth file of PyTorch, old or new, with NumPy alone and without running what the file says.

Both forms are pickles, which can call anything. This reader knows the three kinds of name that weights need and refuses
all others. Old: five pickles in a row (magic number, protocol, system, weights, keys), then for each key the number of
values and the values. New: a zip with data.pkl and a file for each key.
"""

from __future__ import annotations

import io
import math
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
DAMAGED = (pickle.UnpicklingError, struct.error, zipfile.BadZipFile, EOFError, LookupError, TypeError, AttributeError)
DTYPES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "?",
}


class Storage:
    """A stretch of numbers that tensors are views of; filled when its bytes are read."""

    def __init__(self, dtype: np.dtype[Any], count: int) -> None:
        self.dtype, self.count = dtype, count
        self.values: NDArray[Any] = np.empty(0, dtype)


class Tensor:
    """Where in a storage a tensor lies: offset, shape and strides in values."""

    def __init__(self, storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def array(self) -> NDArray[Any]:
        """A copy; ValueError where it would reach beyond its storage."""
        values, size = self.storage.values, self.storage.dtype.itemsize
        last = self.offset + sum((n - 1) * step for n, step in zip(self.shape, self.strides, strict=True))
        beyond = math.prod(self.shape) > len(values) or (0 not in self.shape and last >= len(values))
        if beyond or min((self.offset, *self.strides, *self.shape)) < 0:
            raise ValueError("a tensor reaches beyond its values")
        steps = tuple(step * size for step in self.strides)
        return np.lib.stride_tricks.as_strided(values[self.offset :], self.shape, steps).copy()


def rebuild(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> Tensor:
    """In place of torch._utils._rebuild_tensor_v2."""
    numbers = (offset, *shape, *strides)
    if not isinstance(storage, Storage) or not all(type(number) is int for number in numbers):
        raise pickle.UnpicklingError("a tensor that is none")
    return Tensor(storage, offset, tuple(shape), tuple(strides))


class Restricted(pickle.Unpickler):
    """Knows OrderedDict, the storages of PyTorch and its function that makes a tensor; nothing else can be named."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.storages: dict[str, Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return rebuild
        if module == "torch" and name in DTYPES:
            return np.dtype(DTYPES[name])
        raise pickle.UnpicklingError(f"it wants {module}.{name}, which weights do not need")

    def persistent_load(self, pid: Any) -> Storage:
        """pid: ("storage", type, key, device, number of values) and, in old files, a view, which must be None."""
        kind, dtype, key, _, count, *view = pid
        if kind != "storage" or not isinstance(dtype, np.dtype) or type(count) is not int or any(view):
            raise pickle.UnpicklingError(f"it holds {kind!r}, which is not a storage of numbers")
        return self.storages.setdefault(str(key), Storage(dtype, count))


def read(path: Path) -> dict[str, NDArray[Any]]:
    """Arrays by name; ValueError for whatever is not a dictionary of tensors, also one level down in "state_dict"."""
    try:
        found = _read_zip(path) if zipfile.is_zipfile(path) else _read_old(path)
    except DAMAGED as error:
        raise ValueError(f"{path.name} does not hold weights of PyTorch: {error}") from error
    except (OSError, OverflowError, MemoryError) as error:  # a count in the file may say anything
        raise ValueError(f"{path.name} cannot be read: {error or 'it wants more memory than there is'}") from error
    if isinstance(found, Mapping) and isinstance(found.get("state_dict"), Mapping):
        found = found["state_dict"]
    if not isinstance(found, Mapping) or not found or not all(isinstance(value, Tensor) for value in found.values()):
        raise ValueError(f"{path.name} does not hold weights of PyTorch: no dictionary of tensors")
    return {str(name): tensor.array() for name, tensor in found.items()}


def _read_old(path: Path) -> Any:
    with path.open("rb") as file:
        if (Restricted(file).load(), Restricted(file).load()) != (MAGIC, PROTOCOL):
            raise pickle.UnpicklingError("it is of another format")
        Restricted(file).load()  # sizes and byte order of the system; values are little-endian in either
        weights = Restricted(file)
        found = weights.load()
        for key in Restricted(file).load():
            storage = weights.storages[str(key)]
            (count,) = struct.unpack("<q", file.read(8))
            _fill(storage, file.read(count * storage.dtype.itemsize) if count == storage.count else b"")
        return found


def _read_zip(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(names) != 1:
            raise pickle.UnpicklingError("the zip has no data.pkl")
        folder = names[0].removesuffix("data.pkl")
        if f"{folder}byteorder" in archive.namelist() and archive.read(f"{folder}byteorder") != b"little":
            raise pickle.UnpicklingError("its numbers are big-endian")
        weights = Restricted(io.BytesIO(archive.read(names[0])))
        found = weights.load()
        for key, storage in weights.storages.items():
            _fill(storage, archive.read(f"{folder}data/{key}"))
        return found


def _fill(storage: Storage, data: bytes) -> None:
    if len(data) != storage.count * storage.dtype.itemsize:
        raise pickle.UnpicklingError("it is cut short")
    storage.values = np.frombuffer(data, storage.dtype)
