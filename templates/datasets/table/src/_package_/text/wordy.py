"""Cells of one column that are no numbers: words, and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow.compute

from _package_.text import dates, nothing
from _package_.text.kinds import Column, Misfit
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def words(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Each cell as str, None for nothing; equal ones share their memory."""
    coded = compute.dictionary_encode(array)
    known: list[str | None] = [
        None if not word or word in column.set_missing else word for word in coded.dictionary.to_pylist()
    ]
    places = compute.fill_null(coded.indices, len(known)).to_numpy()
    if column.set_missing:
        count(coded, [place for place, word in enumerate(known) if word is None], missing)
    return np.array([*known, None], dtype=object)[places]


def times(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Times as datetime64 with the digits that they have, NaT for nothing; Misfit for a word."""
    coded = compute.dictionary_encode(array)
    found: list[str | None] = coded.dictionary.to_pylist()
    none = [place for place, word in enumerate(found) if not word or nothing.is_missing(word, column.set_missing)]
    count(coded, none, missing)
    for place in none:
        found[place] = None
    made = np.append(moments(found, column), np.datetime64("NaT"))
    return made[compute.fill_null(coded.indices, len(found)).to_numpy()]


def moments(found: Sequence[str | None], column: Column) -> Values:
    """Different times, None for nothing."""
    if column.order == dates.ORDERS[0] and all(word is None or dates.ISO.fullmatch(word) for word in found):
        plain = [None if word is None else word.rstrip("Z") for word in found]
        try:
            return np.array(plain, dtype="datetime64" if any(plain) else "datetime64[D]")
        except ValueError:  # such as the 30th of February
            pass
    made = [None if word is None else dates.moment(word, column.order) for word in found]
    wrong = next((word for word, one in zip(found, made, strict=True) if word is not None and one is None), None)
    if wrong is not None:
        raise Misfit(column, wrong)
    return np.array(made, dtype="datetime64[us]")


def count(coded: Any, places: list[int], missing: Counter[str]) -> None:
    """Takes note of how often the words at some places of the dictionary stand for nothing."""
    if places:
        often = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(coded.dictionary))
        words = {coded.dictionary[place].as_py(): int(often[place]) for place in places}
        missing.update({word: number for word, number in words.items() if word})
