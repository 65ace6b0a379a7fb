"""What an answer is made of: gradient × input, relevances of LRP where the network allows them, active neurons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.feeds import Feeds
from _package_.parts import columns
from _package_.schema import Schema

PIECE = 250  # rows at a time: a gradient keeps every layer's output
# Of one output: by input array, and what the biases took of each row.
Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
Activity = Callable[[Feeds], list[NDArray[Any]]]  # mean sizes, (neurons,), of each layer
TOLERANCE = 1e-3  # of the largest output's size: so near the relevances of every row must add up to its output


@dataclass(frozen=True, slots=True)
class Attribution:
    """The mean over rows of the size of what each feature and each object contributes to an output."""

    array: str
    features: dict[str, float]
    objects: list[float]  # of a cloud or a sequence; else empty


def gradient_times_input(
    gradients: Callable[[Feeds, int], Feeds], feeds: Feeds, schema: Schema, column: int
) -> list[Attribution]:
    """gradient × input of one output, (rows, *shape) for each array, summed up."""
    found: dict[str, list[NDArray[Any]]] = {name: [] for name in schema.inputs}
    for piece in pieces(feeds):
        slopes = gradients(piece, column)
        for name in schema.inputs:
            found[name].append(slopes[name] * piece[name])
    return summed({name: np.concatenate(parts) for name, parts in found.items()}, schema)


def relevances(
    relevance: Relevance, forward: Callable[[Feeds], NDArray[Any]], feeds: Feeds, schema: Schema, column: int
) -> tuple[list[Attribution], float]:
    """Relevances of one output, and max|sum of a row's relevances + its biases' share − its output| / max|output|.

    Above TOLERANCE the rule is not defined for this network.
    """
    found: dict[str, list[NDArray[Any]]] = {name: [] for name in schema.inputs}
    missed, size = 0.0, 0.0
    for piece in pieces(feeds):
        parts, biases = relevance(piece, column)
        output = np.asarray(forward(piece), np.float64)[:, column]
        sums = [values.reshape(len(output), -1).sum(1, dtype=np.float64) for values in parts.values()]
        off = np.sum(sums, axis=0) + biases - output
        missed, size = max(missed, float(np.abs(off).max())), max(size, float(np.abs(output).max()))
        for name in schema.inputs:
            found[name].append(parts[name])
    return summed({name: np.concatenate(values) for name, values in found.items()}, schema), missed / (size or 1.0)


def activity(means: Activity, feeds: Feeds) -> dict[str, list[float]]:
    """The mean size of what each neuron gives on, by layer in the order in which they compute."""
    parts = pieces(feeds)
    sizes = [len(next(iter(piece.values()))) for piece in parts]
    layers = zip(*(means(piece) for piece in parts), strict=True)
    return {
        f"layer {number}": np.average(np.array(of, np.float64), axis=0, weights=sizes).tolist()
        for number, of in enumerate(layers, 1)
    }


def pieces(feeds: Feeds) -> list[Feeds]:
    rows = len(next(iter(feeds.values())))
    return [{name: values[at : at + PIECE] for name, values in feeds.items()} for at in range(0, rows, PIECE)]


def summed(contributions: Feeds, schema: Schema) -> list[Attribution]:
    """Mean sizes by column (all that a row has of it together) and by object (all columns together)."""
    done: list[Attribution] = []
    for name, array in schema.inputs.items():
        values = np.asarray(contributions[name], np.float64)
        middle = tuple(range(1, values.ndim - 1))
        sums = values.sum(middle)
        by_feature = {one.name: float(np.abs(sums[:, one.entries].sum(1)).mean()) for one in columns(name, array)}
        by_object = np.abs(values.sum(-1)).mean(0).tolist() if array.kind in ("cloud", "graph", "sequence") else []
        done.append(Attribution(name, by_feature, by_object))
    return done
