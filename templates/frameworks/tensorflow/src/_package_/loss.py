"""The loss of each row, by the task's name for it."""

from __future__ import annotations

from typing import Any

from _package_.backend import tf
from _package_.task import LOSS


def row_losses(output: Any, target: Any | None) -> Any:
    """(B,) float32: cross-entropy of (B, C) logits; squared error of (B, C) values, the mean over C; or, where there
    is no target, the sum of (B, 2) parts, reconstruction and divergence."""
    output = tf.cast(output, tf.float32)
    if target is None:
        return tf.reduce_sum(output, axis=1)
    if LOSS == "cross-entropy":
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=output)
    return tf.reduce_mean(tf.square(output - target), axis=1)
