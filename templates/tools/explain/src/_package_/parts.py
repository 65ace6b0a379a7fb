"""The parts of an input that can be taken away: each column of the data with all numbers made of it, each object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from _package_.feeds import Feeds
from _package_.schema import Array, Schema

BLOCKS = 4  # an image is taken away in so many blocks along each side


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the entries of an array's last axis that were made of it; of a column of words these are several."""

    array: str
    name: str
    entries: tuple[int, ...]


def columns(name: str, array: Array) -> list[Column]:
    """The columns of one input array: `colour=red` and `colour=blue` are one, `colour`."""
    found: dict[str, list[int]] = {}
    called = [field.name for field in array.fields] if len(array.fields) == array.shape[-1] else []
    for entry, field in enumerate(called or [f"{name}[{k}]" for k in range(array.shape[-1])]):
        column, equals, _ = field.partition("=")
        one = column if equals and column and binary(array, entry) else field
        found.setdefault(one, []).append(entry)
    return [Column(name, one, tuple(entries)) for one, entries in found.items()]


def binary(array: Array, entry: int) -> bool:
    """Whether an entry is 0 or 1 in all rows, as far as its moments say: then variance is mean times what is left."""
    moments = [one for one in array.statistics.values() if one.count and len(one.mean) > entry]
    return all(abs(one.std[entry] ** 2 - one.mean[entry] * (1 - one.mean[entry])) < 1e-6 for one in moments)


def every(schema: Schema) -> list[Column]:
    return [part for name, array in schema.inputs.items() for part in columns(name, array)]


def without(schema: Schema, feeds: Feeds, parts: tuple[Column, ...], means: Feeds) -> Feeds:
    """The feeds with the training's mean in these columns; what is not there stays so."""
    changed = dict(feeds)
    for part in parts:
        array, values = schema.arrays[part.array], changed[part.array].copy()
        for entry in part.entries:
            values[..., entry] = means[part.array][entry]
            if array.mask is not None:
                values[..., entry] *= feeds[array.mask]
        changed[part.array] = values
    return changed


def shuffled(feeds: Feeds, parts: tuple[Column, ...], rng: np.random.Generator) -> Feeds:
    """The feeds with these columns of other rows, all of them of the same."""
    order, changed = rng.permutation(len(next(iter(feeds.values())))), dict(feeds)
    for part in parts:
        values = changed[part.array].copy()
        values[..., part.entries] = feeds[part.array][order][..., part.entries]
        changed[part.array] = values
    return changed


def objects(array: Array) -> Iterator[tuple[str, tuple[slice, ...]]]:
    """Name and place of each entry of a cloud or step of a sequence, and of each block of an image."""
    if array.kind in ("cloud", "graph", "sequence"):
        for index in range(array.shape[0]):
            yield str(index), (slice(index, index + 1),)
    if array.kind == "image":
        rows, across = (np.array_split(np.arange(size), min(size, BLOCKS)) for size in array.shape[:2])
        for row in rows:
            for column in across:
                place = (slice(row[0], row[-1] + 1), slice(column[0], column[-1] + 1))
                yield f"rows {row[0]}–{row[-1]}, columns {column[0]}–{column[-1]}", place


def absent(schema: Schema, feeds: Feeds, name: str, where: tuple[slice, ...], means: Feeds) -> Feeds:
    """The feeds without an object: gone where a mask says what is there, else the training's mean."""
    array, values = schema.arrays[name], feeds[name].copy()
    values[(slice(None), *where)] = 0 if array.mask is not None else means[name]
    changed = {**feeds, name: values}
    if array.mask is not None:
        mask = feeds[array.mask].copy()
        mask[(slice(None), *where)] = 0
        changed[array.mask] = mask
    return changed
