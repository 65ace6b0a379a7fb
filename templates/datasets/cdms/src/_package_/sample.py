"""A synthetic SuperCDMS table: every pulse time answers linearly to the position of the source, with noise.

Synthetic, not measured. The planted answer: time = OFFSET + SLOPE * y + NOISE * (normal), independent for each of the
19 columns: the slopes can be found again column by column, and no unbiased linear estimate of y beats RESOLUTION.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_.recipe import FEATURES

POSITIONS = {  # y in mm -> rows of the real table, whose proportions the sample keeps
    0.0: 924,
    -3.969: 500,
    -9.988: 613,
    -12.502: 395,
    -17.992: 357,
    -19.7: 376,
    -21.034: 747,
    -24.077: 567,
    -29.5: 634,
    -36.116: 560,
    -39.4: 386,
    -41.01: 606,
    -41.9: 486,
}
# By kind of time: offset and noise in s, and slope in s/mm for a channel of response 1.
KINDS = {
    "start": (1.0e-5, 3.0e-6, 2.0e-7),
    "rise": (1.5e-5, 2.0e-6, 1.0e-7),
    "fall": (2.2e-4, 2.0e-5, 1.0e-6),
    "width": (2.0e-4, 2.0e-5, 1.0e-6),
}
CHANNELS = {"A": 1.0, "B": -2.0, "C": 3.0, "D": -1.5, "F": 2.5}  # response of each channel

OFFSET = np.array([KINDS[name[2:]][0] for name in FEATURES])  # s
NOISE = np.array([KINDS[name[2:]][1] for name in FEATURES])  # s
SLOPE = np.array([KINDS[name[2:]][2] * CHANNELS[name[1]] for name in FEATURES])  # s/mm
RESOLUTION = float(np.sum((SLOPE / NOISE) ** 2) ** -0.5)  # mm, of the best linear unbiased estimate of y


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` interactions into folder/reduced_data.csv, positions in the real table's proportions."""
    random = np.random.default_rng(seed)
    ends = np.rint(np.cumsum(list(POSITIONS.values())) * rows / sum(POSITIONS.values())).astype(int)
    y = np.repeat(list(POSITIONS), np.diff(ends, prepend=0))
    times = OFFSET + np.outer(y, SLOPE) + NOISE * random.standard_normal((rows, len(FEATURES)))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "reduced_data.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["Row", *FEATURES, "y"])
        for number, (position, row) in enumerate(zip(y, times, strict=True), start=1):
            table.writerow([number, *(f"{time:.6e}" for time in row), f"{position:g}"])
    return [path]
