"""Variational autoencoder of the inputs of a row.

B rows, F numbers of all inputs of a row, H width of a hidden layer, L latent numbers.
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
from _package_.layers import Parameters, activation, linear, linear_init
from _package_.schema import Schema


@dataclass(frozen=True)
class VAE:
    """q(z|x) is normal with the encoder's mean and variance, p(z) standard normal, p(x|z) normal with variance 1."""

    inputs: tuple[str, ...]
    features: int  # F
    hidden: tuple[int, ...]  # H of each layer of the encoder; the decoder has them in reverse
    latent: int  # L
    activation: str

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters."""
        there, back = (self.features, *self.hidden), (self.latent, *reversed(self.hidden))
        shapes = {f"encoder.{k}": between for k, between in enumerate(pairwise(there))}
        shapes |= dict.fromkeys(("mean", "log_variance"), (there[-1], self.latent))
        shapes |= {f"decoder.{k}": between for k, between in enumerate(pairwise(back))}
        shapes["out"] = (back[-1], self.features)
        found: dict[str, Array] = {}
        for part, (name, (before, after)) in zip(jax.random.split(key, len(shapes)), shapes.items(), strict=True):
            found |= linear_init(part, name, before, after)
        return found

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """Reconstruction error and divergence in nats, (B, 2); a key draws z, without one it is the mean."""
        x = self.flat(feeds)  # (B, F)
        mean, log_variance = self.encode(parameters, x)  # (B, L) each
        z = mean
        if key is not None:
            z = mean + jnp.exp(log_variance / 2) * jax.random.normal(key, mean.shape, mean.dtype)
        reconstruction = jnp.square(x - self.decode(parameters, z)).sum(1) / 2
        divergence = (jnp.square(mean) + jnp.exp(log_variance) - 1 - log_variance).sum(1) / 2
        return jnp.stack([reconstruction, divergence], 1), {}

    def flat(self, feeds: Mapping[str, Array]) -> Array:
        """All inputs side by side, (B, F), in normalised units."""
        return jnp.concatenate([feeds[name].reshape(feeds[name].shape[0], -1) for name in self.inputs], 1)

    def encode(self, parameters: Parameters, x: Array) -> tuple[Array, Array]:
        """Mean and log-variance of z, (B, L) each, of (B, F)."""
        for k in range(len(self.hidden)):
            x = activation(self.activation)(linear(parameters, f"encoder.{k}", x))  # (B, H)
        return linear(parameters, "mean", x), linear(parameters, "log_variance", x)

    def decode(self, parameters: Parameters, z: Array) -> Array:
        """(B, F) in normalised units, of (B, L)."""
        for k in range(len(self.hidden)):
            z = activation(self.activation)(linear(parameters, f"decoder.{k}", z))  # (B, H)
        return linear(parameters, "out", z)


def model(schema: Schema, config: Config) -> VAE:
    """The network; takes {array name: (B, ...)}, gives reconstruction error and divergence, (B, 2)."""
    settings = config.model
    activation(settings["activation"])
    inputs = {name: math.prod(array.shape) for name, array in schema.inputs.items()}
    return VAE(
        tuple(inputs),
        sum(inputs.values()),
        tuple(settings["hidden"]),
        settings["latent"],
        settings["activation"],
    )
