"""Tables of text in blocks of rows: CSV and TSV, gzip-compressed or not, the separator found in the header line."""

from __future__ import annotations

import csv
import gzip
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError

ENDINGS = tuple(f".{kind}{packed}" for kind in ("csv", "tsv", "tab") for packed in ("", ".gz"))
SEPARATORS = ",;\t|"
CELLS = 2_000_000  # read at a time, which bounds the memory
ROWS = 50_000  # at a time, at most


def tables(files: Sequence[Path]) -> list[Path]:
    """The tables among `files`, by name; UserError when there is none."""
    found = sorted(path for path in files if path.name.lower().endswith(ENDINGS))
    if not found:
        raise UserError("No CSV or TSV file among the dataset's files.", "Choose files with FILES=, or another recipe.")
    return found


def header(files: Sequence[Path]) -> list[str]:
    """Names of the columns, the same in every table; UserError where they differ or repeat."""
    names, _ = first_line(files[0])
    for path in files[1:]:
        if first_line(path)[0] != names:
            remedy = "Choose tables of one form with FILES=."
            raise UserError(f"{path.name} has other columns than {files[0].name}.", remedy)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UserError(f"{files[0].name} has several columns called {', '.join(repeated)}.", "Give each its own name.")
    return names


def blocks(path: Path) -> Iterator[dict[str, NDArray[np.str_]]]:
    """Columns of one table, (rows,) text each; UserError for a line that has more or fewer cells than the header."""
    names, separator = first_line(path)
    size = max(1, min(ROWS, CELLS // len(names)))
    with opened(path) as file:
        lines = csv.reader(file, delimiter=separator)
        next(lines)
        while rows := list(itertools.islice(lines, size)):
            wrong = next((row for row in rows if row and len(row) != len(names)), None)
            if wrong is not None:
                what = f"{path.name} has a line of {len(wrong)} cells where the header has {len(names)}"
                raise UserError(
                    f"{what}: {separator.join(wrong)[:60]}", "Mend the line; cells that hold a separator need quotes."
                )
            filled = [row for row in rows if row]
            if filled:
                columns = zip(names, zip(*filled, strict=True), strict=True)
                yield {name: np.array(cells, dtype=np.str_) for name, cells in columns}


def first_line(path: Path) -> tuple[list[str], str]:
    """Names of the columns and the separator; a column without a name is called by its place."""
    try:
        with opened(path) as file:
            line = file.readline()
    except (UnicodeDecodeError, gzip.BadGzipFile) as error:
        raise UserError(f"{path.name} is not a table in UTF-8: {error}", "Save it again as UTF-8.") from error
    separator = max(SEPARATORS, key=line.count)
    with opened(path) as file:
        names = next(csv.reader(file, delimiter=separator), [])
    if not any(name.strip() for name in names):
        raise UserError(f"{path.name} has no header line.", "Write the names of the columns into its first line.")
    return [name.strip() or f"column {place}" for place, name in enumerate(names, start=1)], separator


def opened(path: Path) -> TextIO:
    """The table as text."""
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", newline="", encoding="utf-8-sig")
    return path.open(newline="", encoding="utf-8-sig")
