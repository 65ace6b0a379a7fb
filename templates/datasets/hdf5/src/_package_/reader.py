"""HDF5 files in blocks of rows: datasets of equal length below one group, compound datasets, frames of pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from _package_ import frames, links
from _package_.errors import UserError
from _package_.plain import Names, taken
from _package_.source import Source, pick
from _package_.stacks import Piece, source
from _package_.values import Column

ENDINGS = (".h5", ".hdf5", ".hdf")
GAPS = ("_FillValue", "missing_value")  # what stands for a missing number, as netCDF has it


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The columns below the group, or of the dataset, that the option `table` names; UserError for one that is not."""
    return source(pick(files, ENDINGS), options, partial(pieces, options=options))


@contextmanager
def pieces(path: Path, options: Mapping[str, Any]) -> Iterator[list[Piece]]:
    """The arrays of one file."""
    wanted = options.get("table")
    try:
        with h5py.File(path, "r") as file:
            place: Any = file if wanted is None else links.reached(file, wanted.strip("/"))
            if place is None:
                known = ", ".join(groups(file)[:20])
                remedy = f"Name one of these: `make data OPTION=table=...`, of {known}."
                raise UserError(f"{path.name} has no group or dataset {wanted!r}.", remedy)
            yield list(below(place, options))
    except OSError as error:
        reason = " ".join(str(error).split())[:120]
        raise UserError(
            f"{path.name} cannot be read as HDF5: {reason}",
            "Run `make data VERIFY=1` if it is damaged; install hdf5plugin if a filter is missing.",
        ) from error


def below(place: Any, options: Mapping[str, Any]) -> Iterator[Piece]:
    """The arrays of a dataset or of everything below a group, called by their path from there."""
    turned = bool(options.get("transpose"))
    if isinstance(place, h5py.Dataset):
        yield from dataset("", place, turned)
        return
    if frames.is_frame(place):
        yield from frames.pieces(place)
        return
    drop = options.get("drop") or []
    found = links.below(place, {*(str(options.get(key)) for key in ("target", "group", "weight", "split")), *drop})
    items = found.items
    compound = [item for item in items.values() if isinstance(item, h5py.Dataset) and item.dtype.fields is not None]
    whole = len(items) == 1 and (bool(compound) or isinstance(next(iter(items.values())), h5py.Group))
    for name, item in items.items():
        if isinstance(item, h5py.Group):
            for piece in frames.pieces(item):
                yield piece if whole else frames.prefixed(name, piece)
        else:
            yield from dataset("" if whole else name, item, turned)
    yield Piece("", 0, Names(left_out=found.left_out), lambda start, stop: {})


def dataset(name: str, item: Any, turned: bool) -> Iterator[Piece]:
    """One dataset; of a compound one every field. `turned`: its last axis are the rows."""
    shown, names = name or item.name.rpartition("/")[2], Names()
    if item.shape is None or item.ndim == 0:
        names.left_out[shown] = "a single value"
        yield Piece(shown, 0, names, lambda start, stop: {})
        return
    turned = turned and item.ndim > 1
    rows, shape = (item.shape[-1], item.shape[:-1]) if turned else (item.shape[0], item.shape[1:])
    shape = () if turned and shape == (1,) else shape
    label = name if item.dtype.fields is not None else shown
    names.add(label, item.dtype, shape, words=is_text(item.dtype))
    unit, gaps = text(item, "units", "unit"), gap(item)
    names.units |= dict.fromkeys(names.columns, unit) if unit else {}
    if gaps:
        names.about |= dict.fromkeys(names.columns, f"{' and '.join(f'{one:g}' for one in gaps)} stands for missing")
    if not turned:
        names.shapes[shown] = item.shape

    def read(start: int, stop: int) -> dict[str, Column]:
        values = np.moveaxis(item[..., start:stop], -1, 0).reshape(-1, *shape) if turned else item[start:stop]
        for one in gaps:
            values = np.where(values == one, np.nan, values)
        return taken(label, values)

    yield Piece(shown, rows, names, read)


def gap(item: Any) -> list[float]:
    """The numbers that the dataset's attributes name as missing."""
    if item.dtype.kind not in "iuf":
        return []
    found = [np.ravel(item.attrs[name]) for name in GAPS if name in item.attrs]
    return sorted({float(one[0]) for one in found if len(one) == 1 and one.dtype.kind in "iuf" and np.isfinite(one[0])})


def text(item: Any, *names: str) -> str:
    """The first of these attributes that is text, else nothing."""
    found = (item.attrs.get(name) for name in names)
    words = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in found)
    return next((" ".join(one.split()) for one in words if isinstance(one, str) and one.strip()), "")


def is_text(dtype: Any) -> bool:
    """Whether objects of this type are text, not arrays of any length or references."""
    return dtype.kind != "O" or h5py.check_string_dtype(dtype) is not None


def groups(file: Any) -> list[str]:
    """Paths of the groups and datasets of a file."""
    found: list[str] = []
    file.visit(lambda name: found.append(name) if "/_i_" not in f"/{name}" else None)
    return found
