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


class Forecaster(nn.Module):
    """Each step ahead adds a change to the value before it; the first value is the last known one."""

    def __init__(self, about: Series, hidden: int, layers: int) -> None:
        super().__init__()
        self.about = about
        self.encoder = nn.LSTM(about.features, hidden, layers, batch_first=True)
        self.decoder = nn.LSTM(len(about.known) + 1, hidden, layers, batch_first=True)
        self.out = nn.Linear(hidden, 1)
        nn.init.zeros_(self.out.weight)  # training starts from "nothing changes"
        nn.init.zeros_(self.out.bias)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        about, past = self.about, arrays[self.about.past]  # (B, T, F)
        _, state = self.encoder(past)
        value = past[:, -1, about.column, None]  # (B, 1)
        known = past[:, -1:, about.known]  # (B, 1, G)
        if about.future is not None:
            known = torch.cat([known, converted(arrays[about.future], about.future_to_past)], 1)  # (B, K + 1, G)
        values: list[Tensor] = []
        for k in range(about.steps):
            now = torch.cat([known[:, k], value], 1) if about.future is not None else value  # (B, G + 1)
            output, state = self.decoder(now[:, None], state)
            value = value + self.out(output[:, 0])
            values.append(value)
        return converted(torch.cat(values, 1), about.past_to_target)  # (B, K)


def converted(x: Tensor, units: Units) -> Tensor:
    return x * torch.as_tensor(units.scale, device=x.device) + torch.as_tensor(units.shift, device=x.device)


def model(schema: Schema, config: Config) -> Forecaster:
    """The network, freshly initialised; takes {array name: (B, steps, columns)} and gives (B, K)."""
    return Forecaster(series(schema, config), config.model["hidden"], config.model["layers"])
