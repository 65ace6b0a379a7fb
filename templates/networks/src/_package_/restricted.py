"""A pickle of weights, read without running it: three kinds of name are known, and all others refused."""

from __future__ import annotations

import math
import pickle
import pickletools
from collections import OrderedDict
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

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

    def __setstate__(self, _: Any) -> None:
        """A pickle may give any object attributes, but not this one."""
        raise pickle.UnpicklingError("it changes what it has made")


class Tensor:
    """Where in a storage a tensor lies: offset, shape and strides in values."""

    def __init__(self, storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    __setstate__ = Storage.__setstate__

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
    if not isinstance(shape, tuple) or not isinstance(strides, tuple) or len(shape) != len(strides):
        raise pickle.UnpicklingError("a tensor that is none")
    numbers = (offset, *shape, *strides)
    if not isinstance(storage, Storage) or not all(type(number) is int for number in numbers):
        raise pickle.UnpicklingError("a tensor that is none")
    return Tensor(storage, offset, tuple(shape), tuple(strides))


def places(file: BinaryIO) -> None:
    """UnpicklingError where the pickle that comes next puts a thing into a place beyond its own length: room is made
    for all places before it."""
    begun, most = file.tell(), 0
    for code, argument, _ in pickletools.genops(file):
        if "PUT" in code.name:
            most = max(most, int(argument or 0))
    if most > file.tell() - begun:
        raise pickle.UnpicklingError(f"it wants {most} places")
    file.seek(begun)


class Restricted(pickle.Unpickler):
    """Knows OrderedDict, the storages of PyTorch and its function that makes a tensor; nothing else can be named."""

    def __init__(self, file: BinaryIO) -> None:
        places(file)
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
