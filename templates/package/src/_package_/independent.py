"""Which rows of a split are independent of each other: every row, groups of them, or stretches of a time series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from _package_.arrays import Arrays

Floats = NDArray[np.float64]


class Units:
    """`rows` rows, which make up `count` independent rows, groups or blocks (`what`)."""

    rows: int
    count: int
    what: Literal["rows", "groups", "blocks"] = "rows"
    overlap: int = 1  # in how many units a row is

    def __init__(self, rows: int) -> None:
        self.rows = self.count = rows

    def error(self, pull: Floats) -> tuple[float, float]:
        """Standard error of a number from its pull, (rows,), see influence.py; and its degrees of freedom.

        The error is itself measured, the worse the fewer units carry it: those of Satterthwaite (1946), from the
        fourth moment, and at most all but one.
        """
        squares = np.square(self.sums(pull))
        total, most = float(squares.sum()), self.count - 1
        spread = float(squares @ squares) / total**2 - 1 / len(squares) if total > 0 else 0.0
        spread *= self.overlap
        return float(np.sqrt(total * self.count / most)), min(2 / spread, most) if spread > 0 else most

    def sums(self, pull: Floats) -> Floats:
        """What each unit adds to the number."""
        return pull


class Groups(Units):
    """Rows of one group together; `number` (rows,) counts the groups from 0."""

    what = "groups"

    def __init__(self, number: NDArray[np.intp], count: int) -> None:
        self.rows, self.number, self.count = len(number), number, count

    def sums(self, pull: Floats) -> Floats:
        return np.bincount(self.number, pull, self.count).astype(np.float64)


class Blocks(Units):
    """Every stretch of `length` rows together, in the order of `order` (rows,): the moving block bootstrap without end
    (Künsch 1989)."""

    what = "blocks"

    def __init__(self, order: NDArray[np.intp], length: int) -> None:
        self.order, self.length, self.overlap, self.rows = order, length, length, len(order)
        self.count = self.rows // length

    def sums(self, pull: Floats) -> Floats:
        until = np.cumsum(np.pad(pull[self.order], (self.length, self.length - 1)))
        return (until[self.length :] - until[: -self.length]) / self.length**0.5


def of(arrays: Arrays, splits: Sequence[str], target: NDArray[Any]) -> Units:
    """Blocks of a forecast's rows, else the groups that the data have, else every row."""
    found = arrays.schema.only("group")
    group = None if found is None else np.asarray(arrays.read(splits, found[0])).reshape(len(target), -1)
    if arrays.schema.task == "forecast":
        return blocks(target, group)
    return Units(len(target)) if group is None else grouped(group)


def grouped(group: NDArray[Any]) -> Units:
    """Groups of (rows, numbers); every row where each has its own."""
    key = np.zeros(len(group), np.uint64)
    for column in group.T:  # one number of several: equal where all are, and nowhere else but by a chance of 1e-8
        key = key * np.uint64(0x9E3779B97F4A7C15) + column.astype(np.int64).view(np.uint64)
        key ^= key >> np.uint64(29)
    _, number, counts = np.unique(key, return_inverse=True, return_counts=True)
    return Units(len(group)) if len(counts) == len(group) else Groups(number, len(counts))


def blocks(target: NDArray[Any], group: NDArray[Any] | None) -> Blocks:
    """Stretches of (rows, steps) windows, in time; `group` (rows, 2), where there is one, is the series and its time.

    Of several series a stretch holds what all did at that time. It is as long as windows share steps, and at least the
    cube root of the length of a series.
    """
    rows, series = len(target), 1
    order: NDArray[np.intp] = np.arange(rows)
    if group is not None:
        series = len(np.unique(group[:, 0]))
        order = np.argsort(group[:, -1], kind="stable") if group.shape[1] > 1 else order
    length = max(shared(target), round((rows / series) ** (1 / 3)), 1)
    return Blocks(order, min(length * series, rows))


def shared(target: NDArray[Any], looked: int = 200) -> int:
    """How many rows in a row share a step, from the first windows: 1 where they do not overlap."""
    windows = target.reshape(len(target), -1)[:looked]
    steps = windows.shape[1]
    for stride in range(1, steps):
        alike = (windows[:-1, stride:] == windows[1:, :-stride]).all(1)
        if len(alike) and alike.mean() > 0.5:
            return -(-steps // stride)
    return 1
