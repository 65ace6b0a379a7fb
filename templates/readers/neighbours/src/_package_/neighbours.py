"""The nearest neighbours of each point of a cloud, as the edges of a graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

DISTANCES = 4_000_000  # held at a time: about 32 MB


def nearest(points: NDArray[Any], mask: NDArray[Any], k: int) -> NDArray[np.int16]:
    """Indices of the k nearest real points of each real point, nearest first: (B, N, k), -1 where there is none.

    `points` (B, N, D) are coordinates in one unit, `mask` (B, N) is true where a point is real. A point is no neighbour
    of its own; of two at the same distance the one with the lower index comes first. Coordinates must be finite where
    the mask is true.
    """
    rows, size, _ = points.shape
    found = np.full((rows, size, k), -1, dtype=np.int16)
    real = np.asarray(mask, dtype=bool)
    used = int(np.flatnonzero(real.any(axis=0))[-1]) + 1 if real.any() else 0  # clouds are padded at their end
    step = max(1, DISTANCES // max(1, used * used))
    for start in range(0, rows if used > 1 else 0, step):
        part = slice(start, start + step)
        found[part, :used] = _nearest(points[part, :used], real[part, :used], k)
    return found


def _nearest(points: NDArray[Any], real: NDArray[np.bool_], k: int) -> NDArray[np.int16]:
    """The same for a few clouds at once."""
    rows, size, width = points.shape
    x = np.where(real[..., None], points, 0).astype(np.float64, copy=False)
    distance = np.zeros((rows, size, size))
    for axis in range(width):
        distance += (x[:, :, None, axis] - x[:, None, :, axis]) ** 2
    distance[~(real[:, :, None] & real[:, None, :])] = np.inf
    distance[:, np.arange(size), np.arange(size)] = np.inf
    found = np.full((rows, size, k), -1, dtype=np.int16)
    for place in range(min(k, size - 1)):  # k passes cost less than sorting: k is small
        best = distance.argmin(axis=-1)[..., None]  # the first of several equal ones
        found[..., place] = np.where(np.isfinite(np.take_along_axis(distance, best, -1)), best, -1)[..., 0]
        np.put_along_axis(distance, best, np.inf, -1)
    return found
