"""Pickles, loaded whole: a DataFrame, a dict of columns, a list of dicts, or an array."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from _package_ import packed
from _package_.errors import UserError
from _package_.plain import Names, listed, taken
from _package_.source import Source, pick
from _package_.stacks import Piece, source, turned
from _package_.values import Column

ENDINGS = packed.endings("pkl", "pickle", "joblib")
CONSENT = "A pickle is a program: loading it can run any code with your rights, read your files and keys, change them."


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The columns of the pickles; loading them may run any code, so make sure of consent before."""
    return source(pick(files, ENDINGS), options, partial(pieces, turn=bool(options.get("transpose"))))


@contextmanager
def pieces(path: Path, turn: bool) -> Iterator[list[Piece]]:
    """The arrays that one pickle holds; `turn`: their last axis are the rows.

    UserError where it cannot be loaded, or holds no table.
    """
    try:
        with packed.opened(path) as file:
            value = pickle.load(file)
    except Exception as error:  # whatever the code in it raises
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:150]
        raise UserError(
            f"{path.name} cannot be loaded: {reason}",
            "Choose other files with FILES=; objects of another library need it, and joblib's form is not read.",
        ) from error
    arrays = table(path, value)
    yield [piece(name, lastfirst(values) if turn else values) for name, values in arrays.items()]


def lastfirst(values: NDArray[Any]) -> NDArray[Any]:
    return np.moveaxis(values, -1, 0).reshape(turned(values.shape)) if values.ndim > 1 else values


def table(path: Path, value: Any) -> dict[str, Any]:
    """Name -> what the column, or the array of columns, holds."""
    if isinstance(value, pd.Series):
        value = value.to_frame(value.name if value.name is not None else "values")
    if isinstance(value, pd.DataFrame):
        return {str(name): series(value.iloc[:, place]) for place, name in enumerate(value.columns)}
    if isinstance(value, np.ndarray):
        return {"" if value.dtype.fields else "x": value}
    if isinstance(value, dict) and value and all(isinstance(one, str) for one in value):
        return {str(name): array(one) for name, one in value.items()}
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        names = dict.fromkeys(str(name) for row in value for name in row)
        return {name: array([row.get(name) for row in value]) for name in names}
    raise UserError(
        f"{path.name} holds a {type(value).__name__}, which is no table.",
        "Choose other files with FILES=: a DataFrame, a dict of columns, a list of dicts, or an array is read.",
    )


def series(values: Any) -> NDArray[Any]:
    """A column of pandas as NumPy has it."""
    kind = values.dtype
    if isinstance(kind, pd.DatetimeTZDtype):
        return values.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
    if isinstance(kind, np.dtype) and kind.kind != "O":
        return values.to_numpy()
    if pd.api.types.is_numeric_dtype(kind):  # with pandas' own missing values
        return values.to_numpy(dtype=np.float64, na_value=np.nan)
    return array([None if pd.isna(one) is True else one for one in values.tolist()])


def array(values: Any) -> NDArray[Any]:
    """A sequence as an array; one of objects where its values are no plain numbers, text or arrays of one shape."""
    if isinstance(values, np.ndarray) and values.dtype.kind != "O":
        return values
    entries = list(values) if isinstance(values, (list, tuple, np.ndarray, pd.Series)) else [values]
    entries = [one.item() if isinstance(one, np.generic) else one for one in entries]
    if all(one is None or isinstance(one, (int, float, str, bool)) for one in entries):
        return listed(entries)
    try:
        found = np.array(entries)
    except ValueError:
        return np.empty(len(entries), dtype=object)
    return found


def piece(name: str, values: NDArray[Any]) -> Piece:
    """One array, which already is in memory."""
    names = Names()
    text = values.dtype.kind == "O" and all(isinstance(one, str) for one in values.tolist())
    names.add(name, values.dtype, values.shape[1:], words=text)
    names.shapes[name] = values.shape

    def read(start: int, stop: int) -> Mapping[str, Column]:
        return taken(name, values[start:stop])

    return Piece(name, len(values) if values.ndim else 0, names, read)
