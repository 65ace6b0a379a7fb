"""A synthetic HDF5 file: see planted.py for the relation to the target. Synthetic, not measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py

from _package_ import planted


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` rows into folder/sample.h5; UserError when the options name no target."""
    columns = planted.columns(rows, seed, options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.h5"
    with h5py.File(path, "w") as file:
        group = file if options.get("table") is None else file.create_group(options["table"])
        for name, values in columns.items():
            group[name] = values.astype(h5py.string_dtype()) if values.dtype.kind == "U" else values
    return [path]
