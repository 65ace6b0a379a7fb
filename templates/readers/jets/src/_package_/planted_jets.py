"""Synthetic jets with a planted answer. Synthetic, not measured.

A jet of light quarks or gluons has its constituents around one axis, a top quark's around three that stand APART in
pseudorapidity: so the classes differ in deta and dr. Inert, the same in both: dphi, the momenta, their number, how wide
the jet is around its axes, which varies much, and how it lies in the detector.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.jets import CONSTITUENTS

APART = 0.35  # of the outer axes from the middle one, in pseudorapidity
WIDTH, WIDER = 0.06, 0.4  # median spread around each axis in pseudorapidity and in rad; spread of its logarithm
JET_PT = (550.0, 650.0)  # GeV, the range of the real jets
NUMBER = (15, 60)  # constituents


def momenta(rows: int, random: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Four-momenta (rows, 200, 4) in GeV, hardest first, zeros behind the last; labels (rows,), 1 for a top quark."""
    label = random.integers(2, size=rows)
    size = (rows, NUMBER[1])
    real = np.arange(NUMBER[1]) < random.integers(*NUMBER, size=rows, endpoint=True)[:, None]
    share = np.where(real, random.exponential(size=size) ** 2, 0)
    pt = -np.sort(-share / share.sum(axis=1, keepdims=True), axis=1) * random.uniform(*JET_PT, rows)[:, None]
    width = WIDTH * np.exp(WIDER * random.standard_normal((rows, 1)))
    axis = APART * label[:, None] * random.integers(-1, 2, size=size)
    eta = random.uniform(-1.5, 1.5, rows)[:, None] + axis + width * random.standard_normal(size)
    phi = random.uniform(-np.pi, np.pi, rows)[:, None] + width * random.standard_normal(size)
    parts: list[NDArray[Any]] = [pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)]
    found = np.zeros((rows, CONSTITUENTS, 4), dtype=np.float32)
    found[:, : NUMBER[1]] = np.stack(parts, axis=-1)
    return found, label
