"""One pass over the rows: the loss of each batch and, where an optimiser is given, a step against it."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from _package_.batches import Batches
from _package_.task import LOSS


def epoch(
    network: nn.Module,
    data: Batches,
    batches: Iterable[dict[str, Tensor]],
    optimiser: torch.optim.Optimizer | None = None,
) -> float:
    """Mean loss over the rows of `batches`, which come from `data`; weighted where the data have weights."""
    total, rows = torch.zeros((), device=data.device), 0
    network.train(optimiser is not None)
    with torch.set_grad_enabled(optimiser is not None):
        for batch in batches:
            losses = row_losses(network(batch), batch[data.target])  # (B,)
            if data.weight is not None:
                losses = losses * batch[data.weight].reshape(-1)
            loss = losses.mean() / data.mean_weight
            if optimiser is not None:
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            total, rows = total + loss.detach() * len(losses), rows + len(losses)
    return float(total) / rows


def row_losses(output: Tensor, target: Tensor) -> Tensor:
    """Loss of each row, (B,): squared error of a (B, 1) output, or cross-entropy of (B, C) logits."""
    if LOSS == "cross-entropy":
        return cross_entropy(output, target.reshape(-1), reduction="none")
    return (output.reshape(len(output)) - target.reshape(len(output))) ** 2
