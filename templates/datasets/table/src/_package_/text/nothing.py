"""Words that stand for a missing value in a column of numbers: known ones, censored cells, and those of an option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pyarrow.compute

from _package_.text import cells, numerals, seen
from _package_.text.form import Settings
from _package_.text.numerals import Numeral
from _package_.text.seen import Cells

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def is_missing(word: str, said: frozenset[str] = frozenset()) -> bool:
    """Whether a cell stands for nothing in a column of numbers; `said` are words that an option names."""
    return word in said or word.lower() in cells.MISSING_WORDS or cells.CENSORED.fullmatch(word) is not None


def among(found: Cells, said: frozenset[str]) -> Any:
    """As is_missing(), of many cells at once."""
    words = seen.among(compute.utf8_lower(found.words), cells.MISSING_WORDS)
    return compute.or_(
        compute.or_(words, seen.among(found.words, said)), seen.fits(found.words, cells.CENSORED.pattern)
    )


def limit(word: str, numeral: Numeral, how: str) -> float | None:
    """What a censored cell such as <0.05 gives: the limit, or half of it; None for nothing."""
    found = cells.CENSORED.fullmatch(word) if how else None
    value = numerals.number(found[2], numeral) if found else None
    return value if value is None or found is None or how != "half" or found[1][0] in ">≥" else value / 2


def listed(value: Any) -> list[str]:
    """An option's value as a list of words: a list, or words between commas."""
    return [] if value is None else [str(one) for one in value] if isinstance(value, list) else str(value).split(",")


def named(settings: Settings, name: str) -> frozenset[str]:
    """The words that the option `missing` takes for nothing in a column: for all columns, or by column."""
    value = settings.get("missing")
    return frozenset(listed(value.get(name) if isinstance(value, Mapping) else value))
