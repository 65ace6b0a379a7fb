"""Which columns tell nearly the same: their correlation, and what a model loses without both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import masking, parts
from _package_.feeds import Feeds
from _package_.masking import Judge, Loss
from _package_.parts import Column
from _package_.schema import Schema

LEAST = 0.5  # size of a correlation that is named
ERRORS = 5  # of its own, 1/√rows, that it must be away from 0
PAIRS = 20  # at most, that are taken away together: the most correlated


def named(found: Sequence[Loss], judge: Judge, feeds: Feeds) -> tuple[list[Loss], list[dict[str, Any]]]:
    """The losses with what each feature correlates with, and the loss where both of a pair are permuted together."""
    every, known = parts.every(judge.schema), list(found)
    pairs = sorted(correlated(judge.schema, feeds), key=lambda pair: -abs(pair[2]))
    for one, other, value in pairs:
        for mine, theirs in ((one, other), (other, one)):
            at = next(k for k, loss in enumerate(known) if (loss.kind, loss.array, loss.part) == feature(every[mine]))
            known[at] = replace(known[at], correlated={**known[at].correlated, every[theirs].name: value})
    permuting, few = masking.chosen(judge, feeds)
    together: list[dict[str, Any]] = []
    for one, other, value in pairs[:PAIRS]:
        both = (every[one], every[other])
        said = masking.permutation(permuting, few, both)
        together.append({"parts": [part.name for part in both], "correlation": value, **said})
    return known, together


def feature(part: Column) -> tuple[str, str, str]:
    return "feature", part.array, part.name


def correlated(schema: Schema, feeds: Feeds) -> Iterator[tuple[int, int, float]]:
    """Numbers of two columns and their correlation; of columns of words that of the two entries that go most together.

    Ranks, so that neither outliers nor a rising function between the two count; of a cloud or an image its mean.
    """
    every = parts.every(schema)
    entries = [(number, column(feeds, part, entry)) for number, part in enumerate(every) for entry in part.entries]
    kept = [(number, values) for number, values in entries if values.std() > 0]
    if len(kept) < 2:
        return
    owner, rows = np.array([number for number, _ in kept]), len(kept[0][1])
    matrix = np.atleast_2d(np.corrcoef([values for _, values in kept]))
    limit = max(LEAST, ERRORS / rows**0.5)
    best: dict[tuple[int, int], float] = {}
    for one, other in np.argwhere(np.abs(np.triu(matrix, 1)) >= limit):
        pair = (int(owner[one]), int(owner[other]))
        if pair[0] != pair[1] and abs(matrix[one, other]) > abs(best.get(pair, 0.0)):
            best[pair] = float(matrix[one, other])
    for (one, other), value in best.items():
        yield one, other, value


def column(feeds: Feeds, part: Column, entry: int) -> NDArray[np.float64]:
    """The ranks of one entry, (rows,)."""
    values = np.asarray(feeds[part.array][..., entry], np.float64)
    return ranks(values.reshape(len(values), -1).mean(1))


def ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    """Ties share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]
