"""What the columns of a table hold, read row by row as pandas would: the reader of mlcroissant."""

from __future__ import annotations

import csv
import gzip
import importlib
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

CELLS = 1_000_000  # read at a time, which bounds the memory
# What pandas takes for missing.
MISSING = {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>"}
MISSING |= {"N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}
DATES = re.compile(r".*(_at|_time)|timestamp.*|modified|date", re.IGNORECASE)  # pandas makes dates of such JSON
UNREADABLE = (ValueError, EOFError, OSError, csv.Error, StopIteration)  # not UTF-8, not gzip, not JSON, no table


class Cells(NamedTuple):
    """Columns with what they hold (None: nothing but missing values), and the number of rows."""

    kinds: dict[str, str | None]
    rows: int


def of_text(path: Path, separator: str) -> Cells | None:
    """CSV or TSV; None unless its names are plain and every line has as many cells."""
    try:
        with opened(path) as file:
            lines = csv.reader(file, delimiter=separator)
            names = next(lines)
            if len(set(names)) < len(names) or any(name.strip() != name or not name for name in names):
                return None
            kinds: dict[str, str | None] = dict.fromkeys(names)
            rows = 0
            for block in blocks(lines, len(names)):
                rows += len(block[0])
                found = zip(kinds.items(), block, strict=True)
                kinds = {name: joined(known, kind(column)) for (name, known), column in found}
    except UNREADABLE:
        return None
    return Cells(kinds, rows)


def of_lines(path: Path) -> Cells | None:
    """JSON lines: the keys whose values are single; None where pandas would make something else of one."""
    kinds: dict[str, str | None] = {}
    nested, rows = set[str](), 0
    try:
        with opened(path) as file:
            for line in filter(str.strip, file):
                rows += 1
                for name, value in json.loads(line).items():
                    if isinstance(value, (dict, list)):
                        nested.add(name)
                    kinds[name] = joined(kinds.get(name), of_value(value))
    except (*UNREADABLE, AttributeError):
        return None
    kept = {name: kind for name, kind in kinds.items() if name not in nested}
    return None if any(kind == "digits" or DATES.fullmatch(name) for name, kind in kept.items()) else Cells(kept, rows)


def of_value(value: object) -> str | None:
    """What one value of JSON is; `digits` is text that looks like a number."""
    if value is None or isinstance(value, str):
        return None if value is None else "digits" if kind([value]) in ("integer", "number") else "string"
    names = {bool: "boolean", int: "integer", float: "number"}
    return names.get(type(value), "string")


def of_parquet(path: Path) -> Cells | None:
    """The columns of numbers, text and dates by the file's own schema; None without pyarrow."""
    try:
        file: Any = importlib.import_module("pyarrow.parquet").ParquetFile(path)
        kinds = {field.name: of_arrow(str(field.type)) for field in file.schema_arrow}
    except (ImportError, ValueError, OSError):
        return None
    return Cells({name: kind for name, kind in kinds.items() if kind}, file.metadata.num_rows)


def of_arrow(words: str) -> str | None:
    """By the name of an Arrow type; None for lists, structures and bytes."""
    forms = {"u?int": "integer", "halffloat|float|double|decimal": "number", "bool": "boolean"}
    forms |= {"(large_)?string|dictionary<values=(large_)?string": "string", "timestamp": "datetime"}
    return next((name for form, name in forms.items() if re.match(form, words)), None)


def blocks(lines: Iterator[list[str]], width: int) -> Iterator[list[tuple[str, ...]]]:
    """Some rows at a time, column by column; ValueError for a line of another length."""
    while rows := list(itertools.islice(lines, max(1, CELLS // width))):
        filled = [row for row in rows if row]
        if filled:
            found = list(zip(*filled, strict=True))
            if len(found) != width:
                raise ValueError(f"{len(found)} cells, not {width}")
            yield found


def kind(column: Sequence[str]) -> str | None:
    """integer, number, boolean or string: the first that all these cells are, but for missing ones; else None."""
    present = [cell for cell in column if cell not in MISSING]
    if not present:
        return None
    for name, convert in (("integer", int), ("number", float)):
        try:
            list(map(convert, present))
        except ValueError:
            continue
        return name
    return "boolean" if {cell.lower() for cell in present} <= {"true", "false"} else "string"


def joined(one: str | None, other: str | None) -> str | None:
    """The kind of a column of which parts are of these kinds."""
    if one is None or other is None or one == other:
        return one or other
    return "number" if {one, other} == {"integer", "number"} else "string"


def opened(path: Path) -> TextIO:
    """The file as text, unpacked where it is gzip-compressed."""
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", newline="", encoding="utf-8-sig")
    return path.open(newline="", encoding="utf-8-sig")
