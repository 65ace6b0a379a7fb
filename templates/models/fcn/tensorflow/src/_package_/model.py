"""Fully connected network on everything that a row holds.

B rows, F numbers of all inputs of a row, H width of a hidden layer, C outputs (values, or one logit per class).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from _package_.activations import activation
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.layers import BatchNorm, Dense, linear
from _package_.schema import Schema


class FCN(keras.Model):
    """Linear, batch normalisation, activation, dropout; as often as `hidden` has entries; then linear."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        outputs: int,
        *,
        activation: Callable[[Any], Any],
        batch_norm: bool,
        dropout: float,
    ) -> None:
        super().__init__()
        self.widths, self.activation = tuple(inputs.items()), activation
        widths = [sum(inputs.values()), *hidden]
        self.dense = [he(f"dense.{k}", *between) for k, between in enumerate(pairwise(widths))]
        self.norm = [BatchNorm(f"norm.{k}", units) for k, units in enumerate(hidden)] if batch_norm else []
        self.dropout = keras.layers.Dropout(dropout)
        self.out = linear("out", widths[-1], outputs)

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        x = tf.concat([tf.reshape(arrays[name], (-1, width)) for name, width in self.widths], 1)  # (B, F)
        for k, dense in enumerate(self.dense):
            x = dense(x)
            x = self.norm[k](x, training=training) if self.norm else x
            x = self.dropout(self.activation(x), training=training)  # (B, H)
        return self.out(x)  # (B, C)


def he(name: str, before: int, after: int) -> Any:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    layer = Dense(after, kernel_initializer="he_uniform", name=name)
    layer.build((None, before))
    return layer


def model(schema: Schema, config: Config) -> FCN:
    """The network, freshly initialised; takes {array name: (B, ...)} and gives (B, C)."""
    settings = config.model
    return FCN(
        {name: math.prod(array.shape) for name, array in schema.inputs.items()},
        settings["hidden"],
        schema.outputs,
        activation=activation(settings["activation"]),
        batch_norm=settings["batch_norm"],
        dropout=settings["dropout"],
    )
