"""Some rows of a split where all would be too many: a seeded choice over the whole of it, never its first ones.

The rows of a file often come in an order, by class, time or energy; its first ones stand for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from _package_.arrays import Arrays
from _package_.schema import Schema

SEED = 13


def last(schema: Schema) -> str:
    """The split that the tools look at: `test`, else the last one."""
    return "test" if "test" in schema.splits else [*schema.splits][-1]


def rows(arrays: Arrays, split: str, limit: int) -> NDArray[np.int64]:
    """Numbers of at most `limit` rows, rising; the same for the same data."""
    there = arrays.schema.splits[split].rows
    if there <= limit:
        return np.arange(there)
    return np.sort(np.random.default_rng(SEED).choice(there, limit, replace=False, shuffle=False))


def take(arrays: Arrays, split: str, names: Sequence[str], chosen: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
    """These rows of several arrays, {name: (chosen, *shape)}, in memory."""
    return {name: np.asarray(arrays.open(split, name)[chosen]) for name in names}
