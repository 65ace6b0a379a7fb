"""Graph convolutional network (arXiv:1609.02907) on the nodes of a graph, or on the pixels of an image.

B rows, N nodes, F features of a node, k neighbours that a node names, D width of a layer, C outputs (values, or one
logit per class). An image is (B, H, W, F) throughout; its N pixels are nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from _package_.activations import activation
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.errors import UserError, nearest
from _package_.layers import Dense, linear
from _package_.schema import Schema
from _package_.structure import POOLS, Structure, pixel_degrees, structure


class GCN(keras.Model):
    """Linear layers for each node, graph convolutions, pooling over the nodes, linear layers for the graph."""

    def __init__(
        self,
        about: Structure,
        dense: Sequence[int],
        graph: Sequence[int],
        head: Sequence[int],
        outputs: int,
        *,
        pool: str,
        activation: Callable[[Any], Any],
        dropout: float,
    ) -> None:
        super().__init__()
        self.about, self.average, self.activation = about, pool == "mean", activation
        self.dense = dense_layers("dense", [about.features, *dense])
        self.graph = dense_layers("graph", [(about.features, *dense)[-1], *graph])
        self.head = dense_layers("head", [(about.features, *dense, *graph)[-1], *head])
        self.dropout = keras.layers.Dropout(dropout)
        self.out = linear("out", (about.features, *dense, *graph, *head)[-1], outputs)

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        x, aggregate, pool = self.prepare(arrays)
        for layer in self.dense:
            x = self.activation(layer(x))  # (B, N, D)
        for layer in self.graph:
            x = self.activation(layer(aggregate(x)))  # (B, N, D)
        x = pool(x)  # (B, D)
        for layer in self.head:
            x = self.dropout(self.activation(layer(x)), training=training)
        return self.out(x)  # (B, C)

    def prepare(self, arrays: Mapping[str, Any]) -> tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]:
        """The nodes, what sums over neighbours, and what pools, both for arrays like that of the nodes."""
        x = arrays[self.about.nodes]
        if self.about.edges is None:
            height, width = x.shape[1], x.shape[2]
            root = tf.cast(pixel_degrees(height, width) ** -0.5, x.dtype)[:, :, None]
            count = height * width if self.average else 1
            return x, lambda h: root * around(root * h), lambda h: tf.reduce_sum(h, (1, 2)) / count
        edges = arrays[self.about.edges]
        mask = tf.ones_like(x[:, :, 0]) if self.about.mask is None else arrays[self.about.mask]  # (B, N)
        A = adjacency(edges, mask)
        root = mask[:, :, None] / tf.sqrt(tf.maximum(tf.reduce_sum(A, 2, keepdims=True), 1))  # (B, N, 1)
        count = tf.maximum(tf.reduce_sum(mask, 1, keepdims=True), 1) if self.average else 1
        return x, lambda h: root * (A @ (root * h)), lambda h: tf.reduce_sum(mask[:, :, None] * h, 1) / count


def adjacency(edges: Any, mask: Any) -> Any:
    """(B, N, N): 1 between a node and itself, and between real nodes of which either names the other; of (B, N, k)."""
    N = edges.shape[1]
    A = tf.eye(N, dtype=mask.dtype)
    for k in range(edges.shape[2]):
        named = tf.cast(edges[:, :, k, None] == tf.range(N, dtype=edges.dtype), mask.dtype)  # (B, N, N); -1 is no node
        A = tf.maximum(A, tf.maximum(named, tf.transpose(named, (0, 2, 1))))
    return A * mask[:, :, None] * mask[:, None]


def around(x: Any) -> Any:
    """(B, H, W, D): for each pixel the sum over itself and the up to eight around it."""
    x = tf.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)])
    x = x[:, :-2] + x[:, 1:-1] + x[:, 2:]
    return x[:, :, :-2] + x[:, :, 1:-1] + x[:, :, 2:]


def dense_layers(name: str, widths: Sequence[int]) -> list[Any]:
    """Linear layers from each width to the next, with fresh weights of variance 2 / inputs and no bias."""
    found: list[Any] = []
    for k, (before, after) in enumerate(pairwise(widths)):
        found.append(Dense(after, kernel_initializer="he_uniform", name=f"{name}.{k}"))
        found[-1].build((None, before))
    return found


def model(schema: Schema, config: Config) -> GCN:
    """The network, freshly initialised; takes {array name: (B, ...)} and gives (B, C)."""
    settings = config.model
    if settings["pool"] not in POOLS:
        raise UserError(f"model.pool is {settings['pool']!r}.", nearest(str(settings["pool"]), POOLS))
    return GCN(
        structure(schema),
        settings["dense"],
        settings["graph"],
        settings["head"],
        schema.outputs,
        pool=settings["pool"],
        activation=activation(settings["activation"]),
        dropout=settings["dropout"],
    )
