"""What a model loses where a part of its input is taken away: each column, and each object of a cloud.

Masked, a value is the training's mean, whatever a model is fed. Permuted, it is that of another row, many times over,
which tells how far chance goes. Either says what the model used, not what could be known: of two columns that tell the
same, each can be taken away alone, and only both together cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import parity, parts, task
from _package_.config import Config
from _package_.feeds import Feeds
from _package_.parity import Forward
from _package_.parts import Column
from _package_.schema import Schema

RISING = ("auc", "accuracy", "elbo", "r2")  # metrics of which more is better
PIECE = 1000  # rows that the model is asked at a time
REPEATS = 20  # permutations of each column
NUMBERS = 200_000_000  # that a model is fed for all of them, about; fewer rows are permuted before more are asked
FEWEST = 200  # rows that are permuted at least


@dataclass(frozen=True, slots=True)
class Loss:
    """What taking one part away costs, in the headline metric: how much worse it becomes."""

    array: str
    kind: str  # feature or object
    part: str  # its name
    index: int
    delta: float  # masked
    fidelity: float | None  # 1 - mean difference of the probabilities; None where there are no classes
    permuted: Mapping[str, float] | None = None  # delta, its error, repeats, rows; of a feature
    correlated: Mapping[str, float] = field(default_factory=dict[str, float])  # with which features, and how much


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

    def some(self, rows: NDArray[np.int64]) -> Judge:
        """The same of these rows."""
        weight = None if self.weight is None else self.weight[rows]
        return Judge(self.forward, self.schema, self.config, self.target[rows], weight)

    def score(self, prediction: NDArray[Any]) -> float:
        """The task's headline metric."""
        return task.metrics(self.schema, prediction, self.target, self.weight)[task.HEADLINE].value


def losses(
    judge: Judge, feeds: Feeds, means: Feeds, progress: Callable[[Iterator[Any]], Iterator[Any]] = iter
) -> list[Loss]:
    """Of every column and every object of every input array; `means` are those of the training, as fed."""
    whole, schema = judge.answers(feeds), judge.schema
    base, found = judge.score(whole), list[Loss]()

    def cost(changed: Feeds) -> tuple[float, float | None]:
        answers = judge.answers(changed)
        alike = float(1 - np.abs(answers - whole).sum(1).mean() / 2) if schema.task == "classification" else None
        return sign() * (base - judge.score(answers)), alike

    def asked() -> Iterator[Loss]:
        permuting, few = chosen(judge, feeds)
        for part in parts.every(schema):
            by_chance = permutation(permuting, few, (part,))
            delta, alike = cost(parts.without(schema, feeds, (part,), means))
            yield Loss(part.array, "feature", part.name, part.entries[0], delta, alike, by_chance)
        for name, array in schema.inputs.items():
            for index, (called, where) in enumerate(parts.objects(array)):
                yield Loss(name, "object", called, index, *cost(parts.absent(schema, feeds, name, where, means)))

    found.extend(progress(asked()))
    return found


def sign() -> int:
    return 1 if task.HEADLINE in RISING else -1


def chosen(judge: Judge, feeds: Feeds) -> tuple[Judge, Feeds]:
    """As many rows as NUMBERS allow, over the whole choice."""
    schema, rows = judge.schema, len(next(iter(feeds.values())))
    width = sum(int(np.prod(array.shape)) for array in schema.inputs.values())
    count = min(rows, max(FEWEST, NUMBERS // (REPEATS * width * len(parts.every(schema)))))
    picked = np.sort(np.random.default_rng(0).choice(rows, count, replace=False))
    return judge.some(picked), {name: values[picked] for name, values in feeds.items()}


def permutation(judge: Judge, feeds: Feeds, columns: tuple[Column, ...]) -> dict[str, float]:
    """The mean loss over REPEATS permutations of these columns together, and its error s·√(1 + 1/n).

    Of a column that says nothing the unpermuted order is one more such draw: hence the 1 beside 1/n.
    """
    base, rng = judge.score(judge.answers(feeds)), np.random.default_rng(0)
    scores = [judge.score(judge.answers(parts.shuffled(feeds, columns, rng))) for _ in range(REPEATS)]
    values = sign() * (base - np.array(scores))
    error = float(values.std(ddof=1)) * (1 + 1 / REPEATS) ** 0.5
    return {"delta": float(values.mean()), "error": error, "repeats": REPEATS, "rows": len(judge.target)}
