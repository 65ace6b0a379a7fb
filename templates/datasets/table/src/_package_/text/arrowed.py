"""Blocks of text as columns, parsed by Arrow; a cell that contradicts what was decided is named with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from _package_.errors import UserError
from _package_.text import refusals
from _package_.text.convert import direct, values
from _package_.text.form import Form
from _package_.text.kinds import ABSENT, Column, Misfit
from _package_.text.plainly import finite
from _package_.text.stream import Block
from _package_.values import Column as Values

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


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
        quote_char=form.quote if form.quote and form.quote.encode() in block.text else False,
        double_quote=not form.escape,
        escape_char="\\" if form.escape else False,
        newlines_in_values=True,
        invalid_row_handler=stop,
    )
    converting = pyarrow.csv.ConvertOptions(
        include_columns=[str(place) for place in types],
        column_types={str(place): kind for place, kind in types.items()},
        null_values=[""],
        strings_can_be_null=True,
    )
    try:
        return pyarrow.csv.read_csv(pa.BufferReader(block.text), reading, parsing, converting)
    except pa.ArrowInvalid as error:
        if wrong:
            raise UserError(*refusals.row(path, block, form)) from error
        raise


def parsed(path: Path, block: Block, form: Form, types: Mapping[int, Any]) -> dict[int, Any]:
    """The columns of table(), those of numbers as NumPy.

    All are text where a cell is no plain number, or nan or inf, which Arrow takes for numbers.
    """
    try:
        read = {int(name): one.combine_chunks() for name, one in zip_columns(table(path, block, form, types))}
        made = {place: one if types[place] == pa.string() else numbers(one) for place, one in read.items()}
        if all(one is not None for one in made.values()):
            return made
    except pa.ArrowInvalid:
        pass
    text = table(path, block, form, dict.fromkeys(types, pa.string()))
    return {int(name): one.combine_chunks() for name, one in zip_columns(text)}


def zip_columns(read: Any) -> Any:
    return zip(read.column_names, read.columns, strict=True)


def numbers(array: Any) -> Values | None:
    """As NumPy; None where some are not finite."""
    made = array.to_numpy(zero_copy_only=False)
    return made if finite(made, array.null_count) else None


def columns(
    path: Path, block: Block, form: Form, wanted: Sequence[Column], missing: dict[str, Counter[str]]
) -> dict[str, Values]:
    """The wanted columns of one block; `missing` counts the words that stood for nothing."""
    there = [one for one in wanted if one.place != ABSENT]
    types: dict[int, Any] = {place: pa.string() for place in form.empty or ([] if there else [0])}
    types |= {one.place: pa.float64() if direct(one) else pa.string() for one in there}
    if not block.text:
        return {}
    read = parsed(path, block, form, types)
    for place in form.empty:
        if compute.any(compute.greater(compute.binary_length(read[place]), 0)).as_py():
            raise UserError(*refusals.row(path, block, form, place))
    rows = len(next(iter(read.values())))
    made: dict[str, Values] = {one.name: np.full(rows, np.nan) for one in wanted if one not in there}
    try:
        for one in there:
            made[one.name] = values(read[one.place], one, missing.setdefault(one.name, Counter()))
    except Misfit as error:
        raise UserError(*refusals.cell(path, block, form, error.column, error.word)) from error
    return made


def learnt(column: Column, missing: Mapping[str, Counter[str]]) -> Column:
    """The column with the words that have stood for nothing by now, which are not looked at one by one again."""
    words = missing.get(column.name, {})
    return column if set(words).issubset(column.missing) else replace(column, missing=tuple(words))
