"""The names of the columns, made of the lines of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from _package_ import units
from _package_.text.heading import Heading
from _package_.text.rows import Row

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


def joined(header: Sequence[Row], heading: Heading, wide: int) -> tuple[list[str], dict[int, str]]:
    """A name for each of `wide` cells, "" for none, and the units that a row of units gives to places.

    In several lines a name stands for the empty cells to its right, too, except in the last line.
    """
    parts: list[list[str]] = [[] for _ in range(wide)]
    found: dict[int, str] = {}
    lines = [row for place, row in enumerate(header) if place != heading.units_row]
    for number, row in enumerate(lines):
        last = ""
        for place in range(wide):
            word = clean(row.cells[place]) if place < len(row.cells) else ""
            spread = number < len(lines) - 1 and not word
            last = word or last
            word = last if spread else word
            if word and word not in parts[place]:
                parts[place].append(word)
    if heading.units_row is not None:
        for place, cell in enumerate(header[heading.units_row].cells[:wide]):
            unit = units.inner(cell)
            if unit and unit not in units.NONE:
                found[place] = unit
    return [" ".join(words) for words in parts], found


def clean(word: str) -> str:
    """A name in one line, without control characters."""
    return CONTROLS.sub(" ", word).strip()


def different(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Each column by a name of its own: `column 3` where it has none, `x 2` where it comes again; and what was done."""
    made: list[str] = []
    told: list[str] = []
    for place, name in enumerate(names, start=1):
        chosen, count = name or f"column {place}", 1
        while chosen in made or (count > 1 and chosen in names):
            count += 1
            chosen = f"{name} {count}"
        if count > 1:
            told.append(f"{name!r} comes again in column {place}: {chosen!r}")
        made.append(chosen)
    return made, told
