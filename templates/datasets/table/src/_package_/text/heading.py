"""Where the table begins, and which lines are its header."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from _package_.text import cells
from _package_.text.cells import EMPTY, MISSING, NUMBER, TIME, WORD
from _package_.text.form import Settings
from _package_.text.rows import Row
from _package_.text.titles import LOOKED_AT, begins
from _package_.units import is_unit

MOST = 5  # lines of a header
YEARS = range(1800, 2200)
MOSTLY = 0.9


class Heading(NamedTuple):
    """The lines of the header among the rows, and what is asked where that cannot be told."""

    first: int  # the place, among the rows, where the table begins
    lines: int  # rows of the header
    units_row: int | None  # which of them holds units
    doubt: str = ""  # why a person must say whether there is a header


def width(rows: Sequence[Row]) -> int:
    """The number of cells that most rows have; of two, the larger."""
    widths = Counter(len(row.cells) for row in rows)
    return max(widths.items(), key=lambda one: (one[1] * (1 - 0.5 / one[0]), one[0]))[0]


def decided(rows: Sequence[Row], wide: int, lines: int | None, settings: Settings) -> Heading:
    """The header of a table of `wide` columns; `lines` are those that are set."""
    first = 0 if settings.get("skip") is not None and len(rows[0].cells) == wide else begins(rows, wide)
    units_row = settings.get("units_row")
    table = [row for row in rows[first:] if len(row.cells) == wide][:LOOKED_AT]
    if lines is not None:
        unit = lines - 1 if lines > 1 and (units_row or (units_row is None and is_units(table[lines - 1]))) else None
        return Heading(first, lines, unit)
    kinds = columns(table, wide)
    if sum(kind in (NUMBER, TIME) for kind in kinds) == 0:
        if 2 * kinds.count(EMPTY) >= wide > 2:
            return Heading(first, 0, None, "words alone, most columns empty")
        return Heading(first, int(words_differ(table, wide)), None)
    head = [(cells.kind(table[0].cells[place]), kind) for place, kind in enumerate(kinds) if kind in (NUMBER, TIME)]
    likes = [seen in (kind, MISSING, EMPTY) or (seen == NUMBER and kind == TIME) for seen, kind in head]
    named = sum(seen in (WORD, MISSING) or (seen == TIME and kind == NUMBER) for seen, kind in head)
    if all(likes) or (not named and any(likes)):
        return numeric(rows, first, table, kinds)
    if 2 * named < sum(seen != EMPTY for seen, _ in head):
        return Heading(first, 0, None) if named * 10 < len(head) else Heading(first, 1, None, "names and numbers")
    count = 1
    while count < min(MOST, len(table) - 1) and continues(table[count], kinds):
        count += 1
    unit = next((place for place in range(1, count) if is_units(table[place])), None)
    return Heading(first, count, unit)


def columns(table: Sequence[Row], wide: int) -> list[str]:
    """What most cells of each column are, below the first rows."""
    below = table[min(MOST, len(table) // 2) :] or table
    kinds: list[str] = []
    for place in range(wide):
        seen = Counter(cells.kind(row.cells[place]) for row in below)
        known = sum(seen.values()) - seen[EMPTY] - seen[MISSING]
        enough = min(MOSTLY * known, max(1, known - 1))  # one cell of a short column may be a note below it
        most = [kind for kind in (NUMBER, TIME) if known and seen[kind] >= enough]
        kind = (most or [WORD if known else EMPTY])[0]
        kinds.append(kind)
    return kinds


def numeric(rows: Sequence[Row], first: int, table: Sequence[Row], kinds: Sequence[str]) -> Heading:
    """Of a table whose first row holds numbers above numbers."""
    numbers = [place for place, kind in enumerate(kinds) if kind == NUMBER]
    looks = is_series(table[0], numbers)
    if looks and len(table) > 1:
        looks = not any(is_series(row, numbers) for row in table[1:3])
    words = [place for place, kind in enumerate(kinds) if kind == WORD]
    if looks and words:
        below = {row.cells[place].strip() for row in table[1:] for place in words}
        if all(table[0].cells[place].strip() not in below for place in words):
            return Heading(first, 1, None)
    if looks and len(numbers) > 2:
        return Heading(first, 0, None, "numbers in sequence, or years")
    return Heading(first, 0, None)


def is_series(row: Row, places: Sequence[int]) -> bool:
    """Whether whole numbers count by one, or are years that grow."""
    found = [cells.whole(row.cells[place]) for place in places]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return False
    steps = [after - before for before, after in itertools.pairwise(known)]
    grow = all(step > 0 for step in steps) and all(one in YEARS for one in known)
    return grow or (len(known) > 2 and all(step == 1 for step in steps))


def continues(row: Row, kinds: Sequence[str]) -> bool:
    """Whether a row goes on with the header: words and no number above columns of numbers."""
    seen = [cells.kind(row.cells[place]) for place, kind in enumerate(kinds) if kind in (NUMBER, TIME)]
    return WORD in seen and NUMBER not in seen and TIME not in seen


def is_units(row: Row) -> bool:
    """Whether a row of the header holds units: at least one, and nothing that is none."""
    known = [cell.strip() for cell in row.cells if cell.strip()]
    return bool(known) and all(map(is_unit, known))


def words_differ(table: Sequence[Row], wide: int) -> bool:
    """Whether the first row of a table of words is a header: its cells are unlike those below, and come once."""
    if len(table) < 2:
        return True
    for place in range(wide):
        below = [row.cells[place].strip() for row in table[1:]]
        if table[0].cells[place].strip() in below and table[0].cells[place].strip():
            return False
    return True


def unlike(row: Row, first: Row) -> bool:
    """Whether a row holds names above the numbers of another one."""
    seen = [
        cells.kind(name)
        for name, value in zip(row.cells, first.cells, strict=False)
        if cells.kind(value) in (NUMBER, TIME)
    ]
    return bool(seen) and NUMBER not in seen and TIME not in seen
