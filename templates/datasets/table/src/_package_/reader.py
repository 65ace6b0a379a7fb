"""Tables of text in blocks of rows: CSV and TSV, compressed or not, the separator found in the header line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from _package_ import arrow, packed
from _package_.errors import UserError
from _package_.tabular import ONE_FORM, Source, pick
from _package_.values import Column

KINDS = ("csv", "tsv", "tab")
ENDINGS = (*packed.endings(*KINDS), *(f".{kind}.zst" for kind in KINDS))
SEPARATORS = ",;\t|"
BLOCK = 1 << 20  # bytes of text at a time, which bounds the memory; more where lines are long, for a line must fit
LINES = 16  # of the length of the first ones, at least, in a block
HEAD = 1 << 24  # bytes in which the header must end


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The tables and their columns; UserError where they are none, or their columns differ or repeat."""
    tables = pick(files, ENDINGS)
    names = header(tables)
    # A group, and classes, are words even where they look like numbers: all of their digits count.
    words = {options.get("group"), options.get("target") if options.get("task") == "classification" else None}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for path in tables:
            for batch in batches(path, wanted):
                yield {name: arrow.read(batch[name], name in words) for name in wanted}

    return Source(tuple(tables), tuple(names), read)


def header(files: Sequence[Path]) -> list[str]:
    """Names of the columns, the same in every table; UserError where they differ or repeat."""
    names = first_line(files[0])[0]
    for path in files[1:]:
        if first_line(path)[0] != names:
            raise UserError(f"{path.name} has other columns than {files[0].name}.", ONE_FORM)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UserError(f"{files[0].name} has several columns called {', '.join(repeated)}.", "Give each its own name.")
    return names


def batches(path: Path, wanted: Sequence[str]) -> Iterator[Any]:
    """The rows of one table as Arrow's batches of text; UserError for a line of more or fewer cells than the header."""
    names, separator, lines, longest = first_line(path)
    wrong: list[Any] = []

    def stop(row: Any) -> str:
        wrong.append(row)
        return "error"

    reading = pyarrow.csv.ReadOptions(column_names=names, skip_rows=lines, block_size=max(BLOCK, LINES * longest))
    parsing = pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=stop)
    converting = pyarrow.csv.ConvertOptions(
        include_columns=list(wanted), column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
    )
    try:
        with stream(path) as file, pyarrow.csv.open_csv(file, reading, parsing, converting) as reader:
            yield from reader
    except pa.ArrowInvalid as error:
        if wrong:
            what = f"{path.name} has a line of {wrong[0].actual_columns} cells where the header has {len(names)}"
            raise UserError(
                f"{what}: {(wrong[0].text or '')[:60]}", "Mend the line; cells that hold a separator need quotes."
            ) from error
        if "Empty CSV" in str(error):  # a header and no row
            return
        raise UserError(*unreadable(path, error)) from error
    except packed.DAMAGED as error:
        raise UserError(*damaged(path, error)) from error


def first_line(path: Path) -> tuple[list[str], str, int, int]:
    """Names of the columns, the separator, the lines that they take, and bytes of the longer of the first two lines.

    A column without a name is called by its place.
    """
    try:
        with stream(path) as raw:
            head = raw.read(HEAD)
        longest = max(map(len, head.split(b"\n", 2)[:2]))
        with io.TextIOWrapper(io.BytesIO(head), "utf-8-sig", "strict", "") as file:
            line = file.readline()
            separator = max(SEPARATORS, key=line.count)
            file.seek(0)
            lines = csv.reader(file, delimiter=separator)
            names = next(lines, [])
    except UnicodeDecodeError as error:
        raise UserError(*unreadable(path, error)) from error
    except (csv.Error, *packed.DAMAGED) as error:
        raise UserError(*damaged(path, error)) from error
    if not any(name.strip() for name in names):
        raise UserError(f"{path.name} has no header line.", "Write the names of the columns into its first line.")
    names = [name.strip() or f"column {place}" for place, name in enumerate(names, start=1)]
    return names, separator, lines.line_num, longest


def unreadable(path: Path, error: Exception) -> tuple[str, str]:
    """What is wrong with text that is no table, and what to do."""
    reason = " ".join(str(error).split())[:120]
    if isinstance(error, UnicodeDecodeError) or "UTF8" in reason:
        return f"{path.name} is not a table in UTF-8: {reason}", "Save it again as UTF-8."
    return f"{path.name} cannot be read: {reason}", "Mend the table: a quote may be missing, or a line be very long."


def damaged(path: Path, error: Exception) -> tuple[str, str]:
    return f"{path.name} cannot be read: {error}", "Run `make data VERIFY=1`, which fetches a damaged file anew."


def stream(path: Path) -> Any:
    """The bytes of the table, decompressed."""
    if path.suffix.lower() == ".zst":
        return pa.CompressedInputStream(str(path), "zstd")
    return packed.opened(path)
