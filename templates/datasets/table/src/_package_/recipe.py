"""A table of text: the columns become features, one of them the target, rows of one group stay in one split.

Options: `target`, `task`, `group` (rows with the same value belong together), `drop` (columns to leave out), `seed`,
and the shares `val` and `test`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import columns, text
from _package_.columns import Block, Contents
from _package_.schema import Array, Chunk
from _package_.splits import assign, uniform

_HOW = "a seeded share of the rows, by the hash of the row number, or of the group where one is named"
SPLITS = {"train": _HOW, "val": _HOW, "test": _HOW}


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where one is named. Reads the tables once."""
    return columns.layout(contents(files, options), options, {}, options.get("group") is not None)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names."""
    learnt = contents(files, options)
    for block in blocks(text.tables(files), options):
        yield columns.chunk(block, learnt, options)


def contents(files: Sequence[Path], options: Mapping[str, Any]) -> Contents:
    """What the columns hold; UserError when the options do not fit them."""
    tables = text.tables(files)
    names = text.header(tables)
    columns.choose(options, {"target": names, "group": names, "drop": names}, "column")
    return _contents(tuple((path, path.stat().st_mtime_ns) for path in tables), json.dumps(dict(options)))


@functools.lru_cache(maxsize=4)
def _contents(stamped: tuple[tuple[Path, int], ...], options: str) -> Contents:
    """Kept for chunks(), which comes after layout(): the first pass is made once."""
    chosen = json.loads(options)
    return columns.survey(blocks([path for path, _ in stamped], chosen), chosen)


def blocks(tables: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Block]:
    """The rows with their split and group; neither target, group nor dropped columns among the columns."""
    target, grouped = options["target"], options.get("group")
    aside = {target, grouped, *(options.get("drop") or [])}
    row = 0
    for path in tables:
        for cells in text.blocks(path):
            rows = len(cells[target])
            key: NDArray[Any] = np.arange(row, row + rows) if grouped is None else cells[grouped]
            row += rows
            group = None if grouped is None else (uniform(key) * 2.0**53).astype(np.int64)
            kept = {name: values for name, values in cells.items() if name not in aside}
            yield Block(
                assign(key, fractions=shares(options), seed=int(options.get("seed", 0))), cells[target], group, kept
            )


def shares(options: Mapping[str, Any]) -> dict[str, float]:
    """Fraction of each split."""
    val, test = float(options.get("val", 0.15)), float(options.get("test", 0.2))
    return {"train": 1 - val - test, "val": val, "test": test}
