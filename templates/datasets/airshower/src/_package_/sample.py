"""A synthetic file of pd4ml's air showers: traces with a planted depth. Synthetic, not measured.

A shower's signal falls from its core outwards and, in each station, exponentially in time. The planted answer: the
deeper the maximum, the longer the traces, by BINS_PER_DEPTH. Inert: the energy, which scales all signals, and the
direction, which tilts the arrival times.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import pd4ml
from _package_.recipe import BINS, SIDE

XMAX = (600.0, 900.0)  # g/cm^2
LENGTH = 12.0  # bins in which a trace falls to 1/e at the mean depth
BINS_PER_DEPTH = 0.02  # bins per g/cm^2
NOISE = 0.1  # relative, of each bin
SPACING = 1.0  # of the stations, in the sample's own unit; the real places are in the file
TILT = 0.3  # largest difference of the arrival times of neighbouring stations, in the sample's own unit
FAINT = 0.05  # signals below are not measured: -1 in the file


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` showers into folder/4_airshower_100k_regression.npz: traces, arrival times, places of stations."""
    random = np.random.default_rng(seed)
    x, y = np.indices((SIDE, SIDE)) - SIDE // 2
    xmax = random.uniform(*XMAX, rows)
    length = LENGTH + BINS_PER_DEPTH * (xmax - np.mean(XMAX))
    core = random.uniform(-0.5, 0.5, (2, rows, 1, 1))
    size = random.uniform(20, 40, (rows, 1, 1)) * np.exp(-np.hypot(x - core[0], y - core[1]) / 2)
    trace = np.exp(-np.arange(BINS) / length[:, None])[:, None, None, :]
    signal = size[..., None] * trace * (1 + NOISE * random.standard_normal((rows, SIDE, SIDE, BINS)))
    signal = np.where(signal > FAINT, signal, -1).astype(np.float32)
    tilt = random.uniform(-TILT, TILT, (2, rows, 1, 1))
    time = 10 + tilt[0] * x + tilt[1] * y
    time = np.where((signal > 0).any(axis=-1), time, -1)[..., None].astype(np.float32)
    places = SPACING * np.stack([x.ravel(), y.ravel(), np.zeros(SIDE**2)], axis=-1)
    inputs = [signal, time, places.astype(np.float32)]
    target = xmax.astype(np.float32)
    return pd4ml.write(folder, "4_airshower_100k_regression.npz", inputs, target, constant=1, train=0.7)
