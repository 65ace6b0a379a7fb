"""Which separator and which quote a text is written with: those whose rows are most alike and whose cells make sense.

After clevercsv's idea of consistency (van den Burg, Nazabal and Sutton, Data Min. Knowl. Disc. 33 (2019) 1799), with
kinds of cells that know decimal commas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from _package_.text import cells
from _package_.text.form import SEPARATORS, SPACE, SPACES, TABULATOR
from _package_.text.rows import Row, split

CELLS = 12_000  # looked at for each candidate
BONUS = {";": 1.03, TABULATOR: 1.03, ",": 1.02, ":": 0.9, SPACE: 0.85, SPACES: 0.86, "^": 0.98}
SEVERAL = re.compile(r"\s*[-+\d.eE]+(?:\s+[-+\d.eE]+)+\s*")  # numbers between blanks
OTHERS = (";", TABULATOR, "|", "^")


def chosen(lines: Sequence[str], separator: str | None, quote: str | None) -> tuple[str, str, bool]:
    """Separator, quote, and whether a quote in a cell is escaped by a backslash; those that are given stay."""
    text = "\n".join(lines)
    separators = (
        [SPACE, SPACES]
        if separator == SPACE
        else [separator]
        if separator
        else [one for one in SEPARATORS if one == "," or occurs(one, text)]
    )
    quotes = [quote] if quote is not None else ['"', *(["'"] if "'" in text else [])]
    best = (-1.0, ",", '"', False)
    for mark in separators:
        quoted = False  # whether some cell stands in quotes, so that these mean something
        for around in quotes if quote is not None else [*quotes, ""]:
            if not around and ('"' not in text or quoted):
                continue
            for escape in (False, True) if around and f"\\{around}" in text else (False,):
                rows = sampled(lines, mark, around, escape)
                quoted = quoted or (around == '"' and any(row.quoted for row in rows))
                value = score(rows, mark)
                value *= 1 if around == '"' else 0.97 if around else 0.9
                if value > best[0] + 1e-9:
                    best = (value, mark, around, escape)
    return best[1:]


def occurs(separator: str, text: str) -> bool:
    """Whether a separator may be one; where tabs stand in most lines, blanks are none."""
    if separator == SPACES:
        return " " in text and text.count("\t") < text.count("\n")
    return separator in text


def sampled(lines: Sequence[str], separator: str, quote: str, escape: bool) -> list[Row]:
    """Some rows: all of a small text, the first ones of a wide or long one."""
    first = split(lines[:60], separator, quote, escape)
    width = max(1, max((len(row.cells) for row in first), default=1))
    return split(lines[: max(60, CELLS // width)], separator, quote, escape)


def score(rows: Sequence[Row], separator: str) -> float:
    """How much the rows look like a table, 0 to about 1."""
    if not rows:
        return 0.0
    widths = Counter(len(row.cells) for row in rows)
    width, count = max(widths.items(), key=lambda one: (one[1] * (1 - 0.5 / one[0]), one[0]))
    body = [row for row in rows if len(row.cells) == width]
    total = sum(len(row.cells) for row in body)
    good = foreign = lone = 0
    marks = {mark for mark in OTHERS if mark != separator}
    for row in body:
        for place, cell in enumerate(row.cells):
            if place in row.quoted:
                good += 1
                continue
            kind = cells.kind(cell)
            strange = not marks.isdisjoint(cell)
            foreign += strange
            good += not strange and (kind != cells.WORD or not ("," in cell or SEVERAL.fullmatch(cell)))
            word = cell.strip()
            lone += word[:1] in ('"', "'") or word[-1:] in ('"', "'")
    share = count / len(rows)
    wrong = sum(bool(row.wrong) for row in rows) / len(rows)
    sense = (good / total) * (1 - foreign / total) * (1 - lone / total) * (1 - wrong)
    return share * (1 - 0.5 / width) * sense * (BONUS.get(separator, 1.0) if width > 1 else 1.0)
