"""Tables of text and spreadsheets in blocks of rows, compressed or not; how each is written is found in its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import packed
from _package_.errors import UserError
from _package_.tabular import ONE_FORM, Source, pick
from _package_.text import texts
from _package_.values import Column

KINDS = ("csv", "tsv", "tab", "txt", "dat", "asc")
ENDINGS = (*packed.endings(*KINDS), *(f".{kind}.zst" for kind in KINDS))


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The tables and their columns; UserError where they are none, or their columns differ."""
    paths = pick(files, ENDINGS)
    tables = [texts.text(path, options) for path in paths]
    first = tables[0]
    for other in tables[1:]:
        if set(other.columns) != set(first.columns):
            raise UserError(f"{other.path.name} has other columns than {first.path.name}.", ONE_FORM)
    # A group, and classes, are words even where they look like numbers: all of their digits count.
    words = {options.get("group"), options.get("target") if options.get("task") == "classification" else None}
    words |= {name for table in tables for name, one in table.columns.items() if one.kind == "words"}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for table in tables:
            yield from table.read(wanted, frozenset(words & set(wanted)))

    left_out = {name: why for table in tables for name, why in table.left_out.items()}
    units = {name: unit for table in tables for name, unit in table.form.units.items()}
    known = {table.path: table.decision for table in tables}
    return Source(tuple(paths), tuple(first.columns), read, left_out, units=units, decisions=known)
