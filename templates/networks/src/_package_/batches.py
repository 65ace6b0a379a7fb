"""Rows of processed arrays as batches: all in memory where they fit, else read from disk ahead of their use.

What does not fit is shuffled in two steps: blocks of neighbouring rows in random order, then the rows of each window
of blocks. So the disk reads long stretches, and the memory holds two windows whatever the size of the data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.arrays import Arrays, row_bytes
from _package_.batch import Batch
from _package_.config import Config
from _package_.feeds import Feeder, Feeds, targets
from _package_.schema import Schema
from _package_.task import LOSS

IN_MEMORY = 512 << 20  # bytes of what the network is fed; more than this stays on disk
WINDOW = 128 << 20  # bytes of a window; the next one is read while this one is learned from
BLOCKS = 32  # blocks in a window

Rows = NDArray[np.int64]


class Batches:
    """The feeds, target and weight of some splits, row by row through the splits in order."""

    def __init__(self, schema: Schema, config: Config, arrays: Arrays, splits: Sequence[str]) -> None:
        self.rows = arrays.rows(splits)
        self._feeder = Feeder(schema, config)
        self._parts = [{name: arrays.open(split, name) for name in schema.feeds} for split in splits]
        self._starts = np.cumsum([0, *(arrays.rows([split]) for split in splits)])
        weight = schema.only("weight")
        self._weight = None if weight is None else _mean_one(arrays.read(splits, weight[0]))
        self._target = None if LOSS == "elbo" else targets(schema, config, arrays.read(splits, schema.target[0]))
        fed = {name: schema.arrays[name] for name in schema.feeds}
        self._row_bytes = max(row_bytes(fed), 4 * sum(math.prod(array.shape) for array in fed.values()))
        self._memory = self._feed(0, self.rows) if self._row_bytes * self.rows <= IN_MEMORY else None

    def shuffle_targets(self, seed: int) -> None:
        """The control: every row gets the target of another. What is learned from it is nothing."""
        if self._target is not None:
            self._target = self._target[np.random.default_rng(seed).permutation(self.rows)]

    def in_order(self, size: int) -> Iterator[Batch]:
        """Every row in order, `size` at a time."""
        for start in range(0, self.rows, size):
            stop = min(start + size, self.rows)
            feeds = self._feed(start, stop) if self._memory is None else self._memory
            rows = slice(0, stop - start) if self._memory is None else slice(start, stop)
            yield self._batch({name: values[rows] for name, values in feeds.items()}, np.arange(start, stop))

    def at_random(self, size: int, seed: Sequence[int]) -> Iterator[Batch]:
        """Every row once, in batches of nearly equal size.

        None has a single row, which has no variance, unless `size` is 1 or there is no other row.
        """
        random = np.random.default_rng(seed)
        for feeds, rows in self._windows(random):
            order = random.permutation(len(rows))
            count = round(len(order) / size) if size == 1 else min(round(len(order) / size), len(order) // 2)
            for chosen in np.array_split(order, max(1, count)):
                yield self._batch({name: values[chosen] for name, values in feeds.items()}, rows[chosen])

    def _batch(self, feeds: Feeds, rows: Rows) -> Batch:
        target = None if self._target is None else self._target[rows]
        return Batch(feeds, target, None if self._weight is None else self._weight[rows])

    def _windows(self, random: np.random.Generator) -> Iterator[tuple[Feeds, Rows]]:
        """What is fed and which rows it is, a window at a time."""
        if self._memory is not None:
            yield self._memory, np.arange(self.rows)
            return
        size = max(1, WINDOW // BLOCKS // self._row_bytes)
        starts = random.permutation(math.ceil(self.rows / size)) * size
        windows = [starts[at : at + BLOCKS] for at in range(0, len(starts), BLOCKS)]
        if len(windows) > 1 and np.minimum(windows[-1] + size, self.rows).sum() - windows[-1].sum() == 1:
            windows[-2:] = [np.concatenate(windows[-2:])]  # a window of a single row
        with ThreadPoolExecutor(max_workers=1) as reader:
            ahead = reader.submit(self._window, windows[0], size)
            for following in [*windows[1:], None]:
                ready = ahead.result()
                if following is not None:
                    ahead = reader.submit(self._window, following, size)
                yield ready

    def _window(self, starts: Rows, size: int) -> tuple[Feeds, Rows]:
        stops = np.minimum(starts + size, self.rows)
        rows = np.concatenate([np.arange(start, stop) for start, stop in zip(starts, stops, strict=True)])
        found: Feeds = {}
        at = 0
        for start, stop in zip(starts, stops, strict=True):
            for name, values in self._feed(start, stop).items():
                if at == 0:  # made whole, and then filled: pieces that are joined at the end are there twice
                    found[name] = np.empty((len(rows), *values.shape[1:]), values.dtype)
                found[name][at : at + len(values)] = values
            at += stop - start
        return found, rows

    def _feed(self, start: int, stop: int) -> Feeds:
        """Rows from `start` to before `stop`, which may lie in several splits."""
        found: dict[str, list[NDArray[Any]]] = {name: [] for name in self._parts[0]}
        for part, begin, end in zip(self._parts, self._starts, self._starts[1:], strict=False):
            here = slice(max(start - begin, 0), max(min(stop, end) - begin, 0))
            for name, values in part.items():
                if here.start < here.stop:
                    found[name].append(values[here])
        return self._feeder({name: np.concatenate(parts) for name, parts in found.items()})


def _mean_one(weights: NDArray[Any]) -> NDArray[np.float32]:
    flat = np.asarray(weights, np.float64).reshape(-1)
    return (flat / flat.mean()).astype(np.float32)
