"""Rows above a table that are as wide as it, but are titles: words in few of the cells."""

from __future__ import annotations

from collections.abc import Sequence

from _package_.text import cells
from _package_.text.cells import NUMBER
from _package_.text.rows import Row

LOOKED_AT = 400  # rows that say what the columns hold
TITLE = 3  # cells of a title, at most


def filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def begins(rows: Sequence[Row], wide: int) -> int:
    """The first row of that width that is no title: words in few of the cells, where other rows have more.

    Above a blank line half of the cells are few, too.
    """
    most = max(filled(row) for row in rows[:LOOKED_AT] if len(row.cells) == wide)
    for place, row in enumerate(rows):
        below = rows[place + 1] if place + 1 < len(rows) else row
        apart = below.line > row.line + row.lines or not filled(below)
        title = wide // 2 if apart and wide > 2 else max(1, min(wide // 3, TITLE))
        if len(row.cells) == wide and not (filled(row) <= title < most and NUMBER not in map(cells.kind, row.cells)):
            return place
    return 0
