"""Rows of processed arrays as normalised tensors: all at once in memory where they fit, else gathered from disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from _package_.arrays import Arrays, row_bytes
from _package_.config import Config
from _package_.normalise import Normaliser, normaliser
from _package_.schema import Schema

IN_MEMORY = 1 << 30  # bytes; more than this stays on disk, memory-mapped
IDENTITY = Normaliser(np.zeros(()), np.ones(()))

Rows = NDArray[np.int64]


class Batches:
    """The inputs, target and weight of some splits, row by row through the splits in order."""

    def __init__(self, schema: Schema, config: Config, arrays: Arrays, splits: Sequence[str], device: str) -> None:
        self.target = schema.target[0]
        weight = schema.only("weight")
        self.weight = weight[0] if weight else None
        names = [*schema.inputs, self.target, *([self.weight] if self.weight else [])]
        self.rows = arrays.rows(splits)
        self.device = device
        self.normalisers = input_normalisers(schema, config)
        if schema.task == "regression":
            self.normalisers[self.target] = target_normaliser(schema, config)
        self.shuffled: Rows | None = None  # which row's target each row gets
        self._parts = [{name: arrays.open(split, name) for name in names} for split in splits]
        self._starts = np.cumsum([0, *(len(part[self.target]) for part in self._parts)])
        self.mean_weight = 1.0
        if self.weight is not None:
            self.mean_weight = float(sum(part[self.weight].sum(dtype=np.float64) for part in self._parts)) / self.rows
        small = row_bytes({name: schema.arrays[name] for name in names}) * self.rows <= IN_MEMORY
        self._memory = self._tensors(np.arange(self.rows)) if small else None

    def shuffle_targets(self, seed: int) -> None:
        """The control: every row gets the target of another. What is learned from it is nothing."""
        self.shuffled = np.random.default_rng(seed).permutation(self.rows)

    def take(self, rows: Rows) -> dict[str, Tensor]:
        """Tensors (len(rows), ...) by array name, normalised, on the device."""
        batch = self._at(rows)
        if self.shuffled is not None:
            batch[self.target] = self._at(self.shuffled[rows])[self.target]
        return batch

    def in_order(self, size: int) -> Iterator[dict[str, Tensor]]:
        for start in range(0, self.rows, size):
            yield self.take(np.arange(start, min(start + size, self.rows)))

    def at_random(self, size: int, seed: Sequence[int]) -> Iterator[dict[str, Tensor]]:
        """Every row once, in batches of nearly equal size: none is left with a single row, which has no variance."""
        order = np.random.default_rng(seed).permutation(self.rows)
        for rows in np.array_split(order, max(1, round(self.rows / size))):
            yield self.take(rows)

    def _at(self, rows: Rows) -> dict[str, Tensor]:
        if self._memory is None:
            return self._tensors(rows)
        index = torch.from_numpy(rows).to(self.device)
        return {name: tensor[index] for name, tensor in self._memory.items()}

    def _tensors(self, rows: Rows) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        for name, first in self._parts[0].items():
            values = np.empty((len(rows), *first.shape[1:]), first.dtype)
            for part, start, stop in zip(self._parts, self._starts, self._starts[1:], strict=False):
                here = (rows >= start) & (rows < stop)
                values[here] = part[name][rows[here] - start]
            found[name] = tensor(values, self.normalisers.get(name), self.device)
        return found


def input_normalisers(schema: Schema, config: Config) -> dict[str, Normaliser]:
    return {name: normaliser(array, config.fit_on) for name, array in schema.inputs.items()}


def target_normaliser(schema: Schema, config: Config) -> Normaliser:
    """The schema's, or none with `train.normalise_target: false`: the network then answers in the target's own unit."""
    return normaliser(schema.target[1], config.fit_on) if config.train["normalise_target"] else IDENTITY


def tensor(values: NDArray[Any], scaling: Normaliser | None, device: str) -> Tensor:
    """Normalised in double precision, then float32; class numbers become int64."""
    if scaling is not None:
        values = scaling.normalise(np.asarray(values, np.float64)).astype(np.float32)
    elif np.issubdtype(values.dtype, np.integer):
        values = values.astype(np.int64)
    else:
        values = np.array(values, dtype=np.float32)
    return torch.from_numpy(values).to(device)


def tensors(inputs: Mapping[str, NDArray[Any]], scalings: Mapping[str, Normaliser], device: str) -> dict[str, Tensor]:
    """Input arrays in physical units as the network takes them."""
    return {name: tensor(inputs[name], scaling, device) for name, scaling in scalings.items()}
