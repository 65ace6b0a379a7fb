"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015) with the gamma rule (Montavon et al. 2019) for inputs of either sign
(Andéol et al. 2021), written as gradient × input of a network whose layers have what agrees with the sign of a neuron
enlarged and their outputs unchanged. Batch normalisation is folded into the layer before it. It conserves relevance,
the biases' share included, in networks of linear layers and of activations through the origin that are straight on
either side, such as ReLU; whether it does is measured, not assumed.
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

GAMMA = 0.25  # how much what agrees with a neuron is favoured; 0 is the plain gradient
Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
Tensor = Any  # of TensorFlow, which has no types


class Gamma:
    """The rule for every layer; `share`, 1, is that of the biases."""

    def __init__(self, share: Tensor) -> None:
        self.share = share
        self.made: dict[int, tuple[Any, ...]] = {}  # by id of a layer's output, which is kept

    def affine(self, product: Product, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        output = by_sign(product, x, tf.convert_to_tensor(weight), bias, self.share)
        self.made[id(output)] = (output, product, x, weight, bias)
        return output

    def scaled(self, x: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
        """Of the output of a layer: that of the layer with other weights."""
        if id(x) not in self.made:
            return x * scale + offset * self.share
        _, product, inputs, weight, bias = self.made[id(x)]
        return self.affine(product, inputs, weight * scale, offset if bias is None else bias * scale + offset)


def by_sign(product: Product, x: Tensor, weight: Tensor, bias: Tensor | None, share: Tensor) -> Tensor:
    """product(x, weight) + bias, with the gradient of its parts of one sign, the larger part favoured."""
    high, low, up, down = tf.nn.relu(x), -tf.nn.relu(-x), tf.nn.relu(weight), -tf.nn.relu(-weight)
    above, below = product(high, up) + product(low, down), product(high, down) + product(low, up)
    if bias is not None:
        above, below = above + tf.nn.relu(bias) * share, below - tf.nn.relu(-bias) * share
    output = tf.stop_gradient(above + below)
    larger = above + below + GAMMA * tf.where(output > 0, above, below)
    small = tf.abs(larger) < 1e-12
    return larger * tf.stop_gradient(tf.where(small, 0.0, output / tf.where(small, 1.0, larger)))


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
                with ruled(Gamma(share)):
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
