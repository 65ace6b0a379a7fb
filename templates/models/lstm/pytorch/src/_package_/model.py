"""One LSTM reads the past, a second goes on from its state, step by step.

B rows, T steps of the past, F its columns, K steps ahead, G columns known in advance.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from _package_.config import Config
from _package_.schema import Schema
from _package_.series import Series, Units, series


class Rescaled(nn.Module):
    """Values normalised as one array as those of another; not learned, and not among the weights."""

    scale: Tensor
    shift: Tensor

    def __init__(self, units: Units) -> None:
        super().__init__()
        self.register_buffer("scale", torch.tensor(units.scale), persistent=False)
        self.register_buffer("shift", torch.tensor(units.shift), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.shift


class Forecaster(nn.Module):
    """Each step ahead adds a change to the value before it; the first value is the last known one."""

    def __init__(self, about: Series, hidden: int, layers: int) -> None:
        super().__init__()
        self.about = about
        self.encoder = nn.LSTM(about.features, hidden, layers, batch_first=True)
        self.decoder = nn.LSTM(len(about.known) + 1, hidden, layers, batch_first=True)
        self.out = nn.Linear(hidden, 1)
        self.to_past, self.to_target = Rescaled(about.future_to_past), Rescaled(about.past_to_target)
        nn.init.zeros_(self.out.weight)  # training starts from "nothing changes"
        nn.init.zeros_(self.out.bias)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        about, past = self.about, arrays[self.about.past]  # (B, T, F)
        _, state = self.encoder(past)
        value = past[:, -1, about.column, None]  # (B, 1)
        known = past[:, -1:, about.known]  # (B, 1, G)
        if about.future is not None:
            known = torch.cat([known, self.to_past(arrays[about.future])], 1)  # (B, K + 1, G)
        values: list[Tensor] = []
        for k in range(about.steps):
            now = torch.cat([known[:, k], value], 1) if about.future is not None else value  # (B, G + 1)
            output, state = self.decoder(now[:, None], state)
            value = value + self.out(output[:, 0])
            values.append(value)
        return self.to_target(torch.cat(values, 1))  # (B, K)


def model(schema: Schema, config: Config) -> Forecaster:
    """The network, freshly initialised; takes {array name: (B, steps, columns)} and gives (B, K)."""
    return Forecaster(series(schema, config), config.model["hidden"], config.model["layers"])
