"""How the output changes with what the network is fed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from _package_.backend import tf
from _package_.config import Config
from _package_.feeding import feed_signature, graph
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import trained


def gradients(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], Feeds]:
    """d output[:, column] / d feed of every input array, each of its feed's shape, row by row."""
    network, where = trained(stem, schema, config, device)
    return gradients_of(network, where, schema)


def gradients_of(network: Any, where: str, schema: Schema) -> Callable[[Feeds, int], Feeds]:
    inputs = list(schema.inputs)

    def slopes(feeds: dict[str, Any], column: Any) -> dict[str, Any]:
        watched = {name: feeds[name] for name in inputs}
        with tf.GradientTape() as tape:
            tape.watch(watched)
            # Rows do not see each other where nothing is learned, so that the sum has every row's own gradient.
            total = tf.reduce_sum(tf.gather(network(feeds, training=False), column, axis=1))
        return tape.gradient(total, watched, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    traced = graph(slopes, feed_signature(schema), tf.TensorSpec((), tf.int32))

    def of(feeds: Feeds, column: int) -> Feeds:
        with tf.device(where):
            given = {name: tf.convert_to_tensor(values) for name, values in feeds.items()}
            return {name: np.array(value) for name, value in traced(given, tf.constant(column)).items()}

    return of
