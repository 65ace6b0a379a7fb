"""The loss of each row, by the task's name for it."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import cross_entropy

from _package_.task import LOSS


def row_losses(output: Tensor, target: Tensor | None) -> Tensor:
    """(B,): cross-entropy of (B, C) logits; squared error of (B, C) values, the mean over C; or, where there is no
    target, the sum of (B, 2) parts, reconstruction and divergence."""
    if target is None:
        return output.sum(1)
    if LOSS == "cross-entropy":
        return cross_entropy(output, target, reduction="none")
    return ((output - target) ** 2).mean(1)
