"""Fully connected network on everything that a row holds.

B rows, F numbers of all inputs of a row, H width of a hidden layer, C outputs (values, or one logit per class).
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


class FCN(nn.Module):
    """Linear, batch normalisation, activation, dropout; as often as `hidden` has entries; then linear."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        outputs: int,
        *,
        activation: Callable[[Tensor], Tensor],
        batch_norm: bool,
        dropout: float,
    ) -> None:
        super().__init__()
        self.inputs, self.activation = tuple(inputs), activation
        widths = [sum(inputs.values()), *hidden]
        self.dense = nn.ModuleList(he(nn.Linear(before, after)) for before, after in pairwise(widths))
        self.norm = nn.ModuleList(nn.BatchNorm1d(units) if batch_norm else nn.Identity() for units in hidden)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(widths[-1], outputs)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x = torch.cat([arrays[name].flatten(1) for name in self.inputs], dim=1)  # (B, F)
        for dense, norm in zip(self.dense, self.norm, strict=True):
            x = self.dropout(self.activation(norm(dense(x))))  # (B, H)
        return self.out(x)  # (B, C)


def he(layer: nn.Linear) -> nn.Linear:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
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
