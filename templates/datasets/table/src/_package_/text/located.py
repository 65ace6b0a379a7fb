"""Rows of a block with the lines of the file in which they stand, for what is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _package_.text import cells
from _package_.text.beginning import is_comment
from _package_.text.cells import NUMBER, TIME, WORD
from _package_.text.form import Form
from _package_.text.rows import Row, split

if TYPE_CHECKING:
    from _package_.text.stream import Block


def unlike(row: Row, form: Form) -> bool:
    """Whether words stand where the columns hold numbers or times, and none of these."""
    kinds = zip(row.cells, form.kinds, strict=False)
    found = {cells.kind(cell) for cell, kind in kinds if kind in (NUMBER, TIME)}
    return WORD in found and NUMBER not in found and TIME not in found


def holds(one: Row, place: int, word: str) -> bool:
    return place < len(one.cells) and one.cells[place].strip() == word


def block_rows(block: Block, form: Form, empty: bool = False) -> list[Row]:
    """The rows of a block with their lines, with those of empty cells or not; comments are none."""
    lines = block.raw.decode("utf-8", "replace").split("\n")
    if form.comment:
        lines = ["" if is_comment(line, form.comment) else line for line in lines]
    every = split(lines, form.separator, form.quote, form.escape, block.line)
    return [one for one in every if empty or any(cell.strip() for cell in one.cells)]
