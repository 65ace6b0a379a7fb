"""Rows that stand there more than once, and rows of validation or test that are rows of the training, too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.finding import Finding, share
from _package_.schema import Schema

VARIED = 100  # different values of one column that make equal rows unlikely by chance
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Rows = Mapping[str, Mapping[str, NDArray[Any]]]


def repeated(schema: Schema, rows: Rows, numbering: Collection[str] = ()) -> list[Finding]:
    """Equal rows within a split (inputs and target), and rows whose inputs are those of a row that is trained on.

    Columns that number the rows are left aside, and named. Where every other has few values equal rows come by chance,
    and nothing is said.
    """
    inputs, rows = list(schema.inputs), without(schema, rows, numbering)
    if not inputs or not varied(schema, rows):
        return []
    keys = {split: digest(one[name] for name in inputs) for split, one in rows.items() if len(one[inputs[0]])}
    goals = list(schema.by_role("target"))
    but = f", but for {', '.join(sorted(numbering))}" if numbering else ""
    found: list[Finding] = []
    for split, key in keys.items():
        whole = key if not goals else digest([key, *(rows[split][name] for name in goals)])
        again = len(whole) - len(np.unique(whole))
        if again:
            said = f"{again} of {len(whole)} rows of {split} ({share(again, len(whole))}) repeat another row of it{but}"
            found.append(Finding("repeated rows", split, again, said))
    for split, key in keys.items():
        shared = int(np.isin(key, keys["train"]).sum()) if "train" in keys and split != "train" else 0
        if shared:
            part = f"{shared} of {len(key)} rows of {split} ({share(shared, len(key))})"
            said = f"{part} have the inputs of a row of train{but}"
            found.insert(0, Finding("shared rows", split, shared, said))
    return found


def without(schema: Schema, rows: Rows, numbering: Collection[str]) -> Rows:
    """The rows, and of tables only the columns that are not among `numbering`."""
    kept = {
        name: [place for place, one in enumerate(array.fields) if one.name not in numbering]
        for name, array in schema.inputs.items()
        if array.kind == "table" and len(array.shape) == 1 and len(array.fields) == array.shape[0]
    }
    return {
        split: {name: values[:, kept[name]] if name in kept else values for name, values in one.items()}
        for split, one in rows.items()
    }


def varied(schema: Schema, rows: Rows) -> bool:
    """Whether some input has many values."""
    for name in schema.inputs:
        x = np.concatenate([one[name] for one in rows.values()])
        x = x.reshape(len(x), -1)
        if x.shape[1] > 50:  # an image, a cloud: more combinations than rows
            return True
        if any(len(np.unique(x[:, place])) >= min(VARIED, max(3, len(x) // 3)) for place in range(x.shape[1])):
            return True
    return False


def digest(arrays: Any) -> NDArray[np.uint64]:
    """A number for each row, equal for equal rows: SplitMix64 over the bits of its numbers."""
    state: NDArray[np.uint64] | None = None
    for values in arrays:
        flat = values.reshape(len(values), -1)
        bits = flat.view(np.uint64) if flat.dtype == np.uint64 else (flat.astype(np.float64) + 0.0).view(np.uint64)
        for place in range(flat.shape[1]):
            state = mix(bits[:, place] if state is None else state ^ mix(bits[:, place] + np.uint64(place)))
    return np.zeros(0, np.uint64) if state is None else state


def mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """See splits.py."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * MIX[0]
    x = (x ^ (x >> np.uint64(27))) * MIX[1]
    return x ^ (x >> np.uint64(31))
