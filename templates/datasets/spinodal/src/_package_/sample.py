"""A synthetic file of pd4ml's spinodal: histograms with a planted excess. Synthetic, not measured.

Every histogram holds Poisson counts around a smooth bell. The planted answer: of a spinodal event the share CLUMP lies
around the bin CENTRE. Inert: the number of pions, which varies alike in both classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import pd4ml
from _package_.pd4ml import ROWS
from _package_.recipe import SIDE

__all__ = ["ROWS", "write"]

PIONS = (200.0, 800.0)  # expected in an event
BELL = 4.0  # bins, width of the smooth part
CENTRE, SPOT = (13, 7), 1.0  # bins: place and width of the clump
CLUMP = 0.25


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` histograms of 20 x 20 bins into folder/2_spinodal_29k.npz."""
    random = np.random.default_rng(seed)
    label = random.integers(2, size=rows)
    middle = (SIDE - 1) / 2
    share = (1 - CLUMP * label)[:, None, None] * bump((middle, middle), BELL)
    share = share + (CLUMP * label)[:, None, None] * bump(CENTRE, SPOT)
    counts = random.poisson(random.uniform(*PIONS, rows)[:, None, None] * share)
    return pd4ml.write(folder, "2_spinodal_29k.npz", [counts.astype(np.float32)], label)


def bump(centre: tuple[float, float], width: float) -> NDArray[np.float64]:
    """A normal distribution over the bins, (20, 20), of sum 1."""
    x, y = np.indices((SIDE, SIDE))
    found = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * width**2))
    return found / found.sum()
