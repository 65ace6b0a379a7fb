"""A synthetic Top Quark Tagging Reference Dataset: see planted_jets.py for the planted answer. Synthetic, not measured.

The files are frames of pandas as PyTables stores them, written without pandas: blocks of columns, whose names stand in
pickled attributes, compressed by Blosc.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
from numpy.typing import NDArray

from _package_ import planted_jets
from _package_.recipe import LABEL, MOMENTA, PART, PARTS

TRUTH = ["truthE", "truthPX", "truthPY", "truthPZ"]
ROWS = 5000  # of `make data-sample`; test is large, so that chance alone moves an AUC by 0.01
SHARES = {"train": 0.24, "val": 0.08, "test": 0.68}
TOP = (650.0, 0.0, 600.0, 180.0)  # GeV, E and momentum of every true top quark here: only the class depends on it


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` jets into train.h5, val.h5 and test.h5 of the folder."""
    momenta, label = planted_jets.momenta(rows, np.random.default_rng(seed))
    numbers = np.concatenate([momenta.reshape(rows, -1), label[:, None] * np.array(TOP)], axis=1)
    edges = np.rint(np.cumsum([0, *SHARES.values()]) * rows).astype(int)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for part, start, stop in zip(SHARES, edges, edges[1:], strict=False):
        flags = np.stack([np.full(stop - start, PARTS.index(part)), label[start:stop]], axis=1)
        written.append(folder / f"{part}.h5")
        _frame(written[-1], numbers[start:stop], flags)
    return written


def _frame(path: Path, numbers: NDArray[Any], flags: NDArray[Any]) -> None:
    """One frame: numbers (rows, 804) and flags (rows, 2)."""
    blocks = {"values_block_0": ([*MOMENTA, *TRUTH], "<f4"), "values_block_1": ([PART, LABEL], "<i8")}
    form = [("index", "<i8"), *((name, dtype, (len(labels),)) for name, (labels, dtype) in blocks.items())]
    table = np.empty(len(numbers), dtype=form)
    table["index"] = np.arange(len(numbers))
    table["values_block_0"], table["values_block_1"] = numbers, flags
    with h5py.File(path, "w") as file:
        group = file.create_group("table")
        group.attrs["pandas_type"] = np.bytes_("frame_table")
        group.attrs["pandas_version"] = np.bytes_("0.15.2")
        group.attrs["index_cols"] = np.bytes_(pickle.dumps([(0, "index")], 0))
        made = group.create_dataset(
            "table", data=table, chunks=(256,), compression=hdf5plugin.Blosc(), maxshape=(None,)
        )
        for name, (labels, _) in blocks.items():
            made.attrs[f"{name}_kind"] = np.bytes_(pickle.dumps(labels, 0))
