"""What one cell looks like: a number in some spelling, a time, nothing, or a word."""

from __future__ import annotations

import functools
import re

EMPTY, NUMBER, TIME, MISSING, WORD = "empty", "number", "time", "missing", "word"
# Words that stand for a missing number, in small letters. In a column of words they are words.
_WORDS = (
    "na|n/a|n/d|n.a.|n.d.|n.v.|nd|nan|-nan|<na>|null|none|nil|missing|no data|not available|k.a.|"
    r"k. a.|s/d|?|-|--|---|–|—|..|...|\n|<lod|< lod|<loq|< loq|bdl|#n/a|#na|#nv|#value!|#div/0!|#ref!|"
    "#name?|#num!|#null!"
)
MISSING_WORDS = frozenset(_WORDS.split("|"))
SIGN = "[+\\-\u2212\u2013]?"
_WHOLE = r"\d+|\d{1,3}(?:[,.'’\u00a0\u202f\u2009 ]\d{2,3})+"
_NUMBER = re.compile(rf"{SIGN} ?(?:(?:{_WHOLE})(?:[.,]\d*)?|[.,]\d+)(?:[eEdD]{SIGN}\d+)?(?: ?%)?")
_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
_TIME = re.compile(rf"(?:{_DATE})(?:[T ]+{_CLOCK}(?:Z| ?[+-]\d{{2}}:?\d{{2}})?)?|{_CLOCK}")
CENSORED = re.compile(rf"(<=|>=|[<>≤≥]) ?({SIGN}(?:\d+[.,]?\d*|[.,]\d+)(?:[eE]{SIGN}\d+)?)")


@functools.lru_cache(maxsize=1 << 16)
def kind(cell: str) -> str:
    """The kind of a cell, whatever its column makes of it."""
    cell = cell.strip()
    if not cell:
        return EMPTY
    if _NUMBER.fullmatch(cell):
        return NUMBER
    if cell.lower() in MISSING_WORDS or CENSORED.fullmatch(cell):
        return MISSING
    return TIME if _TIME.fullmatch(cell) else WORD


@functools.lru_cache(maxsize=1 << 16)
def shape(cell: str) -> str:
    """Its letters and digits made alike: A17 and B05 have one shape."""
    return re.sub(r"a+", "a", re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell.strip())))


def whole(cell: str) -> int | None:
    """The integer that a cell is."""
    return int(cell) if re.fullmatch(r"[+-]?\d{1,9}", cell.strip(), re.ASCII) else None
