"""Optimisers as PyTorch means them, and the precision that the layers compute in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from _package_.backend import keras
from _package_.errors import UserError, nearest

EPSILON = 1e-8  # PyTorch's; Keras has 1e-7
OPTIMISERS = ("adam", "adamw", "sgd")
POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16", "float16": "mixed_float16"}


def optimiser_of(settings: Mapping[str, Any], variables: list[Any]) -> tuple[Any, float]:
    """The optimiser that `train.optimiser` names, its moments made; and the weight of half the sum of squares of the
    parameters, which belongs to the loss: `train.weight_decay` but for adamw, which shrinks the parameters itself."""
    name, rate, decay = settings["optimiser"], float(settings["lr"]), float(settings["weight_decay"])
    if name not in OPTIMISERS:
        raise UserError(f"train.optimiser is {name!r}.", nearest(str(name), OPTIMISERS))
    if name == "sgd":
        made: Any = keras.optimizers.SGD(rate)
    elif name == "adam":
        made = keras.optimizers.Adam(rate, epsilon=EPSILON)
    else:
        made = keras.optimizers.AdamW(rate, weight_decay=decay, epsilon=EPSILON)
    if settings["precision"] == "float16":  # whose gradients would vanish unless the loss is scaled up
        made = keras.optimizers.LossScaleOptimizer(made)
    made.build(variables)
    return made, 0.0 if name == "adamw" else decay


@contextmanager
def precision(name: str) -> Iterator[None]:
    """What the layers made in here compute in; weights are float32 in any case."""
    if name not in POLICIES:
        raise UserError(f"train.precision is {name!r}.", nearest(str(name), POLICIES))
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(POLICIES[name])
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
