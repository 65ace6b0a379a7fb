"""What each column holds, decided from all of the first cells: numbers in one spelling, times, or words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from _package_ import units
from _package_.text import cells, dates, doubts, numerals
from _package_.text.form import Settings
from _package_.text.numerals import PLAIN, Numeral, Proof

NUMBERS, WORDS, TIMES = "numbers", "words", "times"
ABSENT = -1  # the place of a column that the header names and no row has
FEW = 500  # one word among so many numbers is a slip, not a column of words
PROVING = 1000  # different cells that are asked for their signs


@dataclass(frozen=True)
class Column:
    """How the cells of one column are read."""

    name: str
    place: int
    kind: str = WORDS
    numeral: Numeral = PLAIN
    order: str = ""  # of the parts of a date: dates.ORDERS
    whole: bool = False  # only digits so far: leading zeros and long ones are looked for
    missing: tuple[str, ...] = ()  # words that stood for a missing value so far
    why: str = ""  # it holds words although most cells are numbers
    refusal: tuple[str, str, str] | None = None  # what, remedy, and the cell whose line is to be named
    set_missing: frozenset[str] = frozenset()  # words that an option takes for missing
    censored: str = ""  # "limit" or "half": what <0.05 gives


class Misfit(Exception):
    """A cell that is not what its column was decided to hold."""

    def __init__(self, column: Column, word: str) -> None:
        super().__init__(word)
        self.column, self.word = column, word


Cells = Mapping[
    str, int
]  # the different cells of a column, without blanks around them, and how often each stands there


def together(places: Mapping[str, int], found: Mapping[str, Cells], settings: Settings) -> dict[str, Column]:
    """The kinds of all columns of a file: what one proves of its signs holds for those that prove nothing."""
    proofs = {name: numerals.proved([word for word in list(one)[:PROVING] if word]) for name, one in found.items()}
    signs = {sign for proof in proofs.values() for sign in proof.signs}
    return {name: decided(name, places[name], one, proofs[name], signs, settings) for name, one in found.items()}


def decided(name: str, place: int, found: Cells, proof: Proof, signs: set[str], settings: Settings) -> Column:
    """The kind of one column; `signs` are those that the columns of the file prove together."""
    said = named_missing(settings, name)
    censored = str(settings.get("censored") or "")
    column = Column(name, place, set_missing=said, censored=censored)
    known = {word: count for word, count in found.items() if word and not is_missing(word, said)}
    lacking = tuple(word for word in found if word and word not in known)
    if {name, units.bare(name)} & {*listed(settings.get("words"))}:
        return column
    if not known:
        return column if lacking and not said.issuperset(lacking) else made(column, NUMBERS, lacking)
    order = dates.order(known)
    if order:
        return made(column, TIMES, lacking, order=order) if order in dates.ORDERS else made(column, WORDS, why=order)
    numeral = numerals.settled(proof, signs, settings["separator"], settings.get("decimal"), settings.get("thousands"))
    if numeral is None:
        cell = next(word for word in known if "," in word or "." in word)
        return refused(column, *doubts.sign(name, cell), cell)
    if proof.percent and settings.get("percent"):
        numeral = replace(numeral, percent=str(settings["percent"]))
    elif proof.percent:
        return made(column, WORDS, why=doubts.percent(next(word for word in known if word.endswith("%"))))
    bad = [word for word in known if numerals.number(word, numeral) is None]
    if not bad:
        code = next((word for word in known if numerals.PADDED.fullmatch(word) or numerals.LONG.fullmatch(word)), None)
        if code is not None and all(re.fullmatch(r"[+-]?\d+", word) for word in known):
            return made(column, WORDS, why=f"{code!r} would lose digits as a number")
        whole = numeral.simple and all(word.lstrip("+-").isdigit() for word in known)
        return made(column, NUMBERS, lacking, numeral=numeral, whole=whole)
    if len(bad) == len(known):
        return made(column, WORDS, why=dates.stray(known))
    total, wrong = sum(known.values()), sum(known[word] for word in bad)
    if len(proof.signs) > 1 and all(cells.kind(word) == cells.NUMBER for word in bad):
        return refused(
            column, f"{name!r} holds numbers with a decimal point and numbers with a decimal comma", doubts.WAYS, bad[0]
        )
    if total >= FEW and wrong * FEW <= total:
        what = f"{name!r} holds numbers, but for {wrong} of {total} cells"
        return refused(column, what, doubts.ways(name, bad[0]), bad[0])
    way = f"; missing={bad[0]} takes it for missing, and the column for numbers" if 2 * wrong < total else ""
    return made(column, WORDS, why=f"{bad[0]!r} is no number{way}")


def made(column: Column, kind: str, missing: Sequence[str] = (), **more: Any) -> Column:
    return Column(**{**vars(column), "kind": kind, "missing": tuple(missing), **more})


def refused(column: Column, what: str, remedy: str, cell: str) -> Column:
    return made(column, NUMBERS, refusal=(what, remedy, cell))


def is_missing(word: str, said: frozenset[str] = frozenset()) -> bool:
    """Whether a cell stands for nothing in a column of numbers; `said` are words that an option names."""
    return word in said or word.lower() in cells.MISSING_WORDS or cells.CENSORED.fullmatch(word) is not None


def limit(word: str, numeral: Numeral, how: str) -> float | None:
    """What a censored cell such as <0.05 gives: the limit, or half of it; None for nothing."""
    found = cells.CENSORED.fullmatch(word) if how else None
    value = numerals.number(found[2], numeral) if found else None
    return value if value is None or found is None or how != "half" or found[1][0] in ">≥" else value / 2


def listed(value: Any) -> list[str]:
    """An option's value as a list of words: a list, or words between commas."""
    return [] if value is None else [str(one) for one in value] if isinstance(value, list) else str(value).split(",")


def named_missing(settings: Settings, name: str) -> frozenset[str]:
    """The words that the option `missing` takes for nothing in a column: for all columns, or by column."""
    value = settings.get("missing")
    return frozenset(listed(value.get(name) if isinstance(value, Mapping) else value))
