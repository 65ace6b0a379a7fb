"""Fully connected network on everything that a row holds.

B rows, F numbers of all inputs of a row, H width of a hidden layer, C outputs (values, or one logit per class).
"""

from __future__ import annotations

import math
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
    dropout,
    keys,
    linear,
    linear_init,
)
from _package_.schema import Schema


@dataclass(frozen=True)
class FCN:
    """Linear, batch normalisation, activation, dropout; as often as there are hidden layers; then linear."""

    inputs: tuple[str, ...]
    widths: tuple[int, ...]  # F, then H of each hidden layer
    outputs: int  # C
    activation: str
    batch_norm: bool
    dropout: float

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters."""
        parts = jax.random.split(key, len(self.widths))
        found = linear_init(parts[-1], "out", self.widths[-1], self.outputs)
        for k, (before, after) in enumerate(pairwise(self.widths)):
            found |= he(parts[k], f"dense.{k}", before, after)
            found |= batch_norm_init(f"norm.{k}", after) if self.batch_norm else {}
        return found

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """Output (B, C), and the running statistics that a training step (with a key) has moved."""
        x = jnp.concatenate([feeds[name].reshape(feeds[name].shape[0], -1) for name in self.inputs], 1)  # (B, F)
        function, updates = activation(self.activation), dict[str, Array]()
        for k, part in enumerate(keys(key, len(self.widths) - 1)):
            x = linear(parameters, f"dense.{k}", x)
            if self.batch_norm:
                x, moved = batch_norm(parameters, f"norm.{k}", x, training=key is not None)
                updates |= moved
            x = dropout(part, function(x), self.dropout)  # (B, H)
        return linear(parameters, "out", x), updates  # (B, C)


def he(key: Array, name: str, before: int, after: int) -> dict[str, Array]:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    draw = jax.nn.initializers.he_uniform(in_axis=1, out_axis=0)
    return {f"{name}.weight": draw(key, (after, before)), f"{name}.bias": jnp.zeros(after)}


def model(schema: Schema, config: Config) -> FCN:
    """The network; takes {array name: (B, ...)} and gives (B, C)."""
    settings = config.model
    activation(settings["activation"])
    inputs = {name: math.prod(array.shape) for name, array in schema.inputs.items()}
    return FCN(
        tuple(inputs),
        (sum(inputs.values()), *settings["hidden"]),
        schema.outputs,
        settings["activation"],
        settings["batch_norm"],
        settings["dropout"],
    )
