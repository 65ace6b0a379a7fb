"""A table: the columns become features, one of them the target, rows of one group stay in one split.

Options: `target`, `task`, `group` (rows with the same value belong together), `drop` (columns to leave out), `seed`,
the shares `val` and `test`, and those of the format, which reader.py reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import reader, tabular
from _package_.decisions import Decision
from _package_.schema import Array, Chunk

SPLITS = tabular.SPLITS
CONSENT: str | None = getattr(reader, "CONSENT", None)  # what reading these files can do, where one must agree to it


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where one is named. Reads the files once."""
    return tabular.layout(reader.opened(files, options), options)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names."""
    return tabular.chunks(reader.opened(files, options), options)


def decisions(files: Sequence[Path], options: Mapping[str, Any]) -> Mapping[Path, Decision]:
    """How each file was read, as data/manifest.lock.json keeps it; asked for after chunks()."""
    return tabular.decisions(reader.opened(files, options), options)
