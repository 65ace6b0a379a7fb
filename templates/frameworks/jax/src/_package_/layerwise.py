"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015) with the gamma rule (Montavon et al. 2019), written as gradient ×
input of a network whose linear layers have their positive weights enlarged and their outputs unchanged. It conserves
relevance, the biases' share included, in networks of linear layers and of activations through the origin that are
straight on either side, such as ReLU; whether it does is measured, not assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.network import Network
from _package_.probes import Product, listening, plain, ruled
from _package_.schema import Schema
from _package_.train import trained

GAMMA = 0.25  # how much positive weights are favoured; 0 is the plain gradient
Arrays = Mapping[str, Any]


def gamma(product: Product, weight: Array, bias: Array | None) -> Array:
    """The layer's output, with the gradient of its copy with larger positive weights."""
    output = plain(product, weight, bias)
    larger = plain(product, enlarged(weight), None if bias is None else enlarged(bias))
    small = jnp.abs(larger) < 1e-9
    ratio = jnp.where(small, 0, output / jnp.where(small, 1e-9, larger))
    return larger * jax.lax.stop_gradient(ratio)


def enlarged(values: Array) -> Array:
    return values + GAMMA * jnp.maximum(values, 0)


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], tuple[Feeds, float]]:
    """Of one output: the relevance of every input value, by array, and the sum over the rows of what biases took."""
    network, parameters = trained(stem, schema, config, device)

    def of(feeds: Feeds, column: int) -> tuple[Feeds, float]:
        inputs = {name: feeds[name] for name in schema.inputs}
        found, taken = shares(network, parameters, inputs, feeds, column)
        return {name: np.array(values) for name, values in found.items()}, float(taken)

    return of


@partial(jax.jit, static_argnums=(0, 4))
def shares(
    network: Network, parameters: Mapping[str, Array], inputs: Arrays, feeds: Arrays, column: int
) -> tuple[dict[str, Array], Array]:
    """Gradient × input by the gamma rule, and the sum of gradient × bias."""
    biases = {name: values for name, values in parameters.items() if name.rpartition(".")[2].startswith("bias")}

    def total(given: Arrays, offsets: Arrays) -> Array:
        with ruled(gamma):
            return network.apply({**parameters, **offsets}, {**feeds, **given})[0][:, column].sum()

    slopes, pulls = jax.grad(total, (0, 1))(inputs, biases)
    taken = sum((values * pulls[name]).sum() for name, values in biases.items())
    return {name: values * slopes[name] for name, values in inputs.items()}, jnp.asarray(taken)


def activity(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds], list[NDArray[Any]]]:
    """Of rows: the mean size of what each neuron gives on, (neurons,), of each layer in the order of computation."""
    network, parameters = trained(stem, schema, config, device)
    return lambda feeds: [np.asarray(values) for values in means(network, parameters, feeds)]


@partial(jax.jit, static_argnums=0)
def means(network: Network, parameters: Mapping[str, Array], feeds: Arrays) -> list[Array]:
    with listening() as heard:
        network.apply(parameters, feeds)
    return [jnp.abs(values).reshape(-1, values.shape[-1]).mean(0) for values in heard]
