"""Raw files as other programs read them: which are tables that mlcroissant has a reader for, and their real columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from _package_ import cells
from _package_.cells import Cells
from _package_.names import media

MUCH = 64_000_000  # bytes of text: some ten seconds
READERS = {
    "text/csv": lambda path: cells.of_text(path, ","),
    "text/tab-separated-values": lambda path: cells.of_text(path, "\t"),
    "application/jsonlines": cells.of_lines,
    "application/x-parquet": cells.of_parquet,
}


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, its type (integer, number, boolean, string, …), what the recipe says of it."""

    name: str
    type: str
    unit: str | None = None
    description: str | None = None
    source: str | None = None  # the column of the data that it is, or is made of


@dataclass(frozen=True)
class Table:
    """Columns that can be read, under their names, from `paths`, which are relative to data/."""

    paths: tuple[str, ...]
    columns: tuple[Column, ...]
    said: str  # what the rows are, in words


def read(folder: Path, names: Sequence[str], target: str) -> Table | None:
    """The tables among the files `names` of data/raw/ (`folder`) that have the column `target`, or None.

    None, too, where a plain reader would go wrong: another separator than the file's name says, columns that differ or
    repeat, lines of other lengths, bytes that are not UTF-8. Reads every row of text, and none where there is too much.
    """
    readable = [
        name for name in names if media(name)[-1] in READERS and media(name)[0] in ("application/gzip", *READERS)
    ]
    text = [name for name in readable if media(name)[-1] != "application/x-parquet"]
    if sum((folder / name).stat().st_size for name in text) > MUCH:
        return None
    found: dict[str, Cells] = {}
    for name in readable:
        one = READERS[media(name)[-1]](folder / name)
        if one is not None and target in one.kinds:
            found[name] = one
    kinds = {media(name)[-1] for name in found}
    if len(kinds) != 1:
        return None
    first, *others = found.values()
    merged = first.kinds
    for other in others:
        if list(other.kinds) != list(merged):
            return None
        merged = {name: cells.joined(kind, other.kinds[name]) for name, kind in merged.items()}
    told = next(iter(found)) if len(found) == 1 else f"{len(found)} tables of the same columns"
    rows = sum(one.rows for one in found.values())
    columns = tuple(Column(name, kind or "string", source=name) for name, kind in merged.items())
    return Table(tuple(f"raw/{name}" for name in found), columns, f"The {rows} rows of {told}")
