"""What each column holds, decided from all of the first cells: numbers in one spelling, times, or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from _package_ import units
from _package_.text import cells, dates, doubts, nothing, numerals
from _package_.text.form import Settings
from _package_.text.numerals import PLAIN, Numeral, Proof
from _package_.text.seen import Cells

NUMBERS, WORDS, TIMES = "numbers", "words", "times"
ABSENT = -1  # the place of a column that the header names and no row has
FEW = 500  # one word among so many numbers is a slip, not a column of words


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


def together(places: Mapping[str, int], found: Mapping[str, Cells], settings: Settings) -> dict[str, Column]:
    """The kinds of all columns of a file: what one proves of its signs holds for those that prove nothing."""
    proofs = {name: numerals.proved(one.proving()) for name, one in found.items()}
    signs = {sign for proof in proofs.values() for sign in proof.signs}
    return {name: decided(name, places[name], one, proofs[name], signs, settings) for name, one in found.items()}


def decided(name: str, place: int, found: Cells, proof: Proof, signs: set[str], settings: Settings) -> Column:
    """The kind of one column; `signs` are those that the columns of the file prove together."""
    said = nothing.named(settings, name)
    censored = str(settings.get("censored") or "")
    column = Column(name, place, set_missing=said, censored=censored)
    filled = found.unlike("")
    none, known = filled.parted(nothing.among(filled, said))
    lacking = tuple(none.first())
    if {name, units.bare(name)} & {*nothing.listed(settings.get("words"))}:
        return column
    if not len(known):
        return column if lacking and not said.issuperset(lacking) else made(column, NUMBERS, lacking)
    order = dates.order(known.first()) if dates.order(known.first(1)) else ""
    if order:
        return made(column, TIMES, lacking, order=order) if order in dates.ORDERS else made(column, WORDS, why=order)
    numeral = numerals.settled(proof, signs, settings["separator"], settings.get("decimal"), settings.get("thousands"))
    if numeral is None:
        cell = known.like(".*[,.].*").first(1)[0]
        return refused(column, *doubts.sign(name, cell), cell)
    if proof.percent and settings.get("percent"):
        numeral = replace(numeral, percent=str(settings["percent"]))
    elif proof.percent:
        return made(column, WORDS, why=doubts.percent(known.like(".*%").first(1)[0]))
    bad = known.unlike(numerals.spelling(numeral).pattern)
    if not len(bad):
        digits = not len(known.unlike(r"[+-]?\d+"))
        code = known.like(numerals.CODE).first(1) if digits else []
        if code:
            return made(column, WORDS, why=f"{code[0]!r} would lose digits as a number")
        return made(column, NUMBERS, lacking, numeral=numeral, whole=numeral.simple and digits)
    if len(bad) == len(known):
        return made(column, WORDS, why=dates.stray(known.first()))
    total, wrong, word = known.total, bad.total, bad.first(1)[0]
    if len(proof.signs) > 1 and all(cells.kind(one) == cells.NUMBER for one in bad.first()):
        return refused(
            column, f"{name!r} holds numbers with a decimal point and numbers with a decimal comma", doubts.WAYS, word
        )
    if total >= FEW and wrong * FEW <= total:
        what = f"{name!r} holds numbers, but for {wrong} of {total} cells"
        return refused(column, what, doubts.ways(name, word), word)
    way = f"; missing={word} takes it for missing, and the column for numbers" if 2 * wrong < total else ""
    return made(column, WORDS, why=f"{word!r} is no number{way}")


def made(column: Column, kind: str, missing: Sequence[str] = (), **more: Any) -> Column:
    return Column(**{**vars(column), "kind": kind, "missing": tuple(missing), **more})


def refused(column: Column, what: str, remedy: str, cell: str) -> Column:
    return made(column, NUMBERS, refusal=(what, remedy, cell))
