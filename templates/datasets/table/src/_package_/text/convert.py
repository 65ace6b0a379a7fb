"""Cells of one column as NumPy: numbers, times or words; what stands for nothing is counted."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from _package_.text import kinds, numerals
from _package_.text.kinds import NUMBERS, TIMES, Column, Misfit
from _package_.text.numerals import Numeral
from _package_.text.wordy import times, words
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported
EXACT = 2.0**53


def direct(column: Column) -> bool:
    """Whether Arrow can make the numbers itself: plain ones with decimals, and no word among them so far."""
    return column.kind == NUMBERS and column.numeral.simple and not column.whole and not column.missing


def values(array: Any, column: Column, missing: Counter[str]) -> Values:
    """The cells of one column: numbers, times, or words."""
    if not pa.types.is_string(array.type):
        found = array.to_numpy(zero_copy_only=False)
        if column.set_missing:
            found = without(found, column, missing)
        return found
    if column.kind == NUMBERS:
        return numbers(array, column, missing)
    array = compute.utf8_trim_whitespace(array)
    return times(array, column, missing) if column.kind == TIMES else words(array, column, missing)


def numbers(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Numbers, NaN for what is missing; Misfit for a word."""
    array = lacking(array, column, missing)
    if column.numeral.simple or (column.numeral == Numeral(",") and not holds(array, ".")):
        fitting = array if column.numeral.simple else compute.replace_substring(array, ",", ".")
        try:
            found = compute.cast(fitting, pa.float64())
            made = found.to_numpy(zero_copy_only=False)
            if int(np.isfinite(made).sum()) == len(made) - found.null_count:  # Arrow takes nan and inf for numbers
                return exact(array, made, column) if column.whole else made
        except pa.ArrowInvalid:
            pass
    return each(compute.utf8_trim_whitespace(array), column, missing)


def holds(array: Any, sign: str) -> bool:
    return bool(compute.any(compute.match_substring(array, sign)).as_py())


def lacking(array: Any, column: Column, missing: Counter[str]) -> Any:
    """The cells, null where they are empty or hold a word that has been seen to stand for nothing."""
    known = [
        word
        for word in column.missing
        if not (column.censored and kinds.limit(word, column.numeral, column.censored) is not None)
    ]
    found = compute.is_in(array, value_set=pa.array(["", *known], pa.string()))
    if not compute.any(found).as_py():
        return array
    if known:
        counted = compute.value_counts(compute.filter(array, found))
        missing.update({each["values"]: each["counts"] for each in counted.to_pylist() if each["values"]})
    return compute.if_else(found, None, array)


def exact(array: Any, made: NDArray[np.float64], column: Column) -> Values:
    """Whole numbers, as int64 where float64 does not tell them apart; Misfit for leading zeros and too many digits."""
    code = padded(array)
    if code is not None:
        raise Misfit(column, code)
    if not len(made) or np.nanmax(np.abs(made), initial=0.0) < EXACT:
        return made
    try:
        whole = compute.cast(array, pa.int64())
    except pa.ArrowInvalid:
        word = next((word for word in array.to_pylist() if word and numerals.LONG.fullmatch(word.strip())), None)
        if word is not None:
            raise Misfit(column, word) from None
        return made
    return made if whole.null_count else whole.to_numpy(zero_copy_only=False)


def padded(array: Any) -> str | None:
    """A cell of digits that begins with a zero and has more, looked for in the bytes of all cells at once."""
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int32, len(array) + 1, array.offset * 4)
    if data is None:
        return None
    letters = np.append(np.frombuffer(data, np.uint8), [0, 0])
    start = ends[:-1]
    second = letters[start + 1]
    found = (letters[start] == ord("0")) & (np.diff(ends) > 1) & (second >= ord("0")) & (second <= ord("9"))
    rows = np.flatnonzero(found)
    return next((word for row in rows if (word := array[int(row)].as_py())), None)


def each(array: Any, column: Column, missing: Counter[str]) -> Values:
    """As numbers(), one different cell after the other: thousands signs, new words for nothing, censored cells."""
    coded = compute.dictionary_encode(array)
    places = compute.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    made = np.full(len(coded.dictionary) + 1, np.nan)
    said: dict[int, str] = {}  # what stands for nothing, or for a limit
    for place, word in enumerate(coded.dictionary.to_pylist()):
        value = None if word in column.set_missing else numerals.number(word, column.numeral)
        if value is None and word:
            value = kinds.limit(word, column.numeral, column.censored)
            if value is None and not kinds.is_missing(word, column.set_missing):
                raise Misfit(column, word)
            said[place] = word
        if value is not None:
            if column.whole and numerals.PADDED.fullmatch(word):
                raise Misfit(column, word)
            made[place] = value
    if said:
        count = np.bincount(places[places >= 0], minlength=len(made))
        missing.update({word: int(count[place]) for place, word in said.items()})
    return made[places]


def without(found: NDArray[np.float64], column: Column, missing: Counter[str]) -> NDArray[np.float64]:
    """Numbers that an option takes for missing, such as -999, made NaN."""
    for word in column.set_missing:
        value = numerals.number(word, column.numeral)
        if value is not None and (same := found == value).any():
            missing[word] += int(same.sum())
            found = np.where(same, np.nan, found)
    return found
