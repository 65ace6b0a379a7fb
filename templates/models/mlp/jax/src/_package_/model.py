"""Multilayer perceptron on the input features of a table.

B rows, F input features, H width of a hidden layer, C outputs (one value, or one logit per class).
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

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
class MLP:
    """Linear, batch normalisation, activation, dropout; as often as `hidden` has entries; then linear."""

    inputs: tuple[str, ...]
    widths: tuple[int, ...]  # F, then H of each hidden layer
    outputs: int  # C
    batch_norm: bool
    activation: str
    dropout: float

    @property
    def hidden(self) -> range:
        return range(len(self.widths) - 1)

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters."""
        parts = jax.random.split(key, len(self.widths))
        found = linear_init(parts[-1], "out", self.widths[-1], self.outputs)
        for k, (before, after) in enumerate(itertools.pairwise(self.widths)):
            found |= linear_init(parts[k], f"hidden.{k}", before, after)
            found |= batch_norm_init(f"norms.{k}", after) if self.batch_norm else {}
        return found

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """Output (B, C), and the running statistics that a training step (with a key) has moved."""
        x = jnp.concatenate([feeds[name].reshape(feeds[name].shape[0], -1) for name in self.inputs], axis=1)  # (B, F)
        function, updates = activation(self.activation), dict[str, Array]()
        for k, part in zip(self.hidden, keys(key, len(self.hidden)), strict=True):
            x = linear(parameters, f"hidden.{k}", x)  # (B, H)
            if self.batch_norm:
                x, moved = batch_norm(parameters, f"norms.{k}", x, training=key is not None)
                updates |= moved
            x = dropout(part, function(x), self.dropout)
        return linear(parameters, "out", x), updates  # (B, C)


def model(schema: Schema, config: Config) -> MLP:
    """The network; takes {array name: (B, ...)} and gives (B, 1) or one logit per class."""
    settings = config.model
    activation(settings["activation"])
    inputs = {name: math.prod(array.shape) for name, array in schema.inputs.items()}
    return MLP(
        tuple(inputs),
        (sum(inputs.values()), *settings["hidden"]),
        schema.outputs,
        batch_norm=settings["batch_norm"],
        activation=settings["activation"],
        dropout=settings["dropout"],
    )
