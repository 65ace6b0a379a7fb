"""What stands below a table: notes and sources, which are cut off and said; a second table, which is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from _package_.errors import UserError
from _package_.text import cells, refusals
from _package_.text.cells import NUMBER, TIME, WORD
from _package_.text.form import SPACE, SPACES, Form
from _package_.text.located import block_rows, unlike
from _package_.text.rows import Row, split

if TYPE_CHECKING:
    from _package_.text.stream import Block

LINES = 200  # looked at, at the end
MOST = 30  # lines that a footer may take
_SUMS = "total|totals|totale|totaal|sum|summe|somme|suma|somma|gesamt|mean|average|mittelwert|mittel|durchschnitt|"
_SUMS += "moyenne|media|média|promedio|gemiddelde|median|médiane|std|min|max"
SUMS = frozenset(_SUMS.split("|"))


def cut(path: Path, text: bytes, line: int, form: Form, lines: int | None) -> tuple[bytes, list[str]]:
    """The end of a file without its footer, and the lines of the footer; `lines` is what an option says of them."""
    above = before_last(text.rstrip(b"\n \t"), LINES if lines is None else lines)
    line += text[:above].count(b"\n")
    every = text[above:].decode("utf-8").split("\n")[:-1]
    while every and not every[-1].strip():
        every.pop()
    if lines is not None:
        return text[:above], every
    rows = split(every, form.separator, form.quote, form.escape, line)
    first = len(rows)
    while first > max(1, len(rows) - MOST) and foots(rows[first - 1], rows[first - 2], form):
        first -= 1
    if first < len(rows):
        end = rows[first].line - line
        return text[:above] + joined(every[:end]), [one for one in every[end:] if one.strip()]
    last = rows[-1] if rows else None
    if last is not None and len(rows) > 1 and len(last.cells) == form.cells and (sums(last, form) or prose(last, form)):
        what = f"{path.name}, line {last.line}, is no row like the others: {last.cells[0].strip()!r}"
        raise UserError(what + ".", "Set the option footer=1 to leave it out, or footer=0 to keep it.")
    return text[:above] + joined(every), []


def before_last(text: bytes, lines: int) -> int:
    """Where the last lines of a text begin."""
    place = len(text)
    for _ in range(lines):
        place = text.rfind(b"\n", 0, place)
        if place < 0:
            break
    return place + 1


def joined(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def foots(row: Row, before: Row, form: Form) -> bool:
    """Whether a row at the end is a note: one cell alone, or words where numbers belong after a blank line."""
    if len(row.cells) == 1 and form.cells > 1 and form.separator != SPACES:
        return cells.kind(row.cells[0]) == WORD
    if form.separator in (SPACE, SPACES) and prose(row, form):
        return True
    apart = row.line > before.line + before.lines or len(before.cells) != form.cells
    return len(row.cells) != form.cells and apart and unlike(row, form)


def prose(row: Row, form: Form) -> bool:
    """Whether a row has words wherever the columns hold numbers, in two places at least or in all."""
    expected = [cell for cell, kind in zip(row.cells, form.kinds, strict=False) if kind in (NUMBER, TIME)]
    many = len(expected) > 1 or len(expected) == len(row.cells) == form.cells
    return many and all(cells.kind(cell) == WORD for cell in expected)


def check(path: Path, block: Block, form: Form) -> None:
    """UserError where another table, or a note as wide as the table, stands below an empty row."""
    lines = block.raw.decode("utf-8", "replace").split("\n")
    rows = block_rows(block, form, empty=True)
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in rows]
    usual = sorted(filled)[len(filled) * 9 // 10]  # as in the fuller rows
    for place, row in enumerate(rows):
        gap = place and (not filled[place - 1] or row.line > rows[place - 1].line + rows[place - 1].lines)
        if not gap or not filled[place] or repeated(lines[row.line - block.line], form):
            continue
        sparse = filled[place] <= max(1, form.cells // 3) < usual
        if unlike(row, form) or (sparse and form.cells > 1) or (filled[place] < usual and misplaced(row, form)):
            lines_below = block.line + len(lines) - 1 - row.line
            raise UserError(*refusals.below(path, row, any(filled[place + 1 :]), lines_below))


def misplaced(row: Row, form: Form) -> bool:
    """Whether a word stands where the columns hold numbers or times, as in front of a sum."""
    pairs = zip(row.cells, form.kinds, strict=False)
    return any(kind in (NUMBER, TIME) and cells.kind(cell) == WORD for cell, kind in pairs)


def repeated(line: str, form: Form) -> bool:
    return bool(form.header) and line == form.first_line


def sums(row: Row, form: Form) -> bool:
    """Whether the last row is a sum of those above: a word such as Total in a column of numbers or times."""
    first = row.cells[0].strip().lower().rstrip(":")
    return form.kinds[:1] in ((NUMBER,), (TIME,)) and first in SUMS
