"""What a model is in JAX, and how it computes in the precision that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import jax
import jax.numpy as jnp
from jax import Array

from _package_.errors import UserError, nearest
from _package_.layers import Parameters, is_buffer

PRECISIONS: dict[str, Any] = {"float32": jnp.float32, "bfloat16": jnp.bfloat16, "float16": jnp.float16}


class Network(Protocol):
    """Parameters have neutral names; `updates` are the entries that batch normalisation has moved."""

    def init(self, key: Array) -> dict[str, Array]: ...

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]: ...


def split(parameters: Parameters) -> tuple[dict[str, Array], dict[str, Array]]:
    """What is learned, and the running statistics."""
    learned = {name: values for name, values in parameters.items() if not is_buffer(name)}
    return learned, {name: values for name, values in parameters.items() if is_buffer(name)}


def precision(name: str) -> Any:
    """The type that `train.precision` names; UserError for another."""
    if name not in PRECISIONS:
        raise UserError(f"train.precision is {name!r}.", nearest(str(name), PRECISIONS))
    return PRECISIONS[name]


def applied(network: Network, dtype: Any) -> Callable[..., tuple[Array, dict[str, Array]]]:
    """`apply` with parameters and feeds in `dtype` and the output in float32.

    In 16 bits so are the layers and what flows between them; the parameters themselves, the statistics of batch
    normalisation, the loss and the optimiser stay in float32.
    """

    def apply(
        learned: Parameters, buffers: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        output, updates = network.apply({**_cast(learned, dtype), **buffers}, _cast(feeds, dtype), key)
        return output.astype(jnp.float32), {name: values.astype(jnp.float32) for name, values in updates.items()}

    return apply


def _cast(arrays: Mapping[str, Array], dtype: Any) -> dict[str, Array]:
    return jax.tree.map(lambda x: x.astype(dtype) if jnp.issubdtype(x.dtype, jnp.floating) else x, dict(arrays))
