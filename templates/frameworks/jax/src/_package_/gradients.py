"""How the output changes with each input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax import Array

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.network import Network
from _package_.schema import Schema
from _package_.train import trained


def gradients(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], Feeds]:
    """Maps feeds and a column to the derivatives of that column of the raw output by each input, (B, ...)."""
    network, parameters = trained(stem, schema, config, device)
    names = tuple(schema.inputs)

    def derive(feeds: Feeds, column: int) -> Feeds:
        found = derivatives(network, parameters, {name: feeds[name] for name in names}, feeds, column)
        return {name: np.array(values) for name, values in found.items()}

    return derive


@partial(jax.jit, static_argnums=(0, 4))
def derivatives(
    network: Network, parameters: Mapping[str, Array], inputs: Mapping[str, Any], feeds: Mapping[str, Any], column: int
) -> Mapping[str, Array]:
    """d output[:, column] / d inputs: rows do not mix, so one gradient of the sum has them all."""
    return jax.grad(lambda given: network.apply(parameters, {**feeds, **given})[0][:, column].sum())(inputs)
