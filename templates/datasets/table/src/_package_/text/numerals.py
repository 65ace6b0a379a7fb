"""How the numbers of a column are written: decimal and thousands signs, per cent, minus, exponents.

`1,234` alone does not say which it is. A cell that can be read in one way only, such as `0,5`, `1,5`, `1,234.5` or
`1.234.567`, proves its signs for the whole file; without any proof a comma is taken for the thousands sign only where
commas separate the cells, too, and else a person is asked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from _package_.text.cells import SIGN

BLANKS = "\u00a0\u202f\u2009 "  # thousands signs that are blank
SIGNS = f",.'’{BLANKS}"
_EXPONENT = "(?:[eEdD][+\\-\u2212]?\\d{1,4})?"
_TAIL = rf"{_EXPONENT} ?%?"
_GROUPED = re.compile(rf"{SIGN}\d{{1,3}}(?:([{SIGNS}])\d{{3}})(?:\1\d{{3}})*(?:([.,])\d*)?{_TAIL}")
_MARKED = re.compile(rf"{SIGN} ?(?:\d+([.,])\d*|([.,])\d+){_TAIL}")
_BARE = re.compile(rf"{SIGN} ?\d+{_TAIL}")
PADDED = re.compile(r"[+-]?0\d+", re.ASCII)  # a code, not a number
CODE = r"[+-]?(?:0\d+|\d{19,})"  # either of these two
LONG = re.compile(r"[+-]?\d{19,}", re.ASCII)  # more digits than int64 holds


@dataclass(frozen=True)
class Numeral:
    """The spelling of the numbers of one column."""

    decimal: str = "."
    thousands: str = ""
    percent: str = ""  # "number": 12 % is 12; "share": 0.12
    odd: bool = False  # U+2212 or Fortran's D occur

    @property
    def simple(self) -> bool:
        return self == PLAIN


PLAIN = Numeral()


@dataclass
class Proof:
    """What the cells of one column prove of its signs."""

    decimals: set[str]
    thousands: set[str]
    doubtful: set[str]  # a sign before three digits, once: 1,234
    percent: bool = False
    odd: bool = False
    bare: bool = False  # whole numbers stand among those with a sign

    @property
    def signs(self) -> set[str]:
        """The decimal signs that are proved: by use, or because the other one separates thousands."""
        other = {{",": ".", ".": ","}[sign] for sign in self.thousands if sign in ",."}
        return self.decimals | other


def proved(words: Iterable[str]) -> Proof:
    """What some cells prove; those that are no numbers prove nothing."""
    proof = Proof(set(), set(), set())
    for word in words:
        cell = word.strip()
        if _BARE.fullmatch(cell):
            proof.bare = True
        elif (grouped := _GROUPED.fullmatch(cell)) and not re.match(rf"{SIGN}0", cell):
            sign, decimal = grouped[1], grouped[2]
            body = re.split(r"[eEdD%]", cell)[0]
            if decimal == sign:  # 1,234,5 is no number
                continue
            if decimal is not None:
                proof.decimals.add(decimal)
            if sign not in ",." or decimal is not None or body.count(sign) > 1:
                proof.thousands.add(sign)
            elif body != cell and cell[len(body)] in "eEdD":
                proof.decimals.add(sign)
            else:
                proof.doubtful.add(sign)
        elif marked := _MARKED.fullmatch(cell):
            proof.decimals.add(marked[1] or marked[2])
        else:
            continue
        proof.percent = proof.percent or cell.endswith("%")
        proof.odd = proof.odd or bool(re.search("[\u2212\u2013dD]", cell))
    return proof


def settled(proof: Proof, file: set[str], separator: str, decimal: str | None, thousands: str | None) -> Numeral | None:
    """The spelling that fits the proof, the signs that other columns prove, and those that are set; None: in doubt."""
    made = Numeral(odd=proof.odd)
    if decimal is not None or thousands is not None:
        mark = decimal or ("," if thousands == "." else ".")
        doubt = {sign for sign in proof.doubtful if sign != mark}
        group = thousands if thousands is not None else next(iter(proof.thousands | doubt), "")
        return replace(made, decimal=mark, thousands="" if group == mark else group)
    signs = proof.signs or file
    if len(proof.signs) > 1:
        return made  # two signs in one column: some cells will be no numbers
    group = next(iter(proof.thousands), "")
    if not proof.doubtful:
        return replace(made, decimal=next(iter(proof.signs), "."), thousands=group)
    if len(signs) == 1:
        mark = next(iter(signs))
        other = next((sign for sign in proof.doubtful if sign != mark), "")
        return replace(made, decimal=mark, thousands=group or other)
    if proof.doubtful == {"."} and separator != ";" and (separator == "," or not proof.bare):
        return replace(made, thousands=group)
    if proof.doubtful == {","} and separator == ",":
        return replace(made, thousands=",")
    return None


def number(word: str, numeral: Numeral) -> float | None:
    """The number that a cell is, or None."""
    found = spelling(numeral).fullmatch(word.strip())
    if found is None:
        return None
    text = re.sub(f"[{BLANKS}%]", "", re.sub("[\u2212\u2013]", "-", found[0]))
    if numeral.thousands:
        text = text.replace(numeral.thousands, "")
    value = float(re.sub("[dD]", "e", text.replace(numeral.decimal, ".")))
    return value / 100 if numeral.percent == "share" and "%" in found[0] else value


@functools.lru_cache(maxsize=64)
def spelling(numeral: Numeral) -> re.Pattern[str]:
    """A number in that spelling."""
    mark = re.escape(numeral.decimal)
    sign = f"[{BLANKS}]" if numeral.thousands and numeral.thousands in BLANKS else re.escape(numeral.thousands)
    whole = rf"(?:\d{{1,3}}(?:{sign}\d{{3}})+|\d+)" if numeral.thousands else r"\d+"
    return re.compile(
        rf"{SIGN} ?(?:{whole}(?:{mark}\d*)?|{mark}\d+){_EXPONENT}{' ?%?' * bool(numeral.percent)}", re.ASCII
    )
