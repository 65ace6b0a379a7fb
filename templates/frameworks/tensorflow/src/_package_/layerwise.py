"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015) with the gamma rule (Montavon et al. 2019), written as gradient ×
input of a network whose linear layers have their positive weights enlarged and their outputs unchanged. It conserves
relevance, the biases' share included, in networks of linear layers and of activations through the origin that are
straight on either side, such as ReLU; whether it does is measured, not assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import weights
from _package_.backend import tf
from _package_.config import Config
from _package_.feeding import feed_signature, graph
from _package_.feeds import Feeds
from _package_.probes import Product, listening, plain, ruled
from _package_.schema import Schema
from _package_.train import trained

GAMMA = 0.25  # how much positive weights are favoured; 0 is the plain gradient
Tensor = Any  # of TensorFlow, which has no types


def gamma(product: Product, weight: Tensor, bias: Tensor | None) -> Tensor:
    """The layer's output, with the gradient of its copy with larger positive weights."""
    output = plain(product, weight, bias)
    larger = plain(product, enlarged(weight), None if bias is None else enlarged(bias))
    small = tf.abs(larger) < 1e-9
    ratio = tf.where(small, 0.0, output / tf.where(small, 1e-9, larger))
    return larger * tf.stop_gradient(ratio)


def enlarged(values: Tensor) -> Tensor:
    values = tf.convert_to_tensor(values)
    return values + GAMMA * tf.nn.relu(values)


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], tuple[Feeds, float]]:
    """Of one output: the relevance of every input value, by array, and the sum over the rows of what biases took."""
    network, where = trained(stem, schema, config, device)
    named = [(part.names[0].rpartition(".")[2], part.variable.value) for part in weights.parts(network)]
    biases, inputs = [variable for name, variable in named if name.startswith("bias")], list(schema.inputs)

    def shares(feeds: dict[str, Tensor], column: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        watched = {name: feeds[name] for name in inputs}
        with tf.GradientTape() as tape, ruled(gamma):
            tape.watch(watched)
            total = tf.reduce_sum(tf.gather(network(feeds, training=False), column, axis=1))
        found: Any = tape.gradient(total, (watched, biases), unconnected_gradients=tf.UnconnectedGradients.ZERO)
        slopes, pulls = found
        taken = tf.add_n([tf.reduce_sum(value * pull) for value, pull in zip(biases, pulls, strict=True)])
        return {name: watched[name] * slopes[name] for name in inputs}, taken

    traced = graph(shares, feed_signature(schema), tf.TensorSpec((), tf.int32))

    def of(feeds: Feeds, column: int) -> tuple[Feeds, float]:
        with tf.device(where):
            given = {name: tf.convert_to_tensor(values) for name, values in feeds.items()}
            found, taken = traced(given, tf.constant(column))
        return {name: np.array(values) for name, values in found.items()}, float(taken)

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
