"""The lines that come before a table: titles, comments, a line that names the separator."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from _package_.text.form import TABULATOR

EXCEL = re.compile(r"#(?:N/A|NA|VALUE!|DIV/0!|REF!|NAME\?|NUM!|NULL!)")
COMMENTS = ("#", "%", "//", "!")
SAYS_SEPARATOR = re.compile(r"^\ufeff?\"?sep=(.|\\t|tab)\"?\s*$", re.IGNORECASE)


@dataclass
class Beginning:
    """The lines of a head; those that are no part of the table are blank in `lines`."""

    lines: list[str]
    separator: str | None = None  # that a line names
    comment: str = ""
    block_end: int = 0  # lines up to the end of a block /* ... */, or of a line that names the separator
    comments: dict[int, str] = field(default_factory=dict[int, str])  # line, from 0 -> what it says behind its mark


def found(lines: Sequence[str], options: Mapping[str, Any]) -> Beginning:
    """What comes before the table and can be told by its look alone."""
    begun = Beginning(list(lines))
    skip = options.get("skip")
    if skip is not None:
        for place in range(min(int(skip), len(begun.lines))):
            begun.lines[place] = ""
        begun.block_end = min(int(skip), len(begun.lines))
    first = next((place for place, line in enumerate(begun.lines) if line.strip()), None)
    if first is None:
        return begun
    says = SAYS_SEPARATOR.match(begun.lines[first]) if skip is None else None
    if says:
        begun.separator = says[1] if len(says[1]) == 1 else TABULATOR
        begun.lines[first] = ""
        begun.block_end = first + 1
    elif begun.lines[first].lstrip().startswith("/*"):
        end = next((place for place, line in enumerate(begun.lines[first:], first) if "*/" in line), None)
        if end is not None:
            begun.lines[first : end + 1] = [""] * (end + 1 - first)
            begun.block_end = end + 1
    begun.comment = mark(begun.lines, options.get("comment"))
    if begun.comment:
        for place, line in enumerate(begun.lines):
            if is_comment(line, begun.comment):
                begun.comments[place] = line.lstrip().lstrip(begun.comment[0]).strip()
                begun.lines[place] = ""
    return begun


def is_comment(line: str, sign: str) -> bool:
    """Whether a line begins with the sign of comments; Excel's #N/A and its like are cells."""
    return line.lstrip().startswith(sign) and not EXCEL.match(line.lstrip())


def mark(lines: Sequence[str], wanted: Any) -> str:
    """What comments begin with: what the first line begins with, where most lines do not."""
    if wanted is not None:
        return str(wanted)
    filled = [line.lstrip() for line in lines if line.strip()]
    if not filled:
        return ""
    for sign in COMMENTS:
        many = sum(is_comment(line, sign) for line in filled)
        if is_comment(filled[0], sign) and many < len(filled) and not everywhere(filled, sign):
            return sign
    return ""


def everywhere(lines: Sequence[str], sign: str) -> bool:
    """Whether the sign belongs to the cells: it begins most of the last lines, too."""
    last = lines[len(lines) // 2 :]
    return 2 * sum(is_comment(line, sign) for line in last) > len(last)
