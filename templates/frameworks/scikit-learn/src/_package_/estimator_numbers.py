"""Single numbers, kinds of numbers and states of random numbers: taken apart into plain values, and made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

TYPES: Mapping[str, type] = {kind.__name__: kind for kind in (bool, int, float, str, object)}
GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "SFC64")


def apart(value: Any) -> tuple[str, list[Any]] | None:
    """The kind of a thing and the plain values that it is made of; None for what is none of these."""
    if isinstance(value, np.generic):
        return "number", [value.dtype.str, value.tobytes()]
    if isinstance(value, np.dtype):
        return "dtype", [value.str]
    if isinstance(value, type) and issubclass(value, np.generic):
        return "type", [f"numpy.{np.dtype(value).name}"]
    if isinstance(value, type) and TYPES.get(value.__name__) is value:
        return "type", [value.__name__]
    if type(value) is np.ma.MaskedArray:
        return "masked", [np.array(value.data), np.array(np.ma.getmaskarray(value)), value.fill_value]
    if type(value) is np.random.RandomState:
        return "random state", [value.get_state(legacy=False)]
    if type(value) is np.random.Generator:
        return "generator", [type(value.bit_generator).__name__, value.bit_generator.state]
    return None


def plain(kind: str) -> np.dtype[Any]:
    """A dtype of numbers, times or text; ValueError for one of objects or of records."""
    found = np.dtype(kind)
    if found.kind not in "biufcSUmM" or found.names or found.subdtype:
        raise ValueError(f"numbers of the kind {kind}")
    return found


def number(kind: str, data: bytes) -> Any:
    return np.frombuffer(data, plain(kind))[0] if data else plain(kind).type()


def type_made(name: str) -> type:
    return plain(name.removeprefix("numpy.")).type if name.startswith("numpy.") else TYPES[name]


def bits(name: str, state: dict[str, Any]) -> Any:
    """A source of random numbers; NumPy itself does not check the place in MT19937's table."""
    if name not in GENERATORS or (name == "MT19937" and not 0 <= state["state"]["pos"] <= 624):
        raise ValueError(f"a state of {name} that is none")
    made = getattr(np.random, name)(0)
    made.state = state
    return made


def random_state(state: dict[str, Any]) -> np.random.RandomState:
    made = np.random.RandomState(bits("MT19937", state))
    made.set_state(state)  # what is kept of the normal distribution, too
    return made


MAKE = {
    "number": number,
    "dtype": plain,
    "type": type_made,
    "masked": lambda data, mask, fill: np.ma.MaskedArray(data, mask=mask, fill_value=fill),
    "random state": random_state,
    "generator": lambda name, state: np.random.Generator(bits(name, state)),
}
