"""What changes the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from _package_.errors import UserError, nearest

OPTIMISERS: dict[str, Any] = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}


def optimiser_of(network: nn.Module, settings: Mapping[str, Any]) -> torch.optim.Optimizer:
    """The optimiser that `train.optimiser` names, with `lr` and `weight_decay`."""
    name = settings["optimiser"]
    if name not in OPTIMISERS:
        raise UserError(f"train.optimiser is {name!r}.", nearest(str(name), OPTIMISERS))
    return OPTIMISERS[name](network.parameters(), lr=settings["lr"], weight_decay=settings["weight_decay"])
