"""Reads the weights in a .pth file of PyTorch, old or new, with NumPy alone and without running what the file says.

Both forms are pickles, which can call anything; restricted.py knows the three kinds of name that weights need and
refuses all others. Old: five pickles in a row (magic number, protocol, system, weights, keys), then for each key the
number of values and the values. New: a zip with data.pkl and a file for each key.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import npz
from _package_.restricted import Restricted, Storage, Tensor

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
DAMAGED = (pickle.UnpicklingError, struct.error, zipfile.BadZipFile, EOFError, LookupError, TypeError, AttributeError)
UNREADABLE = (OSError, OverflowError, MemoryError, RecursionError, NotImplementedError, ValueError, RuntimeError)


def read(path: Path) -> dict[str, NDArray[Any]]:
    """Arrays by name; ValueError for whatever is not a dictionary of tensors, also one level down in "state_dict"."""
    try:
        found = _read_zip(path) if zipfile.is_zipfile(path) else _read_old(path)
    except DAMAGED as error:
        raise ValueError(f"{path.name} does not hold weights of PyTorch: {error}") from error
    except UNREADABLE as error:  # a count in the file may say anything
        raise ValueError(f"{path.name} cannot be read: {error or 'it wants more memory than there is'}") from error
    if isinstance(found, Mapping) and isinstance(found.get("state_dict"), Mapping):
        found = found["state_dict"]
    if not isinstance(found, Mapping) or not found or not all(isinstance(value, Tensor) for value in found.values()):
        raise ValueError(f"{path.name} does not hold weights of PyTorch: no dictionary of tensors")
    if not all(isinstance(name, str) for name in found):
        raise ValueError(f"{path.name} does not hold weights of PyTorch: a name that is no text")
    return {name: tensor.array() for name, tensor in found.items()}


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
    npz.bounded(path)
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
