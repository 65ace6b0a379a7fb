"""What a model is in JAX, and how it computes in the precision that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from _package_.errors import UserError, nearest
from _package_.feeds import Feeds
from _package_.layers import Parameters, is_buffer
from _package_.learner import Weights
from _package_.prediction import Forward

T = TypeVar("T")
PRECISIONS: dict[str, Any] = {"float32": jnp.float32, "bfloat16": jnp.bfloat16, "float16": jnp.float16}


class Network(Protocol):
    """Parameters have neutral names; `updates` are the entries that batch normalisation has moved."""

    def init(self, key: Array) -> dict[str, Array]: ...

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], /, key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]: ...


def split(parameters: Mapping[str, T]) -> tuple[dict[str, T], dict[str, T]]:
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


def forward(network: Network, parameters: Mapping[str, Array]) -> Forward:
    """The network as a function of NumPy arrays. Compiled for batches of 1, 2, 4, … rows, which others are filled up
    to: no number of rows is compiled anew."""

    def filled(feeds: Feeds) -> NDArray[Any]:
        rows = len(next(iter(feeds.values())))
        more = (1 << max(rows - 1, 0).bit_length()) - rows
        whole = {name: np.pad(values, [(0, more), *[(0, 0)] * (values.ndim - 1)]) for name, values in feeds.items()}
        return np.asarray(output(network, parameters, whole))[:rows]

    return filled


@partial(jax.jit, static_argnums=0)
def output(network: Network, parameters: Mapping[str, Array], feeds: Mapping[str, Array]) -> Array:
    """The raw output, (B, outputs), compiled."""
    return network.apply(parameters, feeds)[0]


def fitting_to(wanted: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]) -> Weights:
    """The weights, without PyTorch's counts of batches; ValueError unless names and shapes are those wanted."""
    found = {name: values for name, values in weights.items() if not name.endswith(".num_batches_tracked")}
    shapes = {name: tuple(values.shape) for name, values in found.items()}
    needed = {name: tuple(values.shape) for name, values in wanted.items()}
    wrong = sorted(name for name in shapes.keys() | needed.keys() if shapes.get(name) != needed.get(name))
    if wrong:
        said = "; ".join(f"{name}: {shapes.get(name)}, the model has {needed.get(name)}" for name in wrong[:5])
        raise ValueError(f"The weights are of another model. {said}")
    return {name: np.asarray(values, np.float32) for name, values in found.items()}


def _cast(arrays: Mapping[str, Array], dtype: Any) -> dict[str, Array]:
    return jax.tree.map(lambda x: x.astype(dtype) if jnp.issubdtype(x.dtype, jnp.floating) else x, dict(arrays))
