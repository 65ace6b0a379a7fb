"""The SuperCDMS table: 19 pulse times in, the position of the source out, three positions held out.

Source: FAIR-UMN/FAIR-UMN-CDMS, data/reduced_dataset/reduced_data.csv; its data/README.md defines features and held-out
positions.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field
from _package_.splits import assign

TIMES = {  # kind of time -> channels that have it, and what it is, in s
    "start": ("BCDF", "time at which the pulse rises to 20 % of its peak, relative to channel A"),
    "rise": ("ABCDF", "time in which the pulse rises from 20 % to 50 % of its peak"),
    "fall": ("ABCDF", "time in which the pulse falls from 40 % to 20 % of its peak"),
    "width": ("ABCDF", "width of the pulse at 80 % of its height"),
}
FEATURES = {  # in file order, which is the order of the published coefficients
    f"P{channel}{kind}": f"Channel {channel}: {meaning}"
    for kind, (channels, meaning) in TIMES.items()
    for channel in channels
}
HEADER = ["Row", *FEATURES, "y"]
HELD_OUT = (-12.502, -29.5, -41.9)  # mm
Y_SCALE = -41.9  # mm; the published targets are y / -41.9
ROWS = 50_000  # per chunk

SPLITS = {
    "train": "rows of the ten training positions, those that val does not take",
    "val": "a seeded share of the rows of the ten training positions, by the hash of the row number",
    "test": "every row of the held-out positions y = -12.502, -29.5 and -41.9 mm",
}


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (19) in s and target (1) in mm; UserError unless a table with this header is among the files."""
    tables(files)
    times = tuple(Field(name, "s", meaning) for name, meaning in FEATURES.items())
    position = (Field("y", "mm", "Position of the source along its radial path"),)
    return {
        "features": Array("input", "table", "float64", (len(times),), "standard", times),
        "target": Array("target", "table", "float64", (1,), {"offset": 0.0, "scale": Y_SCALE}, position),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in file order. Options: `val`, share of the training positions' rows; `seed` of the choice."""
    share = float(options.get("val", 0.2))
    for path in tables(files):
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.reader(file)
            next(lines)
            while rows := [line for line in itertools.islice(lines, ROWS) if line]:
                try:
                    values = np.array(rows, dtype=np.float64)
                except ValueError as error:
                    remedy = "Run `make data VERIFY=1`, which fetches a damaged file anew."
                    raise UserError(
                        f"{path.name} has a row that is not {len(HEADER)} numbers: {error}", remedy
                    ) from error
                number, features, y = values[:, 0], values[:, 1:-1], values[:, -1:]
                seen = assign(number, fractions={"train": 1 - share, "val": share}, seed=int(options.get("seed", 0)))
                split = np.where(np.isin(y[:, 0], HELD_OUT), "test", seen)
                yield Chunk(split, {"features": features, "target": y})


def tables(files: Sequence[Path]) -> list[Path]:
    """The .csv files among `files`; UserError when there is none, or one has another header."""
    found = sorted(path for path in files if path.suffix.lower() == ".csv")
    if not found:
        raise UserError("No .csv file among the dataset's files.", "Run `make data FILES='*.csv'`.")
    for path in found:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header = next(csv.reader(file), [])
        if header != HEADER:
            missing = ", ".join(name for name in HEADER if name not in header) or "none; their order differs"
            remedy = "Choose the file with FILES=, or use the recipe `table` for tables of another form."
            raise UserError(f"{path.name} is not the SuperCDMS table; missing columns: {missing}.", remedy)
    return found
