"""Columns of Arrow as columns of NumPy: numbers, words, dates as seconds, nested ones as several columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from _package_.plain import LASTING, SINCE, WIDTH, Names, column
from _package_.values import NUMBER, Column

MISSING = ("", "na", "n/a", "nan", "null", "none")  # in a column of numbers of a text file
compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def read(array: Any, words: bool = False) -> Column:
    """Text of a file, (rows,): numbers where every cell is one or missing and `words` does not forbid it, else text."""
    if not words:
        for attempt in (lambda: array, lambda: without_missing(array)):
            try:
                return compute.cast(attempt(), pa.float64()).to_numpy(zero_copy_only=False)
            except pa.ArrowInvalid:
                continue
    return text(compute.utf8_trim_whitespace(array), tidy)


def tidy(word: str) -> str:
    """Numbers of a text in one spelling, 1 and 1.0; whole ones keep all their digits."""
    if not NUMBER.fullmatch(word):
        return word
    return str(int(word)) if word.lstrip("+-").isdigit() else f"{float(word):.15g}"


def without_missing(array: Any) -> Any:
    trimmed = compute.utf8_trim_whitespace(array)
    missing = compute.is_in(compute.utf8_lower(trimmed), value_set=pa.array(MISSING))
    return compute.if_else(missing, None, trimmed)


def text(array: Any, spelt: Callable[[str], str] = str) -> Column:
    """Each value as str, `spelt` in one way, "" for null; equal ones share their memory."""
    coded = array if pa.types.is_dictionary(array.type) else compute.dictionary_encode(array)
    known = ["" if one is None else spelt(str(one)) for one in coded.dictionary.to_pylist()]
    places = compute.fill_null(coded.indices, len(known)).to_numpy(zero_copy_only=False)
    return np.array([*known, ""], dtype=object)[places]


def is_list(kind: Any) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def is_number(kind: Any) -> bool:
    types = pa.types
    return (
        types.is_null(kind)
        or types.is_integer(kind)
        or types.is_floating(kind)
        or types.is_boolean(kind)
        or types.is_decimal(kind)
    )


def is_text(kind: Any) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def describe(name: str, kind: Any, first: int, found: Names) -> None:
    """Takes note of the columns that one field gives: a structure its parts, a list its `first` values and a count."""
    if pa.types.is_struct(kind):
        for part in kind:
            describe(f"{name}.{part.name}", part.type, first, found)
    elif pa.types.is_fixed_size_list(kind) and is_number(kind.value_type) and kind.list_size <= WIDTH:
        found.columns += [f"{name}_{place}" for place in range(kind.list_size)]
    elif is_list(kind) and is_number(kind.value_type):
        found.columns += [f"n({name})", *(f"{name}[{place}]" for place in range(first))]
    elif pa.types.is_dictionary(kind) or is_text(kind):
        found.columns.append(name)
    elif pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_duration(kind):
        found.columns.append(name)
        found.about[name] = LASTING if pa.types.is_duration(kind) else SINCE
        found.units[name] = "s"
    elif is_number(kind):
        found.columns.append(name)
    else:
        found.left_out[name] = f"cannot be a column: {kind}"[:60]


def columns(name: str, array: Any, first: int) -> dict[str, Column]:
    """The columns of describe() for some rows."""
    kind = array.type
    if pa.types.is_struct(kind):
        made: dict[str, Column] = {}
        for part, values in zip(kind, array.flatten(), strict=True):
            made |= columns(f"{name}.{part.name}", values, first)
        return made
    if pa.types.is_fixed_size_list(kind) and is_number(kind.value_type) and kind.list_size <= WIDTH:
        rows = compute.if_else(compute.is_valid(array), array, pa.scalar([None] * kind.list_size, kind))
        flat = numbers(rows.flatten()).reshape(len(array), kind.list_size)
        return {f"{name}_{place}": flat[:, place] for place in range(kind.list_size)}
    if is_list(kind) and is_number(kind.value_type):
        return lists(name, array, first)
    if pa.types.is_dictionary(kind) or is_text(kind):
        return {name: text(array)}
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_duration(kind):
        to = pa.duration("us") if pa.types.is_duration(kind) else pa.timestamp("us", getattr(kind, "tz", None))
        return {name: column(compute.cast(array, to, safe=False).to_numpy(zero_copy_only=False))}
    return {name: numbers(array)} if is_number(kind) else {}


def lists(name: str, array: Any, first: int) -> dict[str, Column]:
    """A list's first values, padded with 0, and how many it has."""
    count = compute.fill_null(compute.list_value_length(array), 0).to_numpy(zero_copy_only=False)
    flat = np.append(numbers(array.flatten()), 0.0)  # flatten() leaves out what stands under a null
    start = np.cumsum(count) - count
    made: dict[str, Column] = {f"n({name})": count}
    for place in range(first):
        made[f"{name}[{place}]"] = flat[np.where(place < count, start + place, len(flat) - 1)]
    return made


def numbers(array: Any) -> NDArray[Any]:
    """Numbers; NaN for null."""
    if pa.types.is_decimal(array.type):
        array = compute.cast(array, pa.float64())
    if array.null_count:
        array = compute.cast(array, pa.float64(), safe=False)
    return array.to_numpy(zero_copy_only=False)


def names(described: Sequence[tuple[str, Any]], first: int) -> Names:
    """Everything that the fields give."""
    found = Names()
    for name, kind in described:
        describe(name, kind, first, found)
    return found
