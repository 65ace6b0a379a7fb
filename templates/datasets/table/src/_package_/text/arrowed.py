"""Blocks of text as columns of NumPy, by Arrow; a cell that contradicts what was decided is named with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.text import kinds, numerals, refusals
from _package_.text.form import Form
from _package_.text.kinds import NUMBERS, TIMES, Column
from _package_.text.stream import Block
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported
EXACT = 2.0**53


class Misfit(Exception):
    """A cell that is not what its column was decided to hold."""

    def __init__(self, column: Column, word: str) -> None:
        super().__init__(word)
        self.column, self.word = column, word


def table(path: Path, block: Block, form: Form, types: Mapping[int, Any]) -> Any:
    """The columns at some places, by place; UserError for a line of another number of cells."""
    wrong: list[Any] = []

    def stop(row: Any) -> str:
        wrong.append(row)
        return "error"

    names = [str(place) for place in range(form.cells)]
    reading = pyarrow.csv.ReadOptions(column_names=names, block_size=len(block.text) + 1, use_threads=len(types) > 1)
    parsing = pyarrow.csv.ParseOptions(
        delimiter=form.delimiter,
        quote_char=form.quote or False,
        double_quote=not form.escape,
        escape_char="\\" if form.escape else False,
        newlines_in_values=True,
        invalid_row_handler=stop,
    )
    converting = pyarrow.csv.ConvertOptions(
        include_columns=[str(place) for place in types],
        column_types={str(place): kind for place, kind in types.items()},
        null_values=[""],
        strings_can_be_null=False,
    )
    try:
        return pyarrow.csv.read_csv(pa.BufferReader(block.text), reading, parsing, converting)
    except pa.ArrowInvalid as error:
        if wrong:
            raise UserError(*refusals.row(path, block, form)) from error
        raise


def columns(path: Path, block: Block, form: Form, wanted: Sequence[Column], missing: dict[str, Counter[str]]) -> dict[str, Values]:
    """The wanted columns of one block; `missing` counts the words that stood for nothing."""
    types: dict[int, Any] = {place: pa.string() for place in form.empty}
    types |= {one.place: pa.float64() if direct(one) else pa.string() for one in wanted}
    if not block.text:
        return {}
    try:
        read = table(path, block, form, types)
    except pa.ArrowInvalid:  # a cell that is no plain number: each column for itself
        read = table(path, block, form, dict.fromkeys(types, pa.string()))
    for place in form.empty:
        if compute.any(compute.greater(compute.binary_length(read[str(place)]), 0)).as_py():
            raise UserError(*refusals.row(path, block, form, place))
    try:
        return {one.name: values(read[str(one.place)].combine_chunks(), one, missing.setdefault(one.name, Counter())) for one in wanted}
    except Misfit as error:
        raise UserError(*refusals.cell(path, block, form, error.column, error.word)) from error


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
    fitting = array
    if column.numeral.decimal == "," and not column.numeral.thousands and not column.numeral.percent:
        if not compute.any(compute.match_substring(array, ".")).as_py():
            fitting = compute.replace_substring(array, ",", ".")
    if fitting is not array or column.numeral.simple:
        try:
            found = compute.cast(fitting, pa.float64())
            made = found.to_numpy(zero_copy_only=False)
            if int(np.isnan(made).sum()) == found.null_count and np.isfinite(made).sum() == len(made) - found.null_count:
                return exact(array, made, column) if column.whole else made
        except pa.ArrowInvalid:
            pass
    return each(compute.utf8_trim_whitespace(array), column, missing)


def lacking(array: Any, column: Column, missing: Counter[str]) -> Any:
    """The cells, null where they are empty or hold a word that has been seen to stand for nothing."""
    known = [word for word in column.missing if not (column.censored and kinds.limit(word, column.numeral, column.censored) is not None)]
    found = compute.is_in(array, value_set=pa.array(["", *known], pa.string()))
    if not compute.any(found).as_py():
        return array
    if known:
        counted = compute.value_counts(compute.filter(array, found))
        missing.update({each["values"]: each["counts"] for each in counted.to_pylist() if each["values"]})
    return compute.if_else(found, None, array)


def exact(array: Any, made: NDArray[np.float64], column: Column) -> Values:
    """Whole numbers: as int64 where float64 does not tell them apart; Misfit for one with leading zeros or too many digits."""
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
    """As numbers(), different cell by different cell: thousands signs, per cent, new words for nothing, censored ones."""
    coded = compute.dictionary_encode(array)
    places = compute.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    made = np.full(len(coded.dictionary) + 1, np.nan)
    nothing: dict[int, str] = {}
    for place, word in enumerate(coded.dictionary.to_pylist()):
        value = None if word in column.set_missing else numerals.number(word, column.numeral)
        if value is None and word:
            value = kinds.limit(word, column.numeral, column.censored)
            if value is None and not kinds.is_missing(word, column.set_missing):
                raise Misfit(column, word)
            if value is None:
                nothing[place] = word
        if value is not None:
            if column.whole and numerals.PADDED.fullmatch(word):
                raise Misfit(column, word)
            made[place] = value
    if nothing:
        count = np.bincount(places[places >= 0], minlength=len(made))
        missing.update({word: int(count[place]) for place, word in nothing.items()})
    return made[places]


def without(found: NDArray[np.float64], column: Column, missing: Counter[str]) -> NDArray[np.float64]:
    """Numbers that an option takes for missing, such as -999, made NaN."""
    for word in column.set_missing:
        value = numerals.number(word, column.numeral)
        if value is not None and (same := found == value).any():
            missing[word] += int(same.sum())
            found = np.where(same, np.nan, found)
    return found


def words(array: Any, column: Column, missing: Counter[str]) -> Values:
    """Each cell as str, None for nothing; equal ones share their memory."""
    coded = compute.dictionary_encode(array)
    known: list[str | None] = [None if not word or word in column.set_missing else word for word in coded.dictionary.to_pylist()]
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


def sampled(tables: Iterable[Any], place: int) -> dict[str, int]:
    """The different cells of a column in some tables of text, and how often each stands there."""
    array = pa.chunked_array([chunk for one in tables for chunk in one[str(place)].chunks], pa.string())
    counted = compute.value_counts(compute.utf8_trim_whitespace(array))
    return {each["values"]: each["counts"] for each in counted.to_pylist()}
