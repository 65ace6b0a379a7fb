"""How a fitted estimator can be run here: as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import answer, load


def runtimes(
    stem: Path, schema: Schema, config: Config, device: str
) -> dict[str, Callable[[Feeds], NDArray[np.float64]]]:
    """By name: what the estimator is fed, normalised, to normalised values (B, 1) or probabilities (B, classes)."""
    estimator = load(stem)

    def eager(feeds: Feeds) -> NDArray[Any]:
        return answer(estimator, schema, side_by_side(schema, feeds))

    return {"eager": eager}


def side_by_side(schema: Schema, feeds: Feeds) -> NDArray[np.float64]:
    """The input arrays as one table, (B, features)."""
    parts = [np.asarray(feeds[name], np.float64).reshape(len(feeds[name]), -1) for name in schema.inputs]
    return np.concatenate(parts, axis=1)
