"""NumPy arrays as columns: which names an array gives, what cannot be a column, and the columns of some rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.values import Column

WIDTH = 4096  # columns that one array may give; wider ones are left out
NUMBERS, WORDS, TIMES = "biuf", "SUO", "mM"
LARGEST = 2**63
SINCE = "Seconds since 1970-01-01T00:00, made of a date"
LASTING = "Seconds, made of a duration"


@dataclass
class Names:
    """What arrays give: columns, what is left out and why, what was made of times."""

    columns: list[str] = field(default_factory=list[str])
    left_out: dict[str, str] = field(default_factory=dict[str, str])
    about: dict[str, str] = field(default_factory=dict[str, str])
    units: dict[str, str] = field(default_factory=dict[str, str])
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])  # of whole arrays
    places: list[str] = field(default_factory=list[str])  # the arrays that the columns are from
    renamed: dict[str, str] = field(default_factory=dict[str, str])  # column -> what was told apart from another

    def add(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...], words: bool = True) -> None:
        """Takes note of an array of rows of `shape`; `words` says whether objects are known to be text."""
        for full, inner, form in parts(name, dtype, shape):
            why = refused(inner, form, words)
            if why is not None:
                self.left_out[full] = why
                continue
            made = spread(full, form)
            self.columns += made
            if inner.kind in TIMES:
                self.about |= dict.fromkeys(made, SINCE if inner.kind == "M" else LASTING)
                self.units |= dict.fromkeys(made, "s")


def parts(
    name: str, dtype: np.dtype[Any], shape: tuple[int, ...]
) -> Iterator[tuple[str, np.dtype[Any], tuple[int, ...]]]:
    """The array itself, or the fields of a structured one as `name.field`; without a name, `field`."""
    fields: Any = dtype.fields
    if fields is None or shape:
        yield name, dtype, shape
        return
    for inner in dtype.names or ():
        base = fields[inner][0]
        yield from parts(f"{name}.{inner}" if name else inner, base.base, base.shape)


def refused(dtype: np.dtype[Any], shape: tuple[int, ...], words: bool = True) -> str | None:
    """Why an array cannot be columns, or None."""
    width = math.prod(shape)
    if dtype.kind == "O" and not words:
        return "holds objects"
    if dtype.kind not in NUMBERS + WORDS + TIMES:
        return "complex numbers" if dtype.kind == "c" else "neither numbers nor words"
    if width > WIDTH:
        return f"{width} numbers in each row, more than {WIDTH}"
    return "no number in a row" if width == 0 else None


def spread(name: str, shape: tuple[int, ...]) -> list[str]:
    """Names of the columns of an array of rows of `shape`: x, x_0 …, x_0_0 …, the last index fastest."""
    return [f"{name}{''.join(f'_{place}' for place in index)}" for index in np.ndindex(*shape)]


def taken(name: str, values: NDArray[Any]) -> dict[str, Column]:
    """The columns that an array gives for some rows, (rows, *shape)."""
    columns: dict[str, Column] = {}
    for full, inner, form in parts(name, values.dtype, values.shape[1:]):
        if refused(inner, form) is not None:
            continue
        flat = reached(name, values, full).reshape(len(values), -1)
        columns |= {one: column(flat[:, place]) for place, one in enumerate(spread(full, form))}
    return columns


def reached(name: str, values: NDArray[Any], full: str) -> NDArray[Any]:
    """The field of a structured array that parts() called `full`; the array itself where it has no fields."""
    if full == name:
        return values
    rest = full[len(name) + 1 :] if name else full
    for inner in values.dtype.names or ():  # a field's own name may hold dots
        if rest == inner or rest.startswith(f"{inner}."):
            return reached(inner, values[inner], rest)
    raise KeyError(full)


def column(values: NDArray[Any]) -> Column:
    """Numbers and times as they are, durations as seconds, text as str."""
    if values.dtype.kind == "m":
        return np.where(np.isnat(values), np.nan, values / np.timedelta64(1, "s"))
    if values.dtype.kind in WORDS:
        return np.array([text(value) for value in values.tolist()], dtype=object)
    return values


def listed(values: list[Any], words: bool = False) -> Column:
    """Values of Python: numbers where there are only numbers and None, whole ones with all their digits; else text.

    With `words` always text: another block of the column has some.
    """
    kinds = {str} if words else set(map(type, values))
    if kinds == {bool}:
        return np.array(values)
    if kinds == {int} and min(values) >= -LARGEST and max(values) < LARGEST:
        return np.array(values, dtype=np.int64)
    if kinds <= {int, float, bool, type(None)}:
        return np.array([np.nan if value is None else float(value) for value in values])
    return np.array([text(value) for value in values], dtype=object)


def text(value: object) -> str:
    """A word; "" for nothing."""
    if value is None or value != value:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
