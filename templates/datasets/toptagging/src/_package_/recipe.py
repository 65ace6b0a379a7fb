"""The Top Quark Tagging Reference Dataset (10.5281/zenodo.2603256): is a jet a top quark's? Frames of pandas in HDF5.

The frames are of the format `table`, compressed by Blosc; each block of columns names them in an attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
from numpy.typing import NDArray

from _package_ import jets
from _package_.errors import UserError
from _package_.jets import CONSTITUENTS, INPUTS
from _package_.pytables import attribute
from _package_.schema import Array, Chunk

__all__ = ["INPUTS", "SPLITS", "chunks", "layout"]

FILTERS = hdf5plugin.FILTERS  # importing the module is what lets h5py read Blosc
TABLE = "table/table"
MOMENTA = [f"{component}_{n}" for n in range(CONSTITUENTS) for component in ("E", "PX", "PY", "PZ")]
LABEL, PART = "is_signal_new", "ttv"
PARTS = ("train", "test", "val")  # by the number in ttv
ROWS = 10_000  # at a time: about 33 MB of the table
SPLITS = {
    "train": "jets with ttv = 0, those of train.h5",
    "val": "jets with ttv = 2, those of val.h5",
    "test": "jets with ttv = 1, those of test.h5",
}
Columns = dict[str, tuple[str, int]]  # column -> the block that holds it, and its place there


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """Constituents as a cloud or a graph, and the class; UserError unless files of this form are there."""
    for path in tables(files):
        with opened(path):
            pass
    return jets.layout(options)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The jets, file by file in the order of their names. Options: those of jets."""
    for path in tables(files):
        with opened(path) as (table, columns):
            for start in range(0, table.shape[0], ROWS):
                rows = table[start : start + ROWS]
                part = taken(rows, columns, [PART])[:, 0].astype(np.int64)
                if not np.isin(part, range(len(PARTS))).all():
                    remedy = "Run `make data VERIFY=1`, which fetches a damaged file anew."
                    raise UserError(f"{path.name} has rows whose ttv is not 0, 1 or 2.", remedy)
                momenta = taken(rows, columns, MOMENTA).reshape(-1, CONSTITUENTS, 4)
                label = taken(rows, columns, [LABEL])[:, 0]
                yield Chunk(np.array(PARTS)[part], jets.arrays(momenta, label, options))


def tables(files: Sequence[Path]) -> list[Path]:
    """The .h5 files among `files`; UserError when there is none."""
    found = sorted(path for path in files if path.suffix.lower() == ".h5")
    if not found:
        raise UserError("No .h5 file among the dataset's files.", "Run `make data FILES='*.h5'`.")
    return found


@contextmanager
def opened(path: Path) -> Iterator[tuple[Any, Columns]]:
    """The table of a file and where its columns are; UserError where it is none of this form."""
    try:
        with h5py.File(path, "r") as file:
            table: Any = file.get(TABLE)
            if not isinstance(table, h5py.Dataset):
                words = f"it has {', '.join(file) or 'nothing'}"
                raise UserError(f"{path.name} has no dataset {TABLE}; {words}.", "Choose other files with FILES=.")
            columns = named(table)
            missing = [name for name in (*MOMENTA, LABEL, PART) if name not in columns]
            if missing:
                told = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
                remedy = "Choose other files with FILES=, or use the recipe `hdf5` for frames of another form."
                raise UserError(f"{path.name} has no column {told}.", remedy)
            yield table, columns
    except OSError as error:
        reason = " ".join(str(error).split())[:120]
        remedy = "Run `make data VERIFY=1`, which fetches it anew."
        raise UserError(f"{path.name} cannot be read as HDF5: {reason}", remedy) from error


def named(table: Any) -> Columns:
    """Where each column of a frame is: pandas keeps columns of one type together in a block."""
    found: Columns = {}
    for block in table.dtype.names or ():
        labels = attribute(table, f"{block}_kind")
        if isinstance(labels, list):
            found |= {str(label): (block, place) for place, label in enumerate(labels)}
    return found


def taken(rows: NDArray[Any], columns: Columns, names: Sequence[str]) -> NDArray[np.float32]:
    """Some columns of some rows of the table, (rows, names)."""
    found = np.empty((len(rows), len(names)), dtype=np.float32)
    for block in {columns[name][0] for name in names}:
        inside = [place for place, name in enumerate(names) if columns[name][0] == block]
        values = rows[block].reshape(len(rows), -1)
        found[:, inside] = values[:, [columns[names[place]][1] for place in inside]]
    return found
