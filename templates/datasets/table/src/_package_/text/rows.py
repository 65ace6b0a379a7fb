"""Lines of text as rows of cells, strictly: a quote that does not fit marks its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from _package_.text.form import SPACES

LINES = 200  # that one quoted cell may take in the part of a file that is looked at


class Row(NamedTuple):
    """One row: the line where it begins and how many it takes, its cells, and which of them stood in quotes."""

    line: int
    lines: int
    cells: list[str]
    quoted: frozenset[int] = frozenset()
    wrong: str = ""  # what is wrong with a quote in it


def split(lines: Sequence[str], separator: str, quote: str, escape: bool = False, first: int = 1) -> list[Row]:
    """The rows of some lines, without those that are blank; `first` is the number of the first line."""
    pattern = quoted_cell(separator, quote, escape) if quote else None
    rows: list[Row] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        taken = 1
        if not line.strip(" \r") or line.isspace():
            place += 1
            continue
        if pattern is None or quote not in line:
            row = Row(first + place, 1, plain(line, separator))
        else:
            row = scanned(line, separator, quote, pattern, escape, first + place)
            while row.wrong == "open" and taken < LINES and place + taken < len(lines):
                line = f"{line}\n{lines[place + taken]}"
                taken += 1
                row = scanned(line, separator, quote, pattern, escape, first + place)
            if row.wrong == "open":
                taken = 1
                row = scanned(lines[place], separator, quote, pattern, escape, first + place)
                row = row._replace(wrong="a quote that nothing closes")
            row = row._replace(lines=taken)
        rows.append(row)
        place += taken
    return rows


def plain(line: str, separator: str) -> list[str]:
    return line.split() if separator == SPACES else line.split(separator)


def quoted_cell(separator: str, quote: str, escape: bool) -> re.Pattern[str]:
    """A quoted cell with the blanks around it, up to what ends it."""
    after = "[ \t]" if separator == SPACES else re.escape(separator)
    inside = rf"(?:[^{quote}\\]|\\.)*+" if escape else rf"(?:[^{quote}]|{quote}{quote})*+"
    return re.compile(rf" *{quote}({inside}){quote} *(?={after}|\Z)", re.DOTALL)


def scanned(line: str, separator: str, quote: str, pattern: re.Pattern[str], escape: bool, number: int) -> Row:
    """A row that holds quotes."""
    cells: list[str] = []
    quoted: set[int] = set()
    wrong, place = "", 0
    if separator == SPACES:
        line = line.strip(" \t")
    while True:
        found = pattern.match(line, place)
        if found:
            quoted.add(len(cells))
            inner = found[1]
            cells.append(re.sub(r"\\(.)", r"\1", inner) if escape else inner.replace(quote * 2, quote))
            place = found.end()
        else:
            ends = re.compile("[ \t]").search(line, place) if separator == SPACES else None
            end = (ends.start() if ends else -1) if separator == SPACES else line.find(separator, place)
            end = len(line) if end < 0 else end
            cell = line[place:end]
            if cell.lstrip().startswith(quote):
                # A cell that begins in a quote: it may go on in the next line.
                wrong = wrong or ("open" if closes_nowhere(line, place, quote, escape) else "a quote inside a cell")
            elif quote in cell:
                wrong = wrong or "a quote inside a cell that stands in none"
            cells.append(cell)
            place = end
        if place >= len(line):
            return Row(number, 1, cells, frozenset(quoted), wrong)
        place += 1
        if separator == SPACES:
            while place < len(line) and line[place] in " \t":
                place += 1


def closes_nowhere(line: str, place: int, quote: str, escape: bool) -> bool:
    """Whether the quoted cell that begins at `place` is open at the end of the line."""
    rest = line[place:].lstrip()[1:]
    rest = re.sub(r"\\.", "", rest) if escape else rest.replace(quote * 2, "")
    return quote not in rest
