"""From raw columns to features and a target: a first pass learns what the columns hold, a second converts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.counting import WHY
from _package_.errors import UserError
from _package_.rownumbers import Counting, index_of, may_count
from _package_.schema import Chunk
from _package_.suited import CLASSES, Options, check_target, not_numeric, nothing_left
from _package_.values import Column, Feature, Seen, labels, numbers, order


class Block(NamedTuple):
    """Some rows as they were read; everything in `columns` may become a feature."""

    split: NDArray[Any]
    target: Column
    group: NDArray[np.int64] | None
    columns: dict[str, Column]
    weight: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Contents:
    """What the first pass has learnt."""

    features: Mapping[str, list[Feature]]  # by column
    left_out: Mapping[str, str]  # column -> why
    classes: tuple[str, ...] | None  # of a classification
    dropped: int  # rows without a target
    inexact: tuple[str, ...] = ()  # columns of integers that float64 cannot tell apart
    index: tuple[str, ...] = ()  # columns that only count the rows
    missing: Mapping[str, int] = field(default_factory=dict[str, int])  # column -> values that are, where any is


def survey(
    blocks: Iterable[Block], options: Options, counters: Collection[str] = (), indexed: Collection[str] = ()
) -> Contents:
    """The first pass; UserError when the target does not suit the task, or nothing is left to learn from.

    `counters` are columns that are left out where they equal the target, `indexed` those that may be row numbers.
    """
    classify, times = options.get("task") == "classification", options.get("times") == "features"
    seen: dict[str, Seen] = {}
    counting: dict[str, Counting] = {}
    same, found, goal, dropped, rows = set(counters), set[str](), Seen(), 0, 0
    for block in blocks:
        if not seen:
            counting = {name: Counting() for name in may_count(block.columns, set(indexed) & set(block.columns))}
        keep = has_target(block, options)
        dropped, rows = dropped + int(np.sum(~keep)), rows + int(np.sum(keep))
        if not classify:
            goal.add(numbers(block.target[keep]), block.split[keep] == "train")
        elif len(found) <= CLASSES:
            found |= set(labels(block.target[keep]).tolist())
        same = {name for name in same & set(block.columns) if equal(block.columns[name][keep], block.target[keep])}
        for column, values in block.columns.items():
            seen.setdefault(column, Seen(times)).add(values[keep], block.split[keep] == "train")
            if column in counting:
                counting[column].add(values)
    check_target(options["target"], found if classify else None, goal, rows)
    left_out = {column: why for column, one in seen.items() if (why := one.useless())}
    index = index_of(counting, seen, options.get("index"))
    left_out |= dict.fromkeys(same, "equals the target in every row") | dict.fromkeys(index, WHY)
    features = {column: one.features(column) for column, one in seen.items() if column not in left_out}
    if not features:
        raise UserError(*nothing_left(options, left_out))
    inexact = tuple(column for column, one in seen.items() if one.inexact and column in features)
    missing = {column: one.missing for column, one in seen.items() if one.missing}
    classes = tuple(sorted(found, key=order)) if classify else None
    return Contents(features, left_out, classes, dropped, inexact, index, missing)


def equal(values: Column, target: Column) -> bool:
    """Whether a column of numbers has the target's in every row."""
    return values.dtype.kind in "biuf" and target.dtype.kind in "biuf" and np.array_equal(values, target)


def chunk(block: Block, contents: Contents, options: Options) -> Chunk:
    """The second pass: the rows of one block that have a target, as arrays."""
    keep = has_target(block, options)
    made: list[NDArray[np.float64]] = []
    for column, features in contents.features.items():
        values = block.columns[column][keep]
        for feature in features:
            x = numbers(values) if feature.word is None else (labels(values) == feature.word).astype(np.float64)
            made.append(np.where(np.isfinite(x), x, feature.filling))
    target: NDArray[Any] = block.target[keep]
    if contents.classes is None:
        target = numbers(target)[:, None]
    else:
        code = {name: number for number, name in enumerate(contents.classes)}
        target = np.array([code[name] for name in labels(target).tolist()], dtype=np.int64)
    group = {} if block.group is None else {"group": block.group[keep]}
    weight = {} if block.weight is None else {"weight": block.weight[keep]}
    return Chunk(block.split[keep], {"features": np.stack(made, axis=1), "target": target, **group, **weight})


def has_target(block: Block, options: Options) -> NDArray[np.bool_]:
    """Which rows have a target, (rows,); UserError for words as the target of a regression."""
    if options.get("task") == "classification":
        return labels(block.target) != ""
    try:
        return np.isfinite(numbers(block.target))
    except ValueError as error:
        word = next(word for word in labels(block.target).tolist() if order(word)[1])
        remedy = not_numeric(word)
        raise UserError(f"The target {options['target']!r} is not numeric: it holds {word!r}.", remedy) from error
