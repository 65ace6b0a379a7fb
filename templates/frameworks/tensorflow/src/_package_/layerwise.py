"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015): each neuron hands on its relevance in proportion to what its inputs
and its bias have added to it, batch normalisation folded into the layer before it. In networks of linear layers and of
activations through the origin that are straight on either side, such as ReLU, that is gradient × input, and gradient ×
bias for the share of the biases (Ancona et al. 2018), and it conserves relevance; whether it does is measured, not
assumed. Rules that favour one sign hand more to noise.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.backend import tf
from _package_.config import Config
from _package_.feeding import feed_signature, graph
from _package_.feeds import Feeds
from _package_.probes import Product, listening, ruled
from _package_.schema import Schema
from _package_.train import trained

Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
Tensor = Any  # of TensorFlow, which has no types


class Shared:
    """Layers as they are, but for their biases: each times `share`, 1, by which the answer can be derived."""

    def __init__(self, share: Tensor) -> None:
        self.share = share

    def affine(self, product: Product, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        return product(x, weight) if bias is None else product(x, weight) + bias * self.share

    def scaled(self, x: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
        return x * scale + offset * self.share


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Relevance:
    """Of one output: the relevance of every input value, by array, and what biases took, (rows,)."""
    network, where = trained(stem, schema, config, device)
    inputs, zero = list(schema.inputs), tf.UnconnectedGradients.ZERO

    def shares(feeds: dict[str, Tensor], column: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        watched, share = {name: feeds[name] for name in inputs}, tf.ones(())
        rows = tf.ones(tf.shape(watched[inputs[0]])[:1])
        with tf.GradientTape() as outer:
            outer.watch(rows)  # the derivative by them tells the rows apart
            with tf.GradientTape() as tape:
                tape.watch((watched, share))
                with ruled(Shared(share)):
                    output = tf.gather(network(feeds, training=False), column, axis=1)
                total = tf.reduce_sum(output * rows)
            found: Any = tape.gradient(total, (watched, share), unconnected_gradients=zero)
            slopes, pull = found
        taken = outer.gradient(pull, rows, unconnected_gradients=zero)
        return {name: watched[name] * slopes[name] for name in inputs}, taken

    traced = graph(shares, feed_signature(schema), tf.TensorSpec((), tf.int32))

    def of(feeds: Feeds, column: int) -> tuple[Feeds, NDArray[Any]]:
        with tf.device(where):
            given = {name: tf.convert_to_tensor(values) for name, values in feeds.items()}
            found, taken = traced(given, tf.constant(column))
        return {name: np.array(values) for name, values in found.items()}, taken.numpy()

    return of


def activity(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds], list[NDArray[Any]]]:
    """Of rows: the mean size of what each neuron gives on, (neurons,), of each layer in the order of computation."""
    network, where = trained(stem, schema, config, device)

    def means(feeds: dict[str, Tensor]) -> list[Tensor]:
        with listening() as heard:
            network(feeds, training=False)
        return [tf.reduce_mean(tf.abs(values), list(range(len(values.shape) - 1))) for values in heard]

    traced = graph(means, feed_signature(schema))

    def of(feeds: Feeds) -> list[NDArray[Any]]:
        with tf.device(where):
            given = {name: tf.convert_to_tensor(values) for name, values in feeds.items()}
            return [values.numpy() for values in traced(given)]

    return of
