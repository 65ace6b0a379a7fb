"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015): each neuron hands on its relevance in proportion to what its inputs
and its bias have added to it, batch normalisation folded into the layer before it. In networks of linear layers and of
activations through the origin that are straight on either side, such as ReLU, that is gradient × input, and gradient ×
bias for the share of the biases (Ancona et al. 2018), and it conserves relevance; whether it does is measured, not
assumed. Rules that favour one sign hand more to noise.
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
from _package_.probes import Product, listening, ruled
from _package_.schema import Schema
from _package_.train import trained

Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
Arrays = Mapping[str, Any]


class Shared:
    """Layers as they are, but for their biases: each times `share`, 1, by which the answer can be derived."""

    def __init__(self, share: Array) -> None:
        self.share = share

    def affine(self, product: Product, x: Array, weight: Array, bias: Array | None) -> Array:
        return product(x, weight) if bias is None else product(x, weight) + bias * self.share

    def scaled(self, x: Array, scale: Array, offset: Array) -> Array:
        return x * scale + offset * self.share


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Relevance:
    """Of one output: the relevance of every input value, by array, and what biases took, (rows,)."""
    network, parameters = trained(stem, schema, config, device)

    def of(feeds: Feeds, column: int) -> tuple[Feeds, NDArray[Any]]:
        inputs = {name: feeds[name] for name in schema.inputs}
        found, taken = shares(network, parameters, inputs, feeds, column)
        return {name: np.array(values) for name, values in found.items()}, np.array(taken)

    return of


@partial(jax.jit, static_argnums=(0, 4))
def shares(
    network: Network, parameters: Mapping[str, Array], inputs: Arrays, feeds: Arrays, column: int
) -> tuple[dict[str, Array], Array]:
    """Gradient × input, and of every row the derivative by the share of the biases."""

    def answers(given: Arrays, share: Array) -> Array:
        with ruled(Shared(share)):
            return network.apply(parameters, {**feeds, **given})[0][:, column]

    slopes = jax.grad(lambda given: answers(given, jnp.ones(())).sum())(inputs)
    _, taken = jax.jvp(partial(answers, inputs), (jnp.ones(()),), (jnp.ones(()),))
    return {name: values * slopes[name] for name, values in inputs.items()}, taken


def activity(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds], list[NDArray[Any]]]:
    """Of rows: the mean size of what each neuron gives on, (neurons,), of each layer in the order of computation."""
    network, parameters = trained(stem, schema, config, device)
    return lambda feeds: [np.asarray(values) for values in means(network, parameters, feeds)]


@partial(jax.jit, static_argnums=0)
def means(network: Network, parameters: Mapping[str, Array], feeds: Arrays) -> list[Array]:
    with listening() as heard:
        network.apply(parameters, feeds)
    return [jnp.abs(values).reshape(-1, values.shape[-1]).mean(0) for values in heard]
