"""What stands below a table: notes and sources, which are cut off and said; a second table, which is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from _package_.errors import UserError
from _package_.text import cells
from _package_.text.cells import EMPTY, MISSING, NUMBER, TIME, WORD
from _package_.text.form import SPACES, Form
from _package_.text.rows import Row, split

LINES = 200  # looked at, at the end
MOST = 30  # lines that a footer may take
SUMS = ("total", "totals", "sum", "mean", "average", "median", "std", "summe", "gesamt", "mittelwert", "min", "max")


def cut(path: Path, text: bytes, line: int, form: Form, lines: int | None) -> tuple[bytes, list[str]]:
    """The end of a file without its footer, and the lines of the footer; `lines` is what an option says of them."""
    every = text.decode("utf-8").split("\n")[:-1]
    while every and not every[-1].strip():
        every.pop()
    if lines is not None:
        kept = every[: max(0, len(every) - lines)]
        return joined(kept), every[len(kept) :]
    start = max(0, len(every) - LINES)
    rows = split(every[start:], form.separator, form.quote, form.escape, line + start)
    first = len(rows)
    while first > max(1, len(rows) - MOST) and foots(rows[first - 1], rows[first - 2], form):
        first -= 1
    if first < len(rows):
        end = rows[first].line - line
        return joined(every[:end]), [one for one in every[end:] if one.strip()]
    if rows and (last := rows[-1]).line > form.lines + 1 and len(last.cells) == form.cells and sums(last, form):
        what = f"{path.name}, line {last.line}, is no row like the others: {last.cells[0].strip()!r}"
        raise UserError(what + ".", "Set the option footer=1 to leave it out, or footer=0 to keep it.")
    return joined(every), []


def joined(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def foots(row: Row, before: Row, form: Form) -> bool:
    """Whether a row at the end is a note: one cell alone, or words where numbers belong after a blank line."""
    wide = form.cells
    known = [cell for cell in row.cells if cell.strip()]
    if len(row.cells) == 1 and wide > 1 and form.separator != SPACES:
        return cells.kind(row.cells[0]) == WORD
    expected = [place for place, kind in enumerate(form.kinds) if kind in (NUMBER, TIME) and place < len(row.cells)]
    found = [cells.kind(row.cells[place]) for place in expected]
    unlike = WORD in found and NUMBER not in found
    if len(row.cells) == wide and len(known) <= max(1, wide // 3) and wide > 1:
        return unlike or (row.line > before.line + before.lines and WORD in map(cells.kind, known) and wide > 2)
    apart = row.line > before.line + before.lines or len(before.cells) != wide
    return unlike and apart and (len(row.cells) != wide)


def sums(row: Row, form: Form) -> bool:
    """Whether the last row is a sum of those above: a word such as Total in a column of numbers."""
    first = row.cells[0].strip().lower().rstrip(":")
    return form.kinds[:1] == (NUMBER,) and first in SUMS


def second(row: Row, form: Form) -> bool:
    """Whether a row looks like the header of another table: words, and no number, where numbers belong."""
    found = [cells.kind(row.cells[place]) for place, kind in enumerate(form.kinds) if kind == NUMBER and place < len(row.cells)]
    return WORD in found and not {NUMBER, TIME, EMPTY, MISSING} & set(found)
