"""A table: the columns become features, one of them the target, rows of one group stay in one split.

Options: `target`, `task`, `group` (rows with the same value belong together), `drop` (columns to leave out), `seed`,
the shares `val` and `test`, and those of the format, which reader.py reads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import folders, reader, suited, tabular, told, units
from _package_.decisions import Decision
from _package_.schema import Array, Chunk
from _package_.source import Source

SPLITS = tabular.SPLITS
CONSENT: str | None = getattr(reader, "CONSENT", None)  # what reading these files can do, where one must agree to it


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, group () and weight () where named. Reads the files once."""
    return tabular.layout(*opened(files, options))


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names."""
    return tabular.chunks(*opened(files, options))


def splits(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, str]:
    """Each split -> how it was made, in words; asked for after chunks()."""
    return tabular.splits(*opened(files, options))


def decisions(files: Sequence[Path], options: Mapping[str, Any]) -> Mapping[Path, Decision]:
    """How each file was read, as data/manifest.lock.json keeps it; asked for after chunks()."""
    return tabular.decisions(*opened(files, options), files)


def noticed(files: Sequence[Path], options: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the arrays no longer show, for reports/data-check.md; asked for after chunks()."""
    source, named = opened(files, options)
    learnt = tabular.learn(source, named)
    return told.noticed(learnt.source, learnt.contents, learnt.plan, named)


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> tuple[Source, Mapping[str, Any]]:
    """What reader.py finds in the files, each by itself where they come with their split; the options with the columns
    that they name by their whole names."""

    def one(path: Path) -> Source:
        return folders.with_columns(reader.opened([path], options), lambda path: reader.opened([path], options))

    source = folders.with_columns(reader.opened(files, options), lambda path: reader.opened([path], options))
    said = units.of([name for name in source.columns if name not in source.counters])
    source = dataclasses.replace(source, units={**said, **source.units})
    named = suited.with_units(options, (*source.columns, *source.left_out))
    return tabular.with_splits(source, named, one), named
