"""Columns of an HDF5 file: the columns become features, one of them the target, rows of one group stay in one split.

Options: `table` (the group or dataset to read, null: the whole file), `target`, `task`, `group` (rows with the same
value belong together), `drop` (columns to leave out), `seed`, and the shares `val` and `test`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import tabular
from _package_.hdf5 import opened
from _package_.schema import Array, Chunk

SPLITS = tabular.SPLITS


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where one is named. Reads the files once."""
    return tabular.layout(opened(files, options), options)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names."""
    return tabular.chunks(opened(files, options), options)
