"""Graph convolutional network (arXiv:1609.02907) on the nodes of a graph, or on the pixels of an image.

B rows, N nodes, F features of a node, k neighbours that a node names, D width of a layer, C outputs (values, or one
logit per class). An image is (B, H, W, F) throughout; its N pixels are nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import jax
import jax.numpy as jnp
from jax import Array

from _package_.config import Config
from _package_.errors import UserError, nearest
from _package_.layers import Parameters, activation, dropout, keys, linear, linear_init
from _package_.schema import Schema
from _package_.structure import POOLS, Structure, pixel_degrees, structure


@dataclass(frozen=True)
class GCN:
    """Linear layers for each node, graph convolutions, pooling over the nodes, linear layers for the graph."""

    about: Structure
    dense: tuple[int, ...]
    graph: tuple[int, ...]
    head: tuple[int, ...]
    outputs: int  # C
    mean: bool  # over the nodes, not their sum
    activation: str
    dropout: float

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters."""
        names = [f"{part}.{k}" for part in ("dense", "graph", "head") for k in range(len(getattr(self, part)))]
        widths = [self.about.features, *self.dense, *self.graph, *self.head]
        parts = jax.random.split(key, len(widths))
        found = linear_init(parts[-1], "out", widths[-1], self.outputs)
        for part, name, (before, after) in zip(parts, names, pairwise(widths), strict=False):
            found |= he(part, name, before, after)
        return found

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """Output (B, C)."""
        function = activation(self.activation)
        x, aggregate, pool = self.prepare(feeds)
        for k in range(len(self.dense)):
            x = function(linear(parameters, f"dense.{k}", x))  # (B, N, D)
        for k in range(len(self.graph)):
            x = function(linear(parameters, f"graph.{k}", aggregate(x)))  # (B, N, D)
        x = pool(x)  # (B, D)
        for k, part in enumerate(keys(key, len(self.head))):
            x = dropout(part, function(linear(parameters, f"head.{k}", x)), self.dropout)
        return linear(parameters, "out", x), {}

    def prepare(self, feeds: Mapping[str, Array]) -> tuple[Array, Callable[[Array], Array], Callable[[Array], Array]]:
        """The nodes, what sums over neighbours, and what pools, both for arrays like that of the nodes."""
        x = feeds[self.about.nodes]
        if self.about.edges is None:
            height, width = x.shape[1], x.shape[2]
            root = jnp.asarray(pixel_degrees(height, width) ** -0.5, x.dtype)[:, :, None]
            count = height * width if self.mean else 1
            return x, lambda h: root * around(root * h), lambda h: h.sum((1, 2)) / count
        edges = feeds[self.about.edges]
        mask = jnp.ones_like(x[:, :, 0]) if self.about.mask is None else feeds[self.about.mask]  # (B, N)
        A = adjacency(edges, mask)
        root = mask[:, :, None] / jnp.sqrt(jnp.maximum(A.sum(2, keepdims=True), 1))  # (B, N, 1)
        pooled = jnp.maximum(mask.sum(1, keepdims=True), 1) if self.mean else 1
        return x, lambda h: root * (A @ (root * h)), lambda h: (mask[:, :, None] * h).sum(1) / pooled


def adjacency(edges: Array, mask: Array) -> Array:
    """(B, N, N): 1 between a node and itself, and between real nodes of which either names the other; of (B, N, k)."""
    N = edges.shape[1]
    A = jnp.eye(N, dtype=mask.dtype)
    for k in range(edges.shape[2]):
        named = (edges[:, :, k, None] == jnp.arange(N, dtype=edges.dtype)).astype(mask.dtype)  # (B, N, N)
        A = jnp.maximum(A, jnp.maximum(named, named.transpose(0, 2, 1)))  # -1 is no node
    return A * mask[:, :, None] * mask[:, None]


def around(x: Array) -> Array:
    """(B, H, W, D): for each pixel the sum over itself and the up to eight around it."""
    x = jnp.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    x = x[:, :-2] + x[:, 1:-1] + x[:, 2:]
    return x[:, :, :-2] + x[:, :, 1:-1] + x[:, :, 2:]


def he(key: Array, name: str, before: int, after: int) -> dict[str, Array]:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    draw = jax.nn.initializers.he_uniform(in_axis=1, out_axis=0)
    return {f"{name}.weight": draw(key, (after, before)), f"{name}.bias": jnp.zeros(after)}


def model(schema: Schema, config: Config) -> GCN:
    """The network; takes {array name: (B, ...)} and gives (B, C)."""
    settings = config.model
    activation(settings["activation"])
    if settings["pool"] not in POOLS:
        raise UserError(f"model.pool is {settings['pool']!r}.", nearest(str(settings["pool"]), POOLS))
    return GCN(
        structure(schema),
        *(tuple(settings[part]) for part in ("dense", "graph", "head")),
        outputs=schema.outputs,
        mean=settings["pool"] == "mean",
        activation=settings["activation"],
        dropout=settings["dropout"],
    )
