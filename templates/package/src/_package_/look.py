"""`make data` ends with a look at the data: what would spoil a result, or is worth knowing before the first training.

Exact where it costs nothing (statistics, counts, what the reader has noticed). Relations, repeated rows and columns
that number the rows are looked for in at most ROWS rows, or BYTES, in stretches spread evenly over each split.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.arrays import Arrays, row_bytes
from _package_.finding import Finding, share
from _package_.look_alike import repeated
from _package_.look_columns import column_findings
from _package_.look_sizes import class_counts, classes, sizes
from _package_.schema import Array, Schema

ROWS = 200_000
BYTES = 128 << 20
STRETCHES = 50  # of neighbouring rows, from each split

Sampled = dict[str, dict[str, NDArray[Any]]]  # split -> array -> rows


def look(arrays: Arrays, noticed: Mapping[str, Any]) -> list[Finding]:
    """Every finding, the gravest first; `noticed` is what the recipe says of the raw columns, as tabular.noticed."""
    schema = arrays.schema
    rows = sampled(arrays)
    of_columns = column_findings(schema, rows)
    numbering = {one.what for one in of_columns if one.kind == "identifier"}
    return [
        *of_columns,
        *repeated(schema, rows, numbering),
        *classes(class_counts(arrays)),
        *sizes(schema),
        *raw_columns(schema, noticed),
        *constant(schema),
        *names(schema),
    ]


def sampled(arrays: Arrays) -> Sampled:
    """Some rows of the inputs and of the target, at most ROWS and BYTES of all splits together."""
    schema = arrays.schema
    wanted = {name: schema.arrays[name] for name in [*schema.inputs, *schema.by_role("target")]}
    total = sum(split.rows for split in schema.splits.values())
    part = min(1.0, ROWS / max(1, total), BYTES / max(1, total * row_bytes(wanted)))
    found: Sampled = {}
    for split, about in schema.splits.items():
        opened = {name: arrays.open(split, name) for name in wanted}
        places = stretches(about.rows, math.ceil(about.rows * part))
        found[split] = {name: np.concatenate([values[one] for one in places]) for name, values in opened.items()}
    return found


def stretches(rows: int, wanted: int) -> list[slice]:
    """Slices of `wanted` rows in all, spread evenly over `rows`."""
    if wanted >= rows:
        return [slice(0, rows)]
    count = max(1, min(STRETCHES, wanted))
    starts = np.linspace(0, rows - wanted // count, count).astype(int)
    return [slice(int(start), int(start) + max(1, wanted // count)) for start in starts]


def raw_columns(schema: Schema, noticed: Mapping[str, Any]) -> list[Finding]:
    """What the reader saw before missing values were filled and columns left out."""
    kept = sum(split.rows for split in schema.splits.values())
    found = [
        Finding("missing", column, count, f"{column} {count} ({share(count, kept)})")
        for column, count in sorted(noticed.get("missing", {}).items(), key=lambda one: -one[1])
    ]
    if noticed.get("dropped"):
        count = noticed["dropped"]
        found.append(Finding("no target", "target", count, f"{count} rows had no target and were dropped"))
    found += [
        Finding("left out", column, None, f"{column}: {why}") for column, why in noticed.get("left_out", {}).items()
    ]
    found += [
        Finding("times", column, None, f'{column}: `make data OPTION="split={quoted(column)}"`')
        for column in noticed.get("times", [])
    ]
    return found + [Finding("inexact", column, None, column) for column in noticed.get("inexact", [])]


def quoted(name: str) -> str:
    """A column's name as OPTION takes it."""
    return name if name.isidentifier() else f"'{name}'"


def constant(schema: Schema) -> list[Finding]:
    """Numbers that do not vary over the rows that are trained on."""
    found: list[Finding] = []
    for name, array in schema.inputs.items():
        moments = array.statistics.get("train")
        for place, spread in enumerate(moments.std if moments else ()):
            if spread == 0 and moments:
                label = labels_of(name, array)[place]
                found.append(Finding("constant", label, None, f"{label} ({moments.mean[place]:g})"))
    return found


def names(schema: Schema) -> list[Finding]:
    """Names that two columns share: nested fields that were flattened, spaces and capitals aside."""
    found: list[Finding] = []
    for array in schema.inputs.values():
        seen: dict[str, list[str]] = {}
        for one in array.fields:
            seen.setdefault(" ".join(one.name.split()).casefold(), []).append(one.name)
        found += [
            Finding("same name", same[0], len(same), f"{len(same)} columns are called {' and '.join(map(repr, same))}")
            for same in seen.values()
            if len(same) > 1
        ]
    return found


def labels_of(name: str, array: Array) -> list[str]:
    """A name for each number of the last axis."""
    if len(array.fields) == array.width:
        return [one.name for one in array.fields]
    return [name] if array.width == 1 else [f"{name}[{place}]" for place in range(array.width)]
