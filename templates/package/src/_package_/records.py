"""data/processed/records.csv: rows of the processed arrays as one plain table, for who reads no arrays."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import math
import re
from collections.abc import Container
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import files
from _package_.arrays import Arrays
from _package_.rawtable import Column, Table
from _package_.schema import ROLES, Array, Field

PATH = "processed/records.csv"  # in data/
ROWS = 10_000  # at most
CELLS = 2_000_000  # at most: wide rows are fewer
WIDTH = 256  # arrays without names for their numbers that have more in a row are left out
KINDS = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}


def write(arrays: Arrays) -> Table:
    """Writes the first rows of each split, as many as its share of all rows, and describes the table."""
    fits = {
        name: array for name, array in arrays.schema.arrays.items() if math.prod(array.shape) <= WIDTH or named(array)
    }
    layout = dict(sorted(fits.items(), key=lambda item: ROLES.index(item[1].role)))
    names = columns(layout)
    splits = {name: split.rows for name, split in arrays.schema.splits.items()}
    every = sum(splits.values())
    kept = min(ROWS, max(1, CELLS // (len(names) + 1)), every)
    ends = [kept * total // every for total in itertools.accumulate(splits.values())]
    counts = dict(zip(splits, np.diff(ends, prepend=0).tolist(), strict=True))
    split = free("split", [column.name for column in names])
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([split, *(column.name for column in names)])
    for name, count in counts.items():
        parts = [cells(array, arrays.open(name, key)[:count]) for key, array in layout.items()]
        table.writerows([name, *itertools.chain(*row)] for row in zip(*parts, strict=True))
    files.replace(arrays.folder / "records.csv", text.getvalue())
    shares = ", ".join(f"{count} of {splits[name]} {name}" for name, count in counts.items())
    told = f"{'All' if kept == every else 'The first'} {kept} rows of the processed arrays: {shares}"
    left_out = [f"{name} {array.shape}" for name, array in arrays.schema.arrays.items() if name not in layout]
    if left_out:
        told += f". Too wide for a table and left out: {', '.join(left_out)}"
    how: dict[str, list[str]] = {}
    for name, one in arrays.schema.splits.items():
        how.setdefault(one.how, []).append(name)
    meaning = "; ".join(f"{', '.join(names)}: {words}" for words, names in how.items())
    return Table((PATH,), (Column(split, "split", None, f"The row's split. {meaning}"), *names), told)


def named(array: Array) -> bool:
    """Whether each number of a row is a column of its own, however many there are."""
    return len(array.shape) == 1 and len(array.fields) == array.shape[0]


def columns(layout: dict[str, Array]) -> list[Column]:
    """A column for each number of a row; a name that an array before it has goes with its own array's."""
    made: list[Column] = []
    taken: set[str] = set()
    for name, array in layout.items():
        for one in _columns(name, array):
            called = free(f"{name}.{one.name}" if one.name in taken else one.name, taken)
            taken.add(called)
            made.append(dataclasses.replace(one, name=called))
    return made


def _columns(name: str, array: Array) -> list[Column]:
    kind = "string" if array.classes else KINDS.get(np.dtype(array.dtype).kind, "string")
    fields = array.fields if array.width == len(array.fields) else ()
    ours = array.role in ("mask", "reference")  # made by the recipe, no column of the data
    if not array.shape:
        places = [()]
        fields = array.fields[:1]
    else:
        places = list(np.ndindex(*array.shape))
    made: list[Column] = []
    for place in places:
        outer = place[:-1] if fields else place
        before = f"{name}[{','.join(map(str, outer))}]" if outer else "" if fields else name
        one = fields[place[-1] if place else 0] if fields else Field("", None, array.description)
        full = f"{before}.{one.name}" if before and one.name else before or one.name
        made.append(Column(full, kind, one.unit, one.description, None if ours else column(one) or name))
    return made


def column(field: Field) -> str:
    """The column that a field was made of: what the recipe says, else Muon_Px of Muon_Px[0], Type of Type=GG."""
    return field.column or re.split(r"[\[=]", field.name, maxsplit=1)[0] or field.name


def cells(array: Array, values: NDArray[Any]) -> list[list[Any]]:
    """(rows, *shape) as lists, row by row; classes by their names, nothing for NaN."""
    rows: list[list[Any]] = np.asarray(values).reshape(len(values), -1).tolist()
    if array.classes:
        return [[array.classes[value] for value in row] for row in rows]
    return [["" if value != value else value for value in row] for row in rows]


def free(name: str, taken: Container[str]) -> str:
    """The name, with as many _ behind it as make it a new one."""
    while name in taken:
        name += "_"
    return name
