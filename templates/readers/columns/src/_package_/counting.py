"""Columns that only count the rows, such as the index that pandas writes: they are no data, and would be a leak.

A column is an index where it has no name of its own and its whole numbers grow by one from row to row, in all files one
after the other or in each anew. One that has a name is data: an `id` is for a person to drop.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

WHY = "only counts the rows"
_UNNAMED = re.compile(r"(?:unnamed: ?\d+(?:_level_\d+)?|__index_level_\d+__|index|level_\d+|column 1)?", re.IGNORECASE)


def nameless(name: str) -> bool:
    """Whether a name is none: empty, or what pandas calls a column without one."""
    return _UNNAMED.fullmatch(name.strip()) is not None


def counts(values: NDArray[np.generic]) -> bool:
    """Whether numbers, (rows,), grow by one from row to row; one alone does not say."""
    if len(values) < 2 or values.dtype.kind not in "iuf":
        return False
    numbers = values.astype(np.float64)
    return bool(np.all(np.diff(numbers) == 1))
