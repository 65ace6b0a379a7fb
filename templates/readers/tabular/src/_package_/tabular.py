"""The recipe of every tabular format: columns become features, one of them the target, a group stays in one split.

Options: `target`, `task`, `group` (rows with the same value belong together), `drop` (columns to leave out), `seed`,
and the shares `val` and `test`.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import columns, suited
from _package_.columns import Block, Contents
from _package_.decisions import Decision, remembered
from _package_.errors import UserError
from _package_.schema import Array, Chunk
from _package_.splits import assign, uniform
from _package_.values import Column, labels

CELLS = 1_000_000  # numbers read at a time, which bounds the memory
ROWS = 50_000  # at a time, at most
ONE_FORM = (
    "Choose files of one form: with FILES=, or inside an archive with recipe.options.members in data/manifest.json."
)
_HOW = "a seeded share of the rows, by the hash of the row number, or of the group where one is named"
SPLITS = {"train": _HOW, "val": _HOW, "test": _HOW}


@dataclass(frozen=True)
class Source:
    """What the reader of a format has found in the files."""

    files: tuple[Path, ...]  # in the order in which their rows come
    columns: tuple[str, ...]
    read: Callable[[Sequence[str]], Iterable[dict[str, Column]]]  # these columns, some rows at a time
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])  # what cannot be a column -> why
    about: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> what was made of it
    units: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> its unit, as found in the files
    decisions: Mapping[Path, Decision] = field(default_factory=dict[Path, Decision])  # whole after a first reading


def pick(files: Sequence[Path], endings: tuple[str, ...]) -> list[Path]:
    """The files of the format, by name; UserError when there is none."""
    found = sorted(path for path in files if path.name.lower().endswith(endings))
    if not found:
        kinds = ", ".join(ending for ending in endings if ending.count(".") == 1)
        raise UserError(
            f"No file that ends in {kinds} is among the dataset's files.",
            "Choose files with FILES=, or another recipe.",
        )
    return found


def step(width: int) -> int:
    """How many rows of `width` numbers to read at a time."""
    return max(1, min(ROWS, CELLS // max(1, width)))


def layout(source: Source, options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where one is named. Reads the files once."""
    learnt = contents(source, options)
    learnt = dataclasses.replace(learnt, left_out={**learnt.left_out, **source.left_out})
    return columns.layout(learnt, options, source.about, source.units, options.get("group") is not None)


def chunks(source: Source, options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names; only the columns that became features are read again."""
    learnt = contents(source, options)
    for block in blocks(source, options, learnt.features):
        yield columns.chunk(block, learnt, options)


def decisions(source: Source, options: Mapping[str, Any]) -> Mapping[Path, Decision]:
    """How each of the files was read, as the first pass has left it."""
    contents(source, options)
    return _decided[known(source, options)]


_learnt: dict[tuple[Any, ...], Contents] = {}
_decided: dict[tuple[Any, ...], Mapping[Path, Decision]] = {}


def contents(source: Source, options: Mapping[str, Any]) -> Contents:
    """What the columns hold, kept for chunks(), which comes after layout(): the first pass is made once.

    UserError when the options do not fit the columns.
    """
    every = [*source.columns, *source.left_out]
    suited.choose(options, {"target": source.columns, "group": source.columns, "drop": every}, "column")
    key = known(source, options)
    if key not in _learnt:
        _decided.clear()
        _decided[key] = source.decisions
        _learnt.clear()
        aside = {options["target"], options.get("group"), *(options.get("drop") or [])}
        wanted = [name for name in source.columns if name not in aside]
        _learnt[key] = columns.survey(blocks(source, options, wanted), options)
    return _learnt[key]


def blocks(source: Source, options: Mapping[str, Any], wanted: Iterable[str]) -> Iterator[Block]:
    """The rows of some columns with their target, split and group."""
    target, grouped = options["target"], options.get("group")
    together = [] if grouped is None else [str(grouped)]
    read = list(dict.fromkeys([*wanted, str(target), *together]))
    seed, row = int(options.get("seed", 0)), 0
    for cells in source.read(read):
        rows = len(cells[target])
        key: NDArray[Any] = np.arange(row, row + rows) if grouped is None else labels(cells[grouped])
        row += rows
        group = None if grouped is None else (uniform(key) * 2.0**53).astype(np.int64)
        kept = {name: cells[name] for name in wanted}
        yield Block(assign(key, fractions=shares(options), seed=seed), cells[target], group, kept)


def shares(options: Mapping[str, Any]) -> dict[str, float]:
    """Fraction of each split."""
    val, test = float(options.get("val", 0.15)), float(options.get("test", 0.2))
    return {"train": 1 - val - test, "val": val, "test": test}


def known(source: Source, options: Mapping[str, Any]) -> tuple[Any, ...]:
    """Changes when a file does, an option, or what the lock says of a file."""
    said = [dict(remembered(path)) for path in source.files]
    return stamps(source.files), json.dumps([dict(options), said], sort_keys=True)


def stamps(files: Iterable[Path]) -> tuple[tuple[Path, int, int], ...]:
    """Changes when a file does."""
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
