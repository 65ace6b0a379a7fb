"""Frames of pandas in HDF5, as DataFrame.to_hdf writes them: the formats `table` and `fixed`, without pandas itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from _package_.plain import NUMBERS, Names, column
from _package_.pytables import attribute
from _package_.stacks import Piece
from _package_.values import Column

KINDS = ("frame", "frame_table", "series", "series_table", "appendable_frame")


def is_frame(group: Any) -> bool:
    return isinstance(group, h5py.Group) and attribute(group, "pandas_type") in KINDS


def pieces(group: Any) -> Iterator[Piece]:
    """The columns of a frame by their names; the index is left out."""
    if "table" in group:
        table = group["table"]
        index = {name for _, name in attribute(group, "index_cols") or []}
        for name in table.dtype.names:
            if name not in index:
                labels = attribute(table, f"{name}_kind")
                category = attribute(table, f"{name}_meta") == "category"
                yield piece(table, name, labels, attribute(table, f"{name}_dtype"), category)
        return
    for name in group:
        if name == "values":  # of a series
            yield piece(group[name], None, [attribute(group, "name") or "values"], attribute(group[name], "value_type"))
        elif name.startswith("block") and name.endswith("_values"):
            items = group[name.replace("_values", "_items")]
            labels = None if items.dtype.kind == "O" else [words(label) for label in items[:].tolist()]
            yield piece(group[name], None, labels, attribute(group[name], "value_type"))


def piece(item: Any, field: str | None, labels: Any, kind: Any, category: bool = False) -> Piece:
    """One dataset, or one field of it, whose columns are called by `labels`; `kind` is its type as pandas means it."""
    dtype = item.dtype if field is None else item.dtype[field]
    base, shape = (dtype.base, dtype.shape) if field is not None else (dtype, item.shape[1:])
    names, shown = Names(), field or item.name.rpartition("/")[2]
    labels = [str(label) for label in labels] if isinstance(labels, list) else None
    why = None
    if base.kind not in f"{NUMBERS}S":
        why = "pickled by pandas"
    elif category:
        why = "a category of pandas, of which only codes are here"
    elif labels is None or len(labels) != int(np.prod(shape)):
        why = "its columns have no plain names"
    if why is not None or labels is None:
        names.left_out |= dict.fromkeys(labels or [shown], why or "")
        return Piece(shown, item.shape[0], names, lambda start, stop: {})
    date = np.dtype(kind) if isinstance(kind, str) and kind.startswith(("datetime64[", "timedelta64[")) else base
    for label in labels:
        names.add(label, date, ())

    def read(start: int, stop: int) -> dict[str, Column]:
        values: NDArray[Any] = item[start:stop] if field is None else item[start:stop][field]
        flat = values.reshape(len(values), -1)
        return {
            label: column(flat[:, place] if date is base else flat[:, place].astype(np.int64).view(date))
            for place, label in enumerate(labels)
        }

    return Piece(shown, item.shape[0], names, read)


def prefixed(name: str, piece: Piece) -> Piece:
    """The same with `name/` before each column: beside other arrays of the file."""
    names = Names(
        [f"{name}/{one}" for one in piece.names.columns],
        {f"{name}/{one}": why for one, why in piece.names.left_out.items()},
        {f"{name}/{one}": what for one, what in piece.names.about.items()},
        {f"{name}/{one}": unit for one, unit in piece.names.units.items()},
    )

    def read(start: int, stop: int) -> dict[str, Column]:
        return {f"{name}/{one}": values for one, values in piece.read(start, stop).items()}

    return Piece(f"{name}/{piece.name}", piece.rows, names, read)


def words(label: object) -> str:
    return label.decode() if isinstance(label, bytes) else str(label)
