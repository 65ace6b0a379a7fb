"""How JAX can run the trained network: operation by operation, and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax import Array, lax
from numpy.typing import NDArray

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.network import Network
from _package_.schema import Schema
from _package_.train import trained


def runtimes(stem: Path, schema: Schema, config: Config, device: str) -> dict[str, Callable[[Feeds], NDArray[Any]]]:
    """Functions of what the network is fed to its raw output (B, C), `train.micro_batch` rows at a time.

    "compiled" walks through these pieces inside one compiled function, made once for each number of rows.
    """
    network, parameters = trained(stem, schema, config, device)
    size = config.train["micro_batch"]

    def eager(feeds: Feeds) -> NDArray[Any]:
        rows = len(next(iter(feeds.values())))
        step = size or max(rows, 1)
        parts = [{name: values[at : at + step] for name, values in feeds.items()} for at in range(0, rows, step)]
        return np.concatenate([np.asarray(network.apply(parameters, jax.device_put(part))[0]) for part in parts])

    def compiled(feeds: Feeds) -> NDArray[Any]:
        return np.asarray(in_pieces(network, size, parameters, feeds))

    return {"eager": eager, "compiled": compiled}


@partial(jax.jit, static_argnums=(0, 1))
def in_pieces(network: Network, size: int, parameters: Mapping[str, Array], feeds: Mapping[str, Array]) -> Array:
    """The raw output (B, C), `size` rows at a time; 0: all at once."""

    def apply(piece: Mapping[str, Array]) -> Array:
        return network.apply(parameters, piece)[0]

    rows = len(next(iter(feeds.values())))
    if not 0 < size < rows:
        return apply(feeds)
    whole = rows - rows % size
    stacked = {name: values[:whole].reshape(-1, size, *values.shape[1:]) for name, values in feeds.items()}
    done = lax.map(apply, stacked)
    done = done.reshape(whole, *done.shape[2:])
    rest = {name: values[whole:] for name, values in feeds.items()}
    return done if whole == rows else jax.numpy.concatenate([done, apply(rest)])
