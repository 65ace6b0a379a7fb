"""HDF5 files in blocks of rows: datasets of equal length below one group, compound datasets, frames of pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import h5py

from _package_ import frames
from _package_.errors import UserError
from _package_.plain import Names, taken
from _package_.source import Source, pick
from _package_.stacks import Piece, source
from _package_.values import Column

ENDINGS = (".h5", ".hdf5", ".hdf")


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The columns below the group, or of the dataset, that the option `table` names; UserError for one that is not."""
    return source(pick(files, ENDINGS), options, partial(pieces, wanted=options.get("table")))


@contextmanager
def pieces(path: Path, wanted: str | None) -> Iterator[list[Piece]]:
    """The arrays of one file."""
    try:
        with h5py.File(path, "r") as file:
            place: Any = file if wanted is None else file.get(wanted)
            if place is None:
                known = ", ".join(groups(file)[:20])
                remedy = f"Set recipe.options.table in data/manifest.json to one of: {known}."
                raise UserError(f"{path.name} has no group or dataset {wanted!r}.", remedy)
            yield list(below(place))
    except OSError as error:
        reason = " ".join(str(error).split())[:120]
        raise UserError(
            f"{path.name} cannot be read as HDF5: {reason}",
            "Run `make data VERIFY=1` if it is damaged; install hdf5plugin if a filter is missing.",
        ) from error


def below(place: Any) -> Iterator[Piece]:
    """The arrays of a dataset or of everything below a group, called by their path from there."""
    if isinstance(place, h5py.Dataset):
        yield from dataset("", place)
        return
    if frames.is_frame(place):
        yield from frames.pieces(place)
        return
    found = list(walk(place, ""))
    compound = [item for _, item in found if isinstance(item, h5py.Dataset) and item.dtype.fields is not None]
    whole = len(found) == 1 and (bool(compound) or isinstance(found[0][1], h5py.Group))
    for name, item in found:
        if isinstance(item, h5py.Group):
            for piece in frames.pieces(item):
                yield piece if whole else frames.prefixed(name, piece)
        else:
            yield from dataset("" if whole else name, item)


def walk(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Datasets and frames below a group, in the file's order; links to elsewhere are not followed."""
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink) or name.startswith("_i_"):
            continue  # _i_ is an index of PyTables
        item, full = group[name], f"{prefix}{name}"
        if isinstance(item, h5py.Dataset) or (isinstance(item, h5py.Group) and frames.is_frame(item)):
            yield full, item
        elif isinstance(item, h5py.Group):
            yield from walk(item, f"{full}/")


def dataset(name: str, item: Any) -> Iterator[Piece]:
    """One dataset; of a compound one every field."""
    shown, names = name or item.name.rpartition("/")[2], Names()
    if item.shape is None or item.ndim == 0:
        names.left_out[shown] = "a single value"
        yield Piece(shown, 0, names, lambda start, stop: {})
        return
    names.add(name if item.dtype.fields is not None else shown, item.dtype, item.shape[1:], words=is_text(item.dtype))

    def read(start: int, stop: int) -> dict[str, Column]:
        return taken(name if item.dtype.fields is not None else shown, item[start:stop])

    yield Piece(shown, item.shape[0], names, read)


def is_text(dtype: Any) -> bool:
    """Whether objects of this type are text, not arrays of any length or references."""
    return dtype.kind != "O" or h5py.check_string_dtype(dtype) is not None


def groups(file: Any) -> list[str]:
    """Paths of the groups and datasets of a file."""
    found: list[str] = []
    file.visit(lambda name: found.append(name) if "/_i_" not in f"/{name}" else None)
    return found
