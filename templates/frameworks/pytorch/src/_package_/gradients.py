"""How the output changes with each input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.learning import tensors
from _package_.schema import Schema
from _package_.train import trained


def gradients(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], Feeds]:
    """Maps feeds and a column to the derivatives of that column of the raw output by each input, (B, ...)."""
    network, device = trained(stem, schema, config, device)

    def derive(feeds: Feeds, column: int) -> Feeds:
        given = tensors(feeds, device)
        inputs = [given[name].requires_grad_() for name in schema.inputs]
        with torch.backends.cudnn.flags(enabled=False):  # its LSTM has no gradient in evaluation
            # Rows do not mix, so one gradient of the sum has them all.
            found = torch.autograd.grad(network(given)[:, column].sum(), inputs)
        return {name: values.cpu().numpy() for name, values in zip(schema.inputs, found, strict=True)}

    return derive
