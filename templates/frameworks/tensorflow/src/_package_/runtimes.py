"""How the trained network can be run by TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.backend import tf
from _package_.config import Config
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import forward, trained


def runtimes(stem: Path, schema: Schema, config: Config, device: str) -> dict[str, Callable[[Feeds], NDArray[Any]]]:
    """Feeds of B rows to raw output (B, C), operation by operation, as a graph, and compiled by XLA;
    `train.micro_batch` rows at a time.

    XLA compiles at the first call with each number of rows. The output lies in NumPy's memory: the device is done.
    """
    network, where = trained(stem, schema, config, device)

    def eager(feeds: Feeds) -> NDArray[Any]:
        with tf.device(where):
            given = {name: tf.convert_to_tensor(values) for name, values in feeds.items()}
            return network(given, training=False).numpy()

    found = {
        "eager": eager,
        "graph": forward(network, where, schema),
        "compiled": forward(network, where, schema, compiled=True),
    }
    size = config.train["micro_batch"]
    return {name: in_pieces(run, size) for name, run in found.items()}


def in_pieces(run: Callable[[Feeds], NDArray[Any]], size: int) -> Callable[[Feeds], NDArray[Any]]:
    """The same for any number of rows with the memory that `size` rows need; 0: all at once."""

    def whole(feeds: Feeds) -> NDArray[Any]:
        rows = len(next(iter(feeds.values())))
        starts = range(0, rows, size) if size else [0]
        return np.concatenate(
            [run({name: values[at:][: size or rows] for name, values in feeds.items()}) for at in starts]
        )

    return whole
