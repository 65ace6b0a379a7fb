"""Blocks of text as columns, parsed by Arrow; a cell that contradicts what was decided is named with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


def columns(
    path: Path, block: Block, form: Form, wanted: Sequence[Column], missing: dict[str, Counter[str]]
) -> dict[str, Values]:
    """The wanted columns of one block; `missing` counts the words that stood for nothing."""
    there = [one for one in wanted if one.place != ABSENT]
    types: dict[int, Any] = {place: pa.string() for place in form.empty or ([] if there else [0])}
    types |= {one.place: pa.float64() if direct(one) else pa.string() for one in there}
    if not block.text:
        return {}
    try:
        read = table(path, block, form, types)
    except pa.ArrowInvalid:  # a cell that is no plain number: each column for itself
        read = table(path, block, form, dict.fromkeys(types, pa.string()))
    for place in form.empty:
        if compute.any(compute.greater(compute.binary_length(read[str(place)]), 0)).as_py():
            raise UserError(*refusals.row(path, block, form, place))
    made: dict[str, Values] = {one.name: np.full(len(read), np.nan) for one in wanted if one not in there}
    try:
        for one in there:
            counts = missing.setdefault(one.name, Counter())
            made[one.name] = values(read[str(one.place)].combine_chunks(), one, counts)
    except Misfit as error:
        raise UserError(*refusals.cell(path, block, form, error.column, error.word)) from error
    return made


def sampled(tables: Iterable[Any], place: int) -> dict[str, int]:
    """The different cells of a column in some tables of text, and how often each stands there."""
    array = pa.chunked_array([chunk for one in tables for chunk in one[str(place)].chunks], pa.string())
    counted = compute.value_counts(compute.utf8_trim_whitespace(array))
    return {each["values"]: each["counts"] for each in counted.to_pylist()}
