"""What an answer is made of: gradient × input, relevances of LRP where the network allows them, active neurons.

A relevance has the sign of what it adds to its row, and in a row those of all features fluctuate: their mean size is
large for noise, too. Since a row's relevances and its biases' share add up to its output, the output's variance over
the rows is the sum of their covariances with it. This share, cov(relevance, output) / var(output), is what a feature
counts for (Li et al. 2010, J. Phys. Chem. A 114, 6022: covariance decomposition): what fluctuates without moving the
output cancels, and all shares and that of the biases add up to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
TOLERANCE = 1e-4  # of the largest output's size: so near the relevances of every row must add up to its output


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each feature and each object contributes to an output: the mean of its size over the rows."""

    array: str
    features: dict[str, float]
    objects: list[float]  # of a cloud or a sequence; else empty


@dataclass(frozen=True, slots=True)
class Share(Attribution):
    """The same as shares of the output's variance over the rows."""

    sizes: dict[str, float]  # of each feature: mean size of its relevance


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
) -> tuple[list[Share], float]:
    """Relevances of one output, and max|sum of a row's relevances + its biases' share − its output| / max|output|.

    Above TOLERANCE the rule is not defined for this network.
    """
    found: dict[str, list[NDArray[Any]]] = {name: [] for name in schema.inputs}
    missed, outputs = 0.0, list[NDArray[np.float64]]()
    for piece in pieces(feeds):
        parts, biases = relevance(piece, column)
        output = np.asarray(forward(piece), np.float64)[:, column]
        sums = [values.reshape(len(output), -1).sum(1, dtype=np.float64) for values in parts.values()]
        missed = max(missed, float(np.abs(np.sum(sums, axis=0) + biases - output).max()))
        outputs.append(output)
        for name in schema.inputs:
            found[name].append(parts[name])
    output = np.concatenate(outputs)
    whole = {name: np.concatenate(values) for name, values in found.items()}
    return shared(whole, output, schema), missed / (float(np.abs(output).max()) or 1.0)


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
    return [
        Attribution(name, {column: size(values) for column, values in features.items()}, [size(one) for one in objects])
        for name, features, objects in rowwise(contributions, schema)
    ]


def shared(relevance: Feeds, output: NDArray[np.float64], schema: Schema) -> list[Share]:
    """Shares of the variance of the output, (rows,), by column and by object; 0 where the output is always the same."""
    moved = output - output.mean()
    total = float(np.square(moved).sum()) or 1.0

    def share(values: NDArray[np.float64]) -> float:
        return float(values @ moved) / total

    return [
        Share(
            name,
            {column: share(values) for column, values in features.items()},
            [share(one) for one in objects],
            {column: size(values) for column, values in features.items()},
        )
        for name, features, objects in rowwise(relevance, schema)
    ]


def size(values: NDArray[np.float64]) -> float:
    return float(np.abs(values).mean())


def rowwise(
    contributions: Feeds, schema: Schema
) -> Iterator[tuple[str, dict[str, NDArray[np.float64]], list[NDArray[np.float64]]]]:
    """Of each array: what each column and each object of it adds to every row, (rows,)."""
    for name, array in schema.inputs.items():
        values = np.asarray(contributions[name], np.float64)
        sums = values.sum(tuple(range(1, values.ndim - 1)))
        features = {one.name: sums[:, one.entries].sum(1) for one in columns(name, array)}
        yield name, features, [*values.sum(-1).T] if array.kind in ("cloud", "graph", "sequence") else []
