"""Cells of one column that are no numbers: words, and times in the order of ISO 8601."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np
import pyarrow.compute

from _package_.text import kinds
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
    found = words(array, column, missing).tolist()
    listed: list[str | None] = []
    for word in found:
        if word is not None and kinds.is_missing(word, column.set_missing):
            missing[word] += 1
            word = None
        elif word is not None and not kinds.ISO.fullmatch(word):
            raise Misfit(column, word)
        listed.append(None if word is None else word.rstrip("Z"))
    try:
        return np.array(listed, dtype="datetime64" if any(listed) else "datetime64[D]")
    except ValueError as error:  # such as the 30th of February
        raise Misfit(column, next(word for word in listed if word and not is_time(word))) from error


def is_time(word: str) -> bool:
    try:
        np.datetime64(word)
    except ValueError:
        return False
    return True
