"""What the answer of a rule changes by when an input does: the same for every row."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import load


def gradients(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], Feeds] | None:
    """d output[:, column] / d feed for each input array, (B, ...) as the feed."""
    del config, device
    rule = load(stem)
    ends = np.cumsum([math.prod(array.shape) for array in schema.inputs.values()])[:-1]

    def at(feeds: Feeds, column: int) -> Feeds:
        parts = np.split(rule.matrix[:, column], ends)
        return {
            name: np.broadcast_to(part.reshape(array.shape), (len(feeds[name]), *array.shape))
            for (name, array), part in zip(schema.inputs.items(), parts, strict=True)
        }

    return at
