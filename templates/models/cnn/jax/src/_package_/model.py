"""Convolutional network on the images of a row.

B rows, H height, W width, I channels of all images, K channels of a stage, N numbers after the last stage, D width of
a dense layer, C outputs (values, or one logit per class). Images are channels last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import jax
import jax.numpy as jnp
from jax import Array

from _package_.config import Config
from _package_.layers import (
    Parameters,
    activation,
    batch_norm,
    batch_norm_init,
    conv2d,
    dropout,
    keys,
    linear,
    linear_init,
)
from _package_.schema import Schema
from _package_.stages import Sizes, Stage, flattened, image, stages


@dataclass(frozen=True)
class CNN:
    """Convolution, pooling, normalisation, activation, dropout; flattened; linear to dropout again; then linear."""

    inputs: tuple[str, ...]
    size: Sizes
    stages: tuple[Stage, ...]
    dense: tuple[int, ...]
    outputs: int  # C
    average: bool  # pooling by the mean, not the largest
    dense_dropout: float
    batch_norm: bool
    activation: str

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters."""
        channels = [self.size.channels, *(stage.channels for stage in self.stages)]
        widths = [flattened(self.size, list(self.stages)), *self.dense]
        parts = jax.random.split(key, len(self.stages) + len(self.dense) + 1)
        found = linear_init(parts[-1], "out", widths[-1], self.outputs)
        for k, stage in enumerate(self.stages):
            found |= he(parts[k], f"conv.{k}", (stage.channels, channels[k], stage.kernel, stage.kernel))
            found |= batch_norm_init(f"conv_norm.{k}", stage.channels) if self.batch_norm else {}
        for k, (before, after) in enumerate(pairwise(widths)):
            found |= he(parts[len(self.stages) + k], f"dense.{k}", (after, before))
            found |= batch_norm_init(f"dense_norm.{k}", after) if self.batch_norm else {}
        return found

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """Output (B, C), and the running statistics that a training step (with a key) has moved."""
        function, updates = activation(self.activation), dict[str, Array]()
        parts = keys(key, len(self.stages) + len(self.dense))

        def end(name: str, x: Array, part: Array | None, rate: float) -> Array:
            if self.batch_norm:
                x, moved = batch_norm(parameters, name, x, training=key is not None)
                updates.update(moved)
            return dropout(part, function(x), rate)

        x = jnp.concatenate([feeds[name] for name in self.inputs], 3)  # (B, H, W, I)
        for k, stage in enumerate(self.stages):
            x = jnp.pad(x, ((0, 0), stage.padding, stage.padding, (0, 0)))
            x = pooled(conv2d(parameters, f"conv.{k}", x), stage.pool, self.average)
            x = end(f"conv_norm.{k}", x, parts[k], stage.dropout)  # (B, H, W, K)
        x = x.reshape(x.shape[0], -1)  # (B, N)
        for k in range(len(self.dense)):
            x = linear(parameters, f"dense.{k}", x)
            x = end(f"dense_norm.{k}", x, parts[len(self.stages) + k], self.dense_dropout)  # (B, D)
        return linear(parameters, "out", x), updates  # (B, C)


def pooled(x: Array, size: int, average: bool) -> Array:
    """(B, H, W, K): largest or mean of each window, side by side; what does not fill a window is left out."""
    _, height, width, channels = x.shape
    rows, columns = height // size, width // size
    windows = x[:, : rows * size, : columns * size].reshape(-1, rows, size, columns, size, channels)
    return windows.mean((2, 4)) if average else windows.max((2, 4))


def he(key: Array, name: str, shape: tuple[int, ...]) -> dict[str, Array]:
    """Fresh weights (out, in, ...) of variance 2 / inputs, no bias: a signal keeps its size in ReLU layers."""
    draw = jax.nn.initializers.he_uniform(in_axis=1, out_axis=0)
    return {f"{name}.weight": draw(key, shape), f"{name}.bias": jnp.zeros(shape[0])}


def model(schema: Schema, config: Config) -> CNN:
    """The network; takes {array name: (B, H, W, channels)} and gives (B, C)."""
    settings = config.model
    activation(settings["activation"])
    return CNN(
        tuple(schema.inputs),
        image(schema),
        tuple(stages(settings)),
        tuple(settings["dense"]),
        schema.outputs,
        average=settings["pooling"] == "average",
        dense_dropout=settings["dense_dropout"],
        batch_norm=settings["batch_norm"],
        activation=settings["activation"],
    )
