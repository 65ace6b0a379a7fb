"""Columns of a table that give the target away, or only number the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.finding import Finding, share
from _package_.look_numbering import LEAST, identifiers
from _package_.schema import Schema

TELLING = 0.98  # share of the rows beyond chance whose class one column tells alone
EXPLAINING = 0.99  # share of the variance of a number that one column explains alone
BINS = 200
PER_BIN = 20  # rows, at least: fewer tell of themselves alone
ROWS = 20_000  # of which relations are taken

Rows = Mapping[str, Mapping[str, NDArray[Any]]]


def column_findings(schema: Schema, rows: Rows) -> list[Finding]:
    """Of the inputs that are tables with one target, a number or a class, for each row."""
    goal = next(iter(schema.by_role("target").items()), None)
    found: list[Finding] = []
    for name, array in schema.inputs.items():
        if array.kind != "table" or len(array.shape) != 1:
            continue
        parts = [one for one in rows.values() if len(one[name])]
        x = np.concatenate([one[name] for one in parts]).astype(np.float64)
        labels = (
            [one.name for one in array.fields]
            if len(array.fields) == x.shape[1]
            else [f"{name}[{k}]" for k in range(x.shape[1])]
        )
        found += identifiers(x, labels)
        if goal is not None and schema.task in ("regression", "classification") and np.prod(goal[1].shape) == 1:
            y = np.concatenate([one[goal[0]] for one in parts]).reshape(-1)
            found += telling(x, y, labels, goal[1].classes)
    return found


def telling(
    x: NDArray[np.float64], y: NDArray[Any], labels: list[str], classes: tuple[str, ...] | None
) -> list[Finding]:
    """Columns that equal the target, are a function of it, or nearly so."""
    if len(y) > ROWS:
        chosen = np.random.default_rng(0).choice(len(y), ROWS, replace=False)
        x, y = x[chosen], y[chosen]
    found: list[Finding] = []
    for place, label in enumerate(labels if len(y) >= LEAST and len(np.unique(y)) > 1 else []):
        column = x[:, place]
        if not np.isfinite(column).all() or column.min() == column.max():
            continue
        said = of_classes(column, y, classes) if classes else of_numbers(column, y)
        if said:
            found.append(Finding("leak", label, len(y), f"{label} {said}"))
    return found


def of_numbers(x: NDArray[np.float64], y: NDArray[np.float64]) -> str | None:
    """What a column tells of a number."""
    if np.array_equal(x, y):
        return "equals the target in every row"
    straight = abs(correlation(x, y))
    if straight**2 >= EXPLAINING:
        return f"is a straight line of the target, or nearly (|r| = {short(straight)})"
    if len(np.unique(y)) > 2 and len(np.unique(x)) > 2:
        monotone = abs(correlation(ranks(x), ranks(y)))
        if monotone**2 >= EXPLAINING:
            return f"rises or falls with the target throughout (rank correlation {short(monotone)})"
    places, count = binned(x)
    if count < 3:
        return None
    rows = np.bincount(places, minlength=count)
    means = np.bincount(places, y, minlength=count) / np.maximum(rows, 1)
    explained = 1 - float(np.mean((y - means[places]) ** 2)) / max(float(np.var(y)), 1e-300)
    return f"alone tells {share_of(explained)} of the target's variance" if explained >= EXPLAINING else None


def of_classes(x: NDArray[np.float64], y: NDArray[np.int64], classes: tuple[str, ...]) -> str | None:
    """What a column tells of a class."""
    places, count = binned(x)
    table = np.zeros((count, len(classes)))
    np.add.at(table, (places, y), 1)
    rows, chance = len(y), float(table.sum(axis=0).max())
    right = float(table.max(axis=1).sum())
    if chance < rows and (right - chance) / (rows - chance) >= TELLING:
        return f"alone tells the class in {share(int(right), rows)} of the rows"
    for place, word in enumerate(classes if count == 2 else ()):  # a column of 0 and 1, as a word becomes
        of_class = float(table[:, place].sum())
        same = max(
            float(table[0, place] + table[1].sum() - table[1, place]),
            float(table[1, place] + table[0].sum() - table[0, place]),
        )
        less = min(of_class, rows - of_class)
        if less >= 10 and (same - rows + less) / less >= TELLING:
            return f"alone tells class {word!r} from the others in {share(int(same), rows)} of the rows"
    return None


def binned(x: NDArray[np.float64]) -> tuple[NDArray[np.int64], int]:
    """The bin of each row, and how many there are: the values where they are few, else equal numbers of rows."""
    values, places = np.unique(x, return_inverse=True)
    if len(values) * PER_BIN <= len(x) or len(values) <= 2:
        return places.reshape(-1), len(values)
    count = max(1, min(BINS, len(x) // PER_BIN))
    edges = np.unique(np.quantile(x, np.linspace(0, 1, count + 1)[1:-1]))
    return np.searchsorted(edges, x, side="right"), len(edges) + 1


def ranks(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean ranks: equal values have the same."""
    _, places, counts = np.unique(x, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places.reshape(-1)]


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Pearson's; 0 where one of them does not vary."""
    a, b = x - x.mean(), y - y.mean()
    scale = np.sqrt(np.sum(a * a)) * np.sqrt(np.sum(b * b))
    return float(np.sum(a * b) / scale) if scale > 0 and np.isfinite(scale) else 0.0


def short(value: float) -> str:
    """A correlation: never 1 of what is less."""
    return "1" if value > 1 - 1e-12 else f"{min(value, 0.99999):.5f}".rstrip("0")


def share_of(value: float) -> str:
    return f"{100 * min(value, 0.9999):.2f} %"
