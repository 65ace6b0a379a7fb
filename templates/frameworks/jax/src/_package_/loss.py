"""The loss of each row, by the task's name for it."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

from _package_.task import LOSS


def row_losses(output: Array, target: Array | None) -> Array:
    """(B,): cross-entropy of (B, C) logits; squared error of (B, C) values, the mean over C; or, where there is no
    target, the sum of (B, 2) parts, reconstruction and divergence."""
    if target is None:
        return output.sum(1)
    if LOSS == "cross-entropy":
        return -jnp.take_along_axis(jax.nn.log_softmax(output), target[:, None], axis=1)[:, 0]
    return ((output - target) ** 2).mean(1)
