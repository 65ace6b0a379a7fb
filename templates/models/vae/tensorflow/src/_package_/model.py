"""Variational autoencoder of the inputs of a row.

B rows, F numbers of all inputs of a row, H width of a hidden layer, L latent numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from _package_.activations import activation
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.layers import linear
from _package_.schema import Schema


class VAE(keras.Model):
    """q(z|x) is normal with the encoder's mean and variance, p(z) standard normal, p(x|z) normal with variance 1."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        latent: int,
        activation: Callable[[Any], Any],
    ) -> None:
        super().__init__()
        self.widths, self.activation = tuple(inputs.items()), activation
        widths = [sum(inputs.values()), *hidden]
        back = [latent, *reversed(hidden)]
        self.encoder = [linear(f"encoder.{k}", *between) for k, between in enumerate(pairwise(widths))]
        self.mean = linear("mean", widths[-1], latent)
        self.log_variance = linear("log_variance", widths[-1], latent)
        self.decoder = [linear(f"decoder.{k}", *between) for k, between in enumerate(pairwise(back))]
        self.out = linear("out", back[-1], widths[0])
        self.seeds = keras.random.SeedGenerator()

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        x = self.flat(arrays)  # (B, F)
        z, log_variance = self.encode(x)  # (B, L) each
        divergence = tf.reduce_sum(tf.square(z) + tf.exp(log_variance) - 1 - log_variance, 1) / 2
        if training:
            z += tf.exp(log_variance / 2) * keras.random.normal(tf.shape(z), dtype=z.dtype, seed=self.seeds)
        reconstruction = tf.reduce_sum(tf.square(x - self.decode(z)), 1) / 2
        return tf.stack([reconstruction, divergence], 1)  # (B, 2) in nats

    def flat(self, arrays: Mapping[str, Any]) -> Any:
        """All inputs side by side, (B, F), in normalised units."""
        return tf.concat([tf.reshape(arrays[name], (-1, width)) for name, width in self.widths], 1)

    def encode(self, x: Any) -> tuple[Any, Any]:
        """Mean and log-variance of z, (B, L) each, of (B, F)."""
        for layer in self.encoder:
            x = self.activation(layer(x))  # (B, H)
        return self.mean(x), self.log_variance(x)

    def decode(self, z: Any) -> Any:
        """(B, F) in normalised units, of (B, L)."""
        for layer in self.decoder:
            z = self.activation(layer(z))  # (B, H)
        return self.out(z)


def model(schema: Schema, config: Config) -> VAE:
    """The network, freshly initialised; takes {array name: (B, ...)}, gives reconstruction error and divergence."""
    settings = config.model
    return VAE(
        {name: math.prod(array.shape) for name, array in schema.inputs.items()},
        settings["hidden"],
        settings["latent"],
        activation(settings["activation"]),
    )
