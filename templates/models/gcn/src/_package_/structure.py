"""What a graph convolutional network must know of its input, before any framework has a say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.schema import Schema

POOLS = ("mean", "sum")


class Structure(NamedTuple):
    """Names of the arrays, and how many features a node has."""

    nodes: str  # (N, F), or (H, W, F) of an image
    mask: str | None  # (N,); None: every node is real
    edges: str | None  # (N, k); None: an image, whose pixels are joined to those around them
    features: int


def structure(schema: Schema) -> Structure:
    """UserError where the data have no graph and no image, or several of them."""
    found = [name for name, array in schema.inputs.items() if array.edges is not None or array.kind == "image"]
    if len(found) != 1 or len(schema.inputs) != 1:
        raise UserError(
            f"A graph convolutional network takes one graph or one image; the data have {', '.join(schema.inputs)}.",
            "Set recipe.options.input of data/manifest.json to graph or image, where the recipe offers it.",
        )
    array = schema.inputs[found[0]]
    return Structure(found[0], array.mask, array.edges, array.shape[-1])


def pixel_degrees(height: int, width: int) -> NDArray[np.float32]:
    """(H, W): how many pixels there are around each, itself included: 9 inside, 6 at a border, 4 in a corner."""

    def along(count: int) -> NDArray[np.int64]:
        place = np.arange(count)
        return np.minimum(place + 1, count - 1) - np.maximum(place - 1, 0) + 1

    return np.outer(along(height), along(width)).astype(np.float32)
