"""Cells of one column that are no numbers: words and times."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np
import pyarrow.compute

from _package_.text import dates, kinds
from _package_.text.kinds import Column, Misfit
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def words(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Each cell as str, None for nothing; equal ones share their memory."""
    coded = compute.dictionary_encode(array)
    known: list[str | None] = [
        None if not word or word in column.set_missing else word for word in coded.dictionary.to_pylist()
    ]
    places = compute.fill_null(coded.indices, len(known)).to_numpy(zero_copy_only=False)
    if column.set_missing:
        count = np.bincount(places, minlength=len(known) + 1)
        listed = coded.dictionary.to_pylist()
        missing.update({word: int(count[at]) for at, word in enumerate(listed) if word and known[at] is None})
    return np.array([*known, None], dtype=object)[places]


def times(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Times as datetime64 with the digits that they have, NaT for nothing; Misfit for a word."""
    found: list[str | None] = words(array, column, missing).tolist()
    for place, word in enumerate(found):
        if word is not None and kinds.is_missing(word, column.set_missing):
            missing[word] += 1
            found[place] = None
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
