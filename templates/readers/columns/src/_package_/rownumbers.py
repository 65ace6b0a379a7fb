"""Row numbers, found while columns are read: the index that pandas and others write beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.counting import nameless
from _package_.values import Column

ROWS = 5_000_000  # beyond, numbers that are not in order are not compared


def may_count(names: Iterable[str], indexed: Iterable[str] = ()) -> set[str]:
    """The columns that have no name of their own, and those that their writer calls an index, `indexed`."""
    return {name for name in names if nameless(name)} | {*indexed}


@dataclass
class Counting:
    """Whether a column still can be row numbers: whole, and all different, or counting by one in each file."""

    possible: bool = True
    steps: bool = True  # by one, or from its first number again
    first: float = np.nan
    last: float = np.nan
    rows: int = 0
    parts: list[NDArray[Any]] = field(default_factory=list[NDArray[Any]])

    def add(self, values: Column) -> None:
        """Takes note of more rows, (rows,)."""
        if not self.possible or len(values) == 0:
            return
        if values.dtype.kind not in "iuf" or not np.all(np.floor(values) == values) or np.min(values) < 0:
            self.possible = False
            self.parts.clear()
            return
        x = values.astype(np.float64)
        self.first = x[0] if self.rows == 0 else self.first
        before = np.append(self.last if self.rows else x[0] - 1, x[:-1])
        self.steps = self.steps and bool(np.all((x == before + 1) | (x == self.first)))
        self.last, self.rows = x[-1], self.rows + len(x)
        if self.rows <= ROWS:
            self.parts.append(x)

    @property
    def is_index(self) -> bool:
        """Whether the rows seen so far are counted by the column."""
        if not self.possible or self.rows < 2:
            return False
        if self.steps and self.last > self.first:
            return True
        return self.rows <= ROWS and len(np.unique(np.concatenate(self.parts))) == self.rows


def index_of(counting: Mapping[str, Counting], names: Iterable[str], wanted: str | None) -> tuple[str, ...]:
    """The columns that only count the rows: the one that is wanted, else what was found."""
    if wanted is not None:
        return tuple(name for name in names if name == wanted)
    return tuple(name for name, one in counting.items() if one.is_index)
