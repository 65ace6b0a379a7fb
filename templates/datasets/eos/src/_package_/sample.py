"""A synthetic file of pd4ml's EOSL or EOSQ: spectra with a planted slope. Synthetic, not measured.

The yield falls exponentially along the first axis and has an elliptic modulation along the second. The planted answer:
the two equations of state have the slopes SLOPES. Inert: the number of pions, which varies much more than the slope,
and the direction of the modulation, random in each event.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import pd4ml
from _package_.pd4ml import ROWS
from _package_.recipe import SIDE

__all__ = ["ROWS", "write"]

SLOPES = (4.0, 4.8)  # bins in which the yield falls to 1/e: crossover, first order
SPREAD = 0.1  # bins, of the slope from event to event
PIONS = 0.5  # spread of the logarithm of their number from event to event
ELLIPTIC = 0.1  # relative height of the modulation
NOISE = 0.05  # relative, of each bin


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` spectra of 24 x 24 bins into folder/3_EOSL_or_EOSQ_180k.npz."""
    random = np.random.default_rng(seed)
    label = random.integers(2, size=rows)
    slope = np.array(SLOPES)[label] + SPREAD * random.standard_normal(rows)
    number = np.exp(PIONS * random.standard_normal((rows, 1)))
    along = number * np.exp(-np.arange(SIDE) / slope[:, None]) / slope[:, None]
    azimuth = 2 * np.pi * np.arange(SIDE) / SIDE
    around = 1 + ELLIPTIC * np.cos(2 * (azimuth - random.uniform(0, np.pi, (rows, 1))))
    noise = 1 + NOISE * random.standard_normal((rows, SIDE, SIDE))
    spectra = along[:, :, None] * around[:, None, :] * noise
    return pd4ml.write(folder, "3_EOSL_or_EOSQ_180k.npz", [spectra.astype(np.float32)], label)
