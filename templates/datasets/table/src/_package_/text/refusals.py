"""What cannot be told about a table of text, and the option that says it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from _package_.text import doubts
from _package_.text.form import Form
from _package_.text.kinds import Column
from _package_.text.located import block_rows, holds, unlike
from _package_.text.rows import Row

if TYPE_CHECKING:
    from _package_.text.stream import Block

SHOWN = 60  # characters of a line


def shown(row: Row) -> str:
    """The beginning of a row."""
    words = " | ".join(" ".join(cell.split()) for cell in row.cells if cell.strip())
    return words if len(words) <= SHOWN else words[: SHOWN - 2] + " …"


def doubt(path: Path, row: Row, why: str) -> tuple[str, str]:
    what = f"{path.name}, line {row.line}, may be a header or the first row ({why}): {shown(row)}"
    return what, "Set the option header=1 if it holds the names of the columns, or header=0 if there are none."


def width(path: Path, row: Row, wide: int, first: int) -> tuple[str, str]:
    what = f"{path.name}, line {row.line}, has {len(row.cells)} cells where the rows from line {first} on have {wide}"
    remedy = (
        f"Set the option skip={row.line} to leave the lines up to it out, or separator= if cells are split wrongly."
    )
    return f"{what}: {shown(row)}", remedy


def below(path: Path, row: Row, more: bool, lines: int) -> tuple[str, str]:
    """What stands below an empty row and is no row of the table: the last of the file, or `more` follow."""
    what = (
        f" has a second table, which begins in line {row.line}"
        if more
        else f", line {row.line}, is no row of the table"
    )
    remedy = f"Set the option footer={max(1, lines)} to leave that many lines out at the end, or footer=0 to keep them."
    return f"{path.name}{what}: {shown(row)}", remedy


def row(path: Path, block: Block, form: Form, filled: int | None = None) -> tuple[str, str]:
    """The first row of a block that has another number of cells, or a cell where there should be none."""
    rows = block_rows(block, form)
    for number, one in enumerate(rows):
        if filled is not None and len(one.cells) == form.cells and one.cells[filled].strip():
            what = (
                f"{path.name}, line {one.line}, goes on behind the last separator, where other rows end: {shown(one)}"
            )
            return what, MEND
        if len(one.cells) == form.cells:
            continue
        before = rows[number - 1] if number else None
        if before is not None and one.line > before.line + before.lines and unlike(one, form):
            return below(path, one, True, block.line + block.raw.count(b"\n") - one.line)
        what = f"{path.name}, line {one.line}, has {len(one.cells)} cells where the other rows have {form.cells}"
        return f"{what}: {shown(one)}", MEND
    return f"{path.name} cannot be read near line {block.line}.", MEND


MEND = (
    "Mend the line; if cells are split wrongly, set the option separator or quote; comment= names lines to leave out."
)


def cell(path: Path, block: Block, form: Form, column: Column, word: str) -> tuple[str, str]:
    """A cell that is no number in a column of numbers."""
    line = next((one.line for one in block_rows(block, form) if holds(one, column.place, word)), block.line)
    held = "times" if column.kind == "times" else "numbers"
    what = f"{path.name}, line {line}: {column.name!r} holds {held} up to there, and then {word[:SHOWN]!r}"
    return what + ".", doubts.ways(column.name, word)
