"""From raw columns to features and a target: a first pass learns what the columns hold, a second converts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError, nearest
from _package_.schema import Array, Chunk, Field
from _package_.values import Column, Feature, Seen, labels, numbers, order

CLASSES = 100  # a target with more different values is no classification
Options = Mapping[str, Any]


class Block(NamedTuple):
    """Some rows as they were read; everything in `columns` may become a feature."""

    split: NDArray[Any]
    target: Column
    group: NDArray[np.int64] | None
    columns: dict[str, Column]


@dataclass(frozen=True)
class Contents:
    """What the first pass has learnt."""

    features: Mapping[str, list[Feature]]  # by column
    left_out: Mapping[str, str]  # column -> why
    classes: tuple[str, ...] | None  # of a classification
    dropped: int  # rows without a target


def choose(options: Options, known: Mapping[str, Sequence[str]], what: str) -> None:
    """UserError, which lists the targets, when none is chosen; and when an option names something that is not known."""
    targets = f"Set recipe.options.target in data/manifest.json to one of: {', '.join(known['target'])}."
    if options.get("target") is None:
        raise UserError(f"No {what} is chosen as the target.", targets)
    for option, names in known.items():
        value = options.get(option)
        for name in value if isinstance(value, list) else [value]:
            if name is not None and name not in names:
                remedy = targets if option == "target" else nearest(str(name), names)
                raise UserError(f"The option {option} names {name!r}, which is no {what} of these data.", remedy)


def survey(blocks: Iterable[Block], options: Options, categories: Collection[str] = ()) -> Contents:
    """The first pass; `categories` are columns of words even where these look like numbers.

    UserError when the target does not suit the task, or nothing is left to learn from.
    """
    name, classify = options["target"], options.get("task") == "classification"
    seen: dict[str, Seen] = {}
    found, dropped = set[str](), 0
    for block in blocks:
        keep = has_target(block, options)
        dropped += int(np.sum(~keep))
        if classify and len(found) <= CLASSES:
            found |= set(labels(block.target[keep]).tolist())
        for column, values in block.columns.items():
            seen.setdefault(column, Seen(column not in categories)).add(values[keep], block.split[keep] == "train")
    if classify and not 2 <= len(found) <= CLASSES:
        many = f"more than {CLASSES}" if len(found) > CLASSES else str(len(found))
        raise UserError(f"The target {name!r} has {many} different values.", "Choose another target or another task.")
    left_out = {column: why for column, one in seen.items() if (why := one.useless())}
    features = {column: one.features(column) for column, one in seen.items() if column not in left_out}
    if not features:
        raise UserError(
            f"No column is left to predict {name!r} from.", "Shorten recipe.options.drop in data/manifest.json."
        )
    return Contents(features, left_out, tuple(sorted(found, key=order)) if classify else None, dropped)


def layout(contents: Contents, options: Options, about: Mapping[str, str | None], grouped: bool) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where `grouped`. `about` describes columns."""
    columns = contents.features.items()
    fields = tuple(Field(feature.name, None, about.get(column)) for column, made in columns for feature in made)
    left_out = {**contents.left_out, **dict.fromkeys(options.get("drop") or [], "dropped by option")}
    reasons = {why: [name for name, one in left_out.items() if one == why] for why in left_out.values()}
    listed = [f"{', '.join(names)} ({why})" for why, names in reasons.items()]
    told = f"Left out: {'; '.join(listed)}." if left_out else None
    counted = f"{contents.dropped} rows without a target were dropped." if contents.dropped else None
    goal = (Field(options["target"], None, about.get(options["target"])),)
    if contents.classes is None:
        target = Array("target", "table", "float64", (1,), "standard", goal, description=counted)
    else:
        target = Array("target", "table", "int64", (), "none", goal, classes=contents.classes, description=counted)
    group = {"group": Array("group", "table", "int64", (), description="Rows that belong together")} if grouped else {}
    features = Array("input", "table", "float64", (len(fields),), "standard", fields, description=told)
    return {"features": features, "target": target, **group}


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
    return Chunk(block.split[keep], {"features": np.stack(made, axis=1), "target": target, **group})


def has_target(block: Block, options: Options) -> NDArray[np.bool_]:
    """Which rows have a target, (rows,); UserError for words as the target of a regression."""
    if options.get("task") == "classification":
        return labels(block.target) != ""
    try:
        return np.isfinite(numbers(block.target))
    except ValueError as error:
        remedy = "Choose the task classification, or another target."
        word = next(word for word in labels(block.target).tolist() if order(word)[1])
        raise UserError(f"The target {options['target']!r} is not numeric: it holds {word!r}.", remedy) from error
