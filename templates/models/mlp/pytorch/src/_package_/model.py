"""Multilayer perceptron on the input features of a table.

B rows, F input features, H width of a hidden layer, C outputs (one value, or one logit per class).
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor, nn

from _package_.activations import activation
from _package_.config import Config
from _package_.schema import Schema


class MLP(nn.Module):
    """Linear, batch normalisation, activation, dropout; as often as `hidden` has entries; then linear."""

    def __init__(
        self,
        inputs: Mapping[str, int],
        hidden: Sequence[int],
        outputs: int,
        *,
        batch_norm: bool,
        activation: Callable[[Tensor], Tensor],
        dropout: float,
    ) -> None:
        super().__init__()
        self.inputs = tuple(inputs)
        widths = [sum(inputs.values()), *hidden]
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in itertools.pairwise(widths))
        self.norms = nn.ModuleList(nn.BatchNorm1d(units) if batch_norm else nn.Identity() for units in hidden)
        self.activation, self.dropout = activation, nn.Dropout(dropout)
        self.out = nn.Linear(widths[-1], outputs)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        features = torch.cat([arrays[name].flatten(1) for name in self.inputs], dim=1)  # (B, F)
        for linear, norm in zip(self.hidden, self.norms, strict=True):
            features = self.dropout(self.activation(norm(linear(features))))  # (B, H)
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
