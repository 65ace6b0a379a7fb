"""From JSON and arrays to the estimator; see estimator_file.py for the form. What does not fit raises."""

from __future__ import annotations

import inspect
import math
import types
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.estimator_checks import sound
from _package_.estimator_lookup import Foreign, class_of, function_of, made_of_numbers
from _package_.estimator_numbers import plain
from _package_.estimator_parts import together

METHODS = (types.FunctionType, types.BuiltinFunctionType, classmethod, staticmethod)


class Reader:
    """Makes things of their JSON and the arrays that it names."""

    def __init__(self, tensors: Mapping[str, NDArray[Any]]) -> None:
        self._tensors = tensors
        self._arrays: dict[str, NDArray[Any]] = {}
        self._objects: list[Any] = []

    def of(self, said: Any) -> Any:
        """The value that a JSON value means; Foreign for a name that is not known, ValueError for nonsense."""
        if isinstance(said, list):
            return [self.of(one) for one in said]
        if not isinstance(said, dict):
            return said
        kind = next(iter(said), "")
        read = READERS.get(kind)
        if read is None:
            raise ValueError(f"a value of the kind {kind[:40]!r}")
        return read(self, said)

    def dictionary(self, said: dict[str, Any]) -> dict[Any, Any]:
        return {self.of(key): self.of(value) for key, value in said["dict"]}

    def again(self, said: dict[str, Any]) -> Any:
        return self._objects[said["again"]]

    def part(self, said: dict[str, Any]) -> Any:
        place = self._reserved()
        self._objects[place] = made = together(said["part"], self.of(said["of"]))
        return made

    def object(self, said: dict[str, Any]) -> Any:
        name, place = said["object"], self._reserved()
        kind: Any = class_of(name)
        made = kind(*self.of(said["made"])) if made_of_numbers(name) else kind.__new__(kind)
        self._objects[place] = made  # before its attributes, which may lead back to it
        if "state" in said or "values" in said:
            self._fill(made, said)
        sound(made)
        return made

    def _reserved(self) -> int:
        self._objects.append(None)
        return len(self._objects) - 1

    def _fill(self, made: Any, said: dict[str, Any]) -> None:
        state = (
            self.of(said["values"]) if "values" in said else {key: self.of(one) for key, one in said["state"].items()}
        )
        if isinstance(state, dict):
            for key in state:
                hidden = inspect.getattr_static(type(made), str(key), None)
                if str(key).startswith("__") or isinstance(hidden, METHODS):
                    raise Foreign(f"another {key} for {type(made).__name__}")
        if hasattr(made, "__setstate__"):
            made.__setstate__(state)
        elif isinstance(state, dict):
            made.__dict__.update(state)
        else:  # of a class with __slots__: (attributes or None, slots)
            attributes, slots = state
            for key, value in {**(attributes or {}), **slots}.items():
                object.__setattr__(made, key, value)

    def array(self, said: dict[str, Any]) -> NDArray[Any]:
        name = said["array"]
        if name not in self._arrays:
            self._arrays[name] = self._read(said)
        return self._arrays[name]

    def _read(self, said: dict[str, Any]) -> NDArray[Any]:
        values = np.array(self._tensors[said["array"]])  # a copy: some code of scikit-learn asks for arrays to write to
        if "fields" in said:
            fields = [(str(name), plain(kind).str) for name, kind in said["fields"]]
            values = np.frombuffer(values.tobytes(), np.dtype(fields)).astype(np.dtype(fields, align=said["aligned"]))
        elif "dtype" in said:
            values = np.frombuffer(values.tobytes(), plain(said["dtype"])).copy()
        if "shape" in said:
            values = values.reshape(said["shape"])
        return values.T if said.get("order") == "F" else values

    def objects(self, said: dict[str, Any]) -> NDArray[Any]:
        held, shape = self.of(said["objects"]), tuple(said["shape"])
        if len(held) != math.prod(shape):
            raise ValueError(f"{len(held)} values for an array of {shape}")
        found = np.empty(len(held), object)
        for number, value in enumerate(held):
            found[number] = value
        return found.reshape(shape)


READERS: Mapping[str, Any] = {
    "float": lambda _, said: float(said["float"]),
    "tuple": lambda reader, said: tuple(reader.of(said["tuple"])),
    "set": lambda reader, said: set(reader.of(said["set"])),
    "frozenset": lambda reader, said: frozenset(reader.of(said["frozenset"])),
    "hex": lambda _, said: bytes.fromhex(said["hex"]),
    "bytes": lambda reader, said: reader.array({"array": said["bytes"]}).tobytes(),
    "function": lambda _, said: function_of(said["function"]),
    "dict": Reader.dictionary,
    "array": Reader.array,
    "objects": Reader.objects,
    "again": Reader.again,
    "part": Reader.part,
    "object": Reader.object,
}
