"""Multilayer perceptron on the input features of a table.

B rows, F input features, H width of a hidden layer, C outputs (one value, or one logit per class).
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from _package_.activations import activation
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.layers import BatchNorm, linear
from _package_.schema import Schema


class MLP(keras.Model):
    """Linear, batch normalisation, activation, dropout; as often as `hidden` has entries; then linear."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        outputs: int,
        *,
        batch_norm: bool,
        activation: Callable[[Any], Any],
        dropout: float,
    ) -> None:
        super().__init__()
        self.widths, self.activation = tuple(inputs.items()), activation
        widths = [sum(inputs.values()), *hidden]
        pairs = enumerate(itertools.pairwise(widths))
        self.hidden = [linear(f"hidden.{k}", before, after) for k, (before, after) in pairs]
        self.norms = [BatchNorm(f"norms.{k}", units) for k, units in enumerate(hidden)] if batch_norm else []
        self.dropouts = [keras.layers.Dropout(dropout) for _ in hidden]
        self.out = linear("out", widths[-1], outputs)

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        flat = [tf.reshape(arrays[name], (-1, width)) for name, width in self.widths]
        features = tf.concat(flat, axis=1)  # (B, F)
        for k, (layer, dropout) in enumerate(zip(self.hidden, self.dropouts, strict=True)):
            features = layer(features)
            if self.norms:
                features = self.norms[k](features, training=training)
            features = dropout(self.activation(features), training=training)  # (B, H)
        return self.out(features)  # (B, C)


def model(schema: Schema, config: Config) -> MLP:
    """The network, freshly initialised; takes {array name: (B, ...)} and gives (B, 1) or one logit per class."""
    settings = config.model
    return MLP(
        {name: math.prod(array.shape) for name, array in schema.inputs.items()},
        settings["hidden"],
        schema.outputs,
        batch_norm=settings["batch_norm"],
        activation=activation(settings["activation"]),
        dropout=settings["dropout"],
    )
