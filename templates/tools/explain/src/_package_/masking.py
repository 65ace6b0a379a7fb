"""What a model loses where a part of its input is taken away: each feature, and each object of a cloud.

A masked value is zero in what the model is fed: the mean of a normalised feature, an absent object of a cloud. The loss
says what the model used, not what could be known: of two features that tell the same, either can be taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import parity, task
from _package_.config import Config
from _package_.feeds import Feeds
from _package_.parity import Forward
from _package_.schema import Array, Schema

RISING = ("auc", "accuracy", "elbo", "r2")  # metrics of which more is better
PIECE = 1000  # rows that the model is asked at a time
BLOCKS = 4  # an image is masked in so many blocks along each side


@dataclass(frozen=True, slots=True)
class Loss:
    """What taking one part away costs."""

    array: str
    kind: str  # feature or object
    part: str  # its name
    index: int
    delta: float  # how much worse the headline metric becomes
    fidelity: float | None  # 1 - mean difference of the probabilities; None where there are no classes


class Judge:
    """The model's answers to some rows, and how good they are."""

    def __init__(
        self, forward: Forward, schema: Schema, config: Config, target: NDArray[Any], weight: NDArray[Any] | None
    ) -> None:
        self.forward, self.schema, self.config, self.target, self.weight = forward, schema, config, target, weight

    def answers(self, feeds: Feeds) -> NDArray[Any]:
        """Predictions, a piece at a time."""
        rows = len(next(iter(feeds.values())))
        starts = range(0, rows, PIECE)
        raw = [self.forward({name: values[at : at + PIECE] for name, values in feeds.items()}) for at in starts]
        return parity.predicted(np.concatenate(raw), self.schema, self.config)

    def score(self, prediction: NDArray[Any]) -> float:
        """The task's headline metric."""
        return task.metrics(self.schema, prediction, self.target, self.weight)[task.HEADLINE].value


def losses(judge: Judge, feeds: Feeds, progress: Callable[[Iterator[Any]], Iterator[Any]] = iter) -> list[Loss]:
    """Of every feature and every object of every input array."""
    whole = judge.answers(feeds)
    base = judge.score(whole)
    sign = 1 if task.HEADLINE in RISING else -1
    found: list[Loss] = []
    for name, kind, part, index, masked in progress(parts(judge.schema, feeds)):
        answers = judge.answers(masked)
        change = None
        if judge.schema.task == "classification":
            change = float(1 - np.abs(answers - whole).sum(1).mean() / 2)
        found.append(Loss(name, kind, part, index, sign * (base - judge.score(answers)), change))
    return found


def parts(schema: Schema, feeds: Feeds) -> Iterator[tuple[str, str, str, int, Feeds]]:
    """Array, kind, name and index of each part, and the feeds without it."""
    for name, array in schema.inputs.items():
        values = feeds[name]
        for index, part in enumerate(names(name, array)):
            masked = values.copy()
            masked[..., index] = 0
            yield name, "feature", part, index, {**feeds, name: masked}
        for index, (part, where) in enumerate(objects(array)):
            masked = values.copy()
            masked[(slice(None), *where)] = 0
            without = {**feeds, name: masked}
            if array.mask is not None:
                mask = feeds[array.mask].copy()
                mask[(slice(None), *where)] = 0
                without[array.mask] = mask
            yield name, "object", part, index, without


def names(name: str, array: Array) -> list[str]:
    """Of the last axis."""
    width = array.shape[-1]
    return (
        [field.name for field in array.fields] if len(array.fields) == width else [f"{name}[{k}]" for k in range(width)]
    )


def objects(array: Array) -> Iterator[tuple[str, tuple[slice, ...]]]:
    """Name and place of each entry of a cloud or step of a sequence, and of each block of an image."""
    if array.kind in ("cloud", "graph", "sequence"):
        for index in range(array.shape[0]):
            yield str(index), (slice(index, index + 1),)
    if array.kind == "image":
        rows, columns = (np.array_split(np.arange(size), min(size, BLOCKS)) for size in array.shape[:2])
        for row in rows:
            for column in columns:
                place = (slice(row[0], row[-1] + 1), slice(column[0], column[-1] + 1))
                yield f"rows {row[0]}–{row[-1]}, columns {column[0]}–{column[-1]}", place
