"""The activations that a setting can name, the same in every framework."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from _package_.backend import tf
from _package_.errors import UserError, nearest
from _package_.probes import active

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "relu": tf.nn.relu,
    "leaky_relu": partial(tf.nn.leaky_relu, alpha=0.01),
    "elu": tf.nn.elu,
    "selu": tf.nn.selu,
    "silu": tf.nn.silu,
    "gelu": tf.nn.gelu,
    "tanh": tf.tanh,
    "sigmoid": tf.sigmoid,
}


def activation(name: Any) -> Callable[[Any], Any]:
    """The function of `model.activation`; UserError for one that is not known."""
    if name not in ACTIVATIONS:
        raise UserError(f"model.activation is {name!r}.", nearest(str(name), ACTIVATIONS))
    return lambda x: active(ACTIVATIONS[name](x))


relu = activation("relu")
