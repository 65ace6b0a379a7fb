"""The reader to be written: table() says what stands in one of your files. All else of the project follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_.errors import UserError
from _package_.source import ONE_FORM, Source, step
from _package_.values import Column


def table(path: Path) -> dict[str, Column]:
    """The columns of one file by name, (rows,) each: numbers (NaN: missing), objects (str, None: missing), datetime64.

    This reads the synthetic sample alone. Write what reads yours here; UserError for a file that is damaged.
    """
    if path.suffix == ".npz" and path.stem == "sample":
        with np.load(path, allow_pickle=False) as arrays:
            return {
                name: values.astype(object) if values.dtype.kind == "U" else values for name, values in arrays.items()
            }
    where = "/".join(Path(__file__).parts[-3:])
    raise UserError(
        f"Nothing reads {path.name} yet: the files are fetched, and what is in them is for you to say.",
        f"Write the function table() in {where}: it returns the columns of one file by name.",
    )


def blocks(path: Path) -> Iterator[dict[str, Column]]:
    """The rows of one file, some at a time. Write it, too, where a file does not fit into the memory."""
    columns = table(path)
    rows = len(next(iter(columns.values()), ()))
    for start in range(0, rows, size := step(len(columns))):
        yield {name: values[start : start + size] for name, values in columns.items()}


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """All files as one table; UserError where their columns differ."""
    del options
    paths = sorted(files)
    names = tuple(next(blocks(paths[0]), {}))
    if not names:
        raise UserError(f"{paths[0].name} has no column, or no row.", "Choose other files with FILES=.")

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for path in paths:
            for cells in blocks(path):
                if set(cells) != set(names):
                    raise UserError(f"{path.name} has other columns than {paths[0].name}.", ONE_FORM)
                yield {name: cells[name] for name in wanted}

    return Source(tuple(paths), names, read)
