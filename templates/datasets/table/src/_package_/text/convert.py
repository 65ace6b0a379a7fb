"""Cells of one column as NumPy: numbers, times or words; what stands for nothing is counted."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from _package_.text import nothing, numerals
from _package_.text.kinds import NUMBERS, TIMES, Column, Misfit
from _package_.text.plainly import largest, plain, rewritten
from _package_.text.seen import among, fits
from _package_.text.wordy import times, words
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported
EXACT = 2.0**53


def direct(column: Column) -> bool:
    """Whether Arrow can make the numbers itself: plain ones with decimals, and no word among them so far."""
    return column.kind == NUMBERS and column.numeral.simple and not column.whole and not column.missing


def values(array: Any, column: Column, missing: Counter[str]) -> Values:
    """The cells of one column: numbers, times, or words."""
    if isinstance(array, np.ndarray):  # Arrow has made the numbers
        return without(array, column, missing)
    if column.kind == NUMBERS:
        return without(numbers(array, column, missing), column, missing)
    array = compute.utf8_trim_whitespace(array)
    return times(array, column, missing) if column.kind == TIMES else words(array, column, missing)


def numbers(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Numbers, NaN for what is missing; Misfit for a word."""
    array = lacking(array, column, missing)
    if column.numeral.simple:
        made = plain(array)
        if made is not None:
            return exact(array, made, column) if column.whole else made
    array = compute.utf8_trim_whitespace(array)
    good = compute.fill_null(fits(array, numerals.spelling(column.numeral).pattern), True)
    spelt = array if compute.all(good).as_py() else compute.if_else(good, array, None)
    made = compute.cast(rewritten(spelt, column.numeral), pa.float64()).to_numpy(zero_copy_only=False)
    if column.numeral.percent == "share":
        made = np.where(compute.fill_null(compute.match_substring(spelt, "%"), False), made / 100, made)
    if column.whole:
        made = exact(spelt, made, column)
    if spelt is not array:
        odd = compute.invert(good)
        made = made.copy()
        made[odd.to_numpy(zero_copy_only=False)] = each(array.filter(odd), column, missing)
    return made


def lacking(array: Any, column: Column, missing: Counter[str]) -> Any:
    """The cells, null where they hold a word that has been seen to stand for nothing."""
    known = [
        word
        for word in {*column.missing, *column.set_missing}
        if not (column.censored and nothing.limit(word, column.numeral, column.censored) is not None)
    ]
    if not known:
        return array
    found = among(array, known)
    if not compute.any(found).as_py():
        return array
    counted = compute.value_counts(compute.filter(array, found))
    missing.update({each["values"]: each["counts"] for each in counted.to_pylist()})
    return compute.if_else(found, None, array)


def exact(array: Any, made: NDArray[np.float64], column: Column) -> Values:
    """Whole numbers, as int64 where float64 does not tell them apart; Misfit for leading zeros and too many digits."""
    code = padded(array)
    if code is not None:
        raise Misfit(column, code)
    if largest(made) < EXACT:
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


def each(array: Any, column: Column, missing: Counter[str]) -> NDArray[np.float64]:
    """What cells that are no numbers give, one different one after the other: NaN, or the limit of a censored one."""
    coded = compute.dictionary_encode(array)
    places = coded.indices.to_numpy(zero_copy_only=False)
    count = np.bincount(places, minlength=len(coded.dictionary))
    made = np.full(len(count), np.nan)
    for place, word in enumerate(coded.dictionary.to_pylist()):
        value = nothing.limit(word, column.numeral, column.censored)
        if value is not None:
            made[place] = value
        elif word and not nothing.is_missing(word, column.set_missing):
            raise Misfit(column, word)
        if word:  # of a limit, too
            missing[word] += int(count[place])
    return made[places]


def without(found: Values, column: Column, missing: Counter[str]) -> Values:
    """Numbers that an option takes for missing, such as -999, made NaN."""
    for word in column.set_missing:
        value = numerals.number(word, column.numeral)
        if value is not None and (same := found == value).any():
            missing[word] += int(same.sum())
            found = np.where(same, np.nan, found)
    return found
