"""The activations that a setting can name, the same in every framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from _package_.errors import UserError, nearest

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": functional.relu,
    "leaky_relu": functional.leaky_relu,  # slope 0.01
    "elu": functional.elu,
    "selu": functional.selu,
    "silu": functional.silu,
    "gelu": functional.gelu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


def activation(name: Any) -> Callable[[Tensor], Tensor]:
    """The function of `model.activation`; UserError for one that is not known."""
    if name not in ACTIVATIONS:
        raise UserError(f"model.activation is {name!r}.", nearest(str(name), ACTIVATIONS))
    return ACTIVATIONS[name]
