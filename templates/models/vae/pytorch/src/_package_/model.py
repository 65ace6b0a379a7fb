"""Variational autoencoder of the inputs of a row.

B rows, F numbers of all inputs of a row, H width of a hidden layer, L latent numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from _package_.activations import activation
from _package_.config import Config
from _package_.schema import Schema


class VAE(nn.Module):
    """q(z|x) is normal with the encoder's mean and variance, p(z) standard normal, p(x|z) normal with variance 1."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        latent: int,
        activation: Callable[[Tensor], Tensor],
    ) -> None:
        super().__init__()
        self.inputs, self.activation = tuple(inputs), activation
        widths = [sum(inputs.values()), *hidden]
        back = [latent, *reversed(hidden)]
        self.encoder = nn.ModuleList(nn.Linear(before, after) for before, after in pairwise(widths))
        self.mean = nn.Linear(widths[-1], latent)
        self.log_variance = nn.Linear(widths[-1], latent)
        self.decoder = nn.ModuleList(nn.Linear(before, after) for before, after in pairwise(back))
        self.out = nn.Linear(back[-1], widths[0])

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x = self.flat(arrays)  # (B, F)
        mean, log_variance = self.encode(x)  # (B, L) each
        z = mean + torch.exp(log_variance / 2) * torch.randn_like(mean) if self.training else mean
        reconstruction = (x - self.decode(z)).square().sum(1) / 2
        divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum(1) / 2
        return torch.stack([reconstruction, divergence], 1)  # (B, 2) in nats

    def flat(self, arrays: Mapping[str, Tensor]) -> Tensor:
        """All inputs side by side, (B, F), in normalised units."""
        return torch.cat([arrays[name].flatten(1) for name in self.inputs], 1)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance of z, (B, L) each, of (B, F)."""
        for layer in self.encoder:
            x = self.activation(layer(x))  # (B, H)
        return self.mean(x), self.log_variance(x)

    def decode(self, z: Tensor) -> Tensor:
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
