"""Tables of text and spreadsheets in blocks of rows, compressed or not; how each is written is found in its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import packed, units
from _package_.errors import UserError
from _package_.tabular import ONE_FORM, Source, pick
from _package_.text import sheets, telling, texts
from _package_.text import tables as readable
from _package_.values import Column

TABLES, TEXTS = ("csv", "tsv", "tab"), ("txt", "dat", "asc")
# What stands beside data and is none; the generator passes it over alike.
PROSE = re.compile(
    r"(read[-_]?me|licen[cs]e|copying|notice|changelog|changes|authors|contributors|citation|requirements|md5sums?|"
    r"sha\d+sums?|checksums?).*\.(txt|dat|asc)(\.\w+)?",
    re.IGNORECASE,
)


def endings(kinds: Sequence[str]) -> tuple[str, ...]:
    return (*packed.endings(*kinds), *(f".{kind}.zst" for kind in kinds))


ENDINGS = (*endings((*TABLES, *TEXTS)), *sheets.ENDINGS)


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The tables and their columns; UserError where they are none, or their columns differ."""
    paths = chosen(files)
    tables = [readable.text(path, options) for path in paths]
    first = tables[0]
    for other in tables[1:]:
        if set(other.columns) != set(first.columns):
            raise UserError(f"{other.path.name} has other columns than {first.path.name}.", ONE_FORM)
    # Words in one file are words in all, even where these look like numbers.
    words = frozenset(name for table in tables for name, one in table.columns.items() if one.kind == "words")
    check_target(tables, options)

    known = {table.path: telling.decision(table) for table in tables}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for table in tables:
            yield from table.read(wanted, words)
            known[table.path] = telling.decision(table)

    left_out = {name: why for table in tables for name, why in table.left_out.items()}
    known_units = {name: unit for table in tables for name, unit in table.form.units.items()}
    return Source(tuple(paths), tuple(first.columns), read, left_out, units=known_units, decisions=known)


def chosen(files: Sequence[Path]) -> list[Path]:
    """The tables among the files: those that are called tables, else other texts that are no README."""
    called = [path for path in files if path.name.lower().endswith((*endings(TABLES), *sheets.ENDINGS))]
    return pick(called or [path for path in files if not PROSE.fullmatch(path.name)], ENDINGS)


def check_target(tables: Sequence[texts.Text], options: Mapping[str, Any]) -> None:
    """UserError where the target of a regression is words for a reason that an option can mend."""
    for table in tables if options.get("task") == "regression" else ():
        target = table.columns.get(units.whole(str(options.get("target")), list(table.columns)))
        if target is not None and target.why:
            remedy = (
                f"Set the option missing to words that stand for no number, or percent for per cents: {target.name!r}."
            )
            raise UserError(f"The target {target.name!r} of {table.path.name} is no number: {target.why}.", remedy)
