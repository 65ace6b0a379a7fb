"""A rule that is given and not learned: an affine map of all inputs side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.feeds import Feeds
from _package_.schema import Schema


@dataclass(frozen=True, slots=True)
class Affine:
    """answer = features @ matrix + offset, in normalised units and double precision."""

    matrix: NDArray[np.float64]  # (features, outputs)
    offset: NDArray[np.float64]  # (outputs,)

    def __call__(self, features: NDArray[Any]) -> NDArray[np.float64]:
        return features @ self.matrix + self.offset


def side_by_side(schema: Schema, feeds: Feeds) -> NDArray[np.float64]:
    """The input arrays as one table, (B, features)."""
    parts = [np.asarray(feeds[name], np.float64).reshape(len(feeds[name]), -1) for name in schema.inputs]
    return np.concatenate(parts, axis=1)
