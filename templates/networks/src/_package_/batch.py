"""Some rows as a network learns from them, and how they are cut into micro-batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.feeds import Feeds


class Batch(NamedTuple):
    """Some rows as a network learns from them."""

    feeds: Feeds
    target: NDArray[Any] | None  # (B, outputs) float32 or (B,) int64 class numbers; None where the loss needs none
    weight: NDArray[np.float32] | None  # (B,), of mean 1 over the rows

    def __len__(self) -> int:
        return len(next(iter(self.feeds.values())))

    def take(self, rows: Any) -> Batch:
        """Some of the rows: an index array or a slice."""
        target = None if self.target is None else self.target[rows]
        weight = None if self.weight is None else self.weight[rows]
        return Batch({name: values[rows] for name, values in self.feeds.items()}, target, weight)

    def pieces(self, size: int) -> Iterator[Batch]:
        """Micro-batches of `size` rows, in order; 0: the batch as it is."""
        edges = cuts(len(self), size)
        for start, stop in pairwise(edges):
            yield self if len(edges) == 2 else self.take(slice(start, stop))


def cuts(rows: int, size: int) -> list[int]:
    """Where a batch is cut into micro-batches of `size` rows (0: one), [0, size, …, rows].

    A single row at the end joins the piece before it: batch normalisation can make nothing of it.
    """
    size = size or rows
    edges = [*range(0, rows, max(1, size)), rows]
    if size > 1 and len(edges) > 2 and edges[-1] - edges[-2] == 1:
        del edges[-2]
    return edges
