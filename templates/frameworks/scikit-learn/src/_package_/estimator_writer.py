"""From a fitted estimator to JSON and arrays; see estimator_file.py for the form."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection._search import BaseSearchCV

from _package_.estimator_lookup import Foreign, function_name, made_of_numbers, name_of
from _package_.estimator_parts import apart

STRUCTURE = "estimator.json"  # the tensor that holds the JSON: the head of the file is bounded, a tensor is not
STORED = ("b1", "f2", "f4", "f8", *(f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)))
NEW = object().__reduce_ex__(2)[0]  # by which an object without its attributes is made
SHORT = 64  # bytes that need no tensor of their own
CLOCK = ("mean_fit_time", "std_fit_time", "mean_score_time", "std_score_time")


class Writer:
    """Collects the arrays of what it is given. Objects that occur twice are written once."""

    def __init__(self) -> None:
        self.tensors: dict[str, NDArray[Any]] = {}
        self._arrays: dict[
            int, tuple[NDArray[Any], dict[str, Any]]
        ] = {}  # with the array, so that its id stays its own
        self._objects: dict[int, tuple[Any, int]] = {}

    def with_structure(self, said: Any) -> dict[str, NDArray[Any]]:
        text = json.dumps(said, allow_nan=False, separators=(",", ":"))
        return {**self.tensors, STRUCTURE: np.frombuffer(text.encode(), np.uint8)}

    def of(self, value: Any, path: str) -> Any:
        """JSON for a value that lies at `path`, after which its arrays are named; Foreign for what has no place."""
        kind = type(value)
        if value is None or kind in (bool, int, str):
            return value
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is list:
            return self._all(value, path)
        if kind is tuple:
            return {"tuple": self._all(value, path)}
        if kind in (set, frozenset):
            return {kind.__name__: sorted(self._all(value, path), key=json.dumps)}
        if kind is dict:
            pairs = value.items()
            return {"dict": [[self.of(key, f"{path}.key"), self.of(one, f"{path}.{key}")] for key, one in pairs]}
        if kind is bytes:
            short = len(value) <= SHORT
            return {"hex": value.hex()} if short else {"bytes": self._tensor(np.frombuffer(value, np.uint8), path)}
        if kind is np.ndarray:
            return self._array(value, path)
        if id(value) in self._objects:
            return {"again": self._objects[id(value)][1]}
        return self._thing(value, path)

    def _all(self, values: Any, path: str) -> list[Any]:
        return [self.of(value, f"{path}.{number}") for number, value in enumerate(values)]

    def _thing(self, value: Any, path: str) -> dict[str, Any]:
        part = apart(value)
        if part is None and not isinstance(value, type) and hasattr(value, "__name__"):
            return {"function": function_name(value)}
        self._objects[id(value)] = value, len(self._objects)
        if part is not None:
            return {"part": part[0], "of": self._all(part[1], path)}
        name = name_of(type(value))
        make, arguments, *rest = value.__reduce_ex__(2)
        state, *more = rest or [None]
        said: dict[str, Any] = {"object": name}
        if made_of_numbers(name):  # Cython's own way: (class, checksum, numbers)
            said["made"] = self._all(arguments if make is type(value) else arguments[2], path)
        elif make is not NEW or len(arguments) != 1 or any(one is not None for one in more):
            raise Foreign(f"an object of the class {name}, which is made by a call")
        if isinstance(state, dict) and all(type(key) is str for key in state):
            held = without_times(value, state)
            said["state"] = {key: self.of(one, f"{path}.{key}".lstrip(".")) for key, one in held.items()}
        elif state is not None:
            said["values"] = self.of(state, path)
        return said

    def _array(self, array: NDArray[Any], path: str) -> dict[str, Any]:
        if id(array) not in self._arrays:
            self._arrays[id(array)] = array, self._written(array, path)
        return self._arrays[id(array)][1]

    def _written(self, array: NDArray[Any], path: str) -> dict[str, Any]:
        shape = list(array.shape)
        if array.dtype.kind == "O":
            return {"objects": self._all(array.ravel().tolist(), path), "shape": shape}
        turned = array.ndim > 1 and array.flags.f_contiguous and not array.flags.c_contiguous
        said: dict[str, Any] = {"order": "F"} if turned else {}
        if turned:  # sums over columns may be taken in another order, and give other last bits
            array = array.T
        if array.dtype.names is not None:
            fields = [(name, array.dtype[name].str) for name in array.dtype.names]
            aligned = np.dtype(fields, align=True) == array.dtype
            if not aligned and np.dtype(fields) != array.dtype:
                raise Foreign(f"an array of {array.dtype}")
            said |= {"fields": fields, "aligned": aligned}
            array = array.astype(np.dtype(fields))  # without what lies between them
        elif array.dtype.newbyteorder("<").str[1:] not in STORED:
            said["dtype"] = array.dtype.str
        if "dtype" in said or "fields" in said:
            said["shape"] = list(array.shape)
            array = np.frombuffer(np.ascontiguousarray(array).tobytes(), np.uint8)
        return {"array": self._tensor(array, path), **said}

    def _tensor(self, array: NDArray[Any], path: str) -> str:
        name = path or "value"
        while name in self.tensors or name == STRUCTURE:
            name += "'"
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        self.tensors[name] = np.ascontiguousarray(little).reshape(array.shape)
        return name


def without_times(value: Any, state: dict[str, Any]) -> dict[str, Any]:
    """What a search over settings holds, but for how long it took: no two trainings take equally long."""
    if not isinstance(value, BaseSearchCV):
        return state
    kept = {key: one for key, one in state.items() if key != "refit_time_"}
    if "cv_results_" in kept:
        kept["cv_results_"] = {key: one for key, one in kept["cv_results_"].items() if key not in CLOCK}
    return kept
