"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015) with the gamma rule (Montavon et al. 2019) for inputs of either sign
(Andéol et al. 2021), written as gradient × input of a network whose layers have what agrees with the sign of a neuron
enlarged and their outputs unchanged. Batch normalisation is folded into the layer before it. It conserves relevance,
the biases' share included, in networks of linear layers and of activations through the origin that are straight on
either side, such as ReLU; whether it does is measured, not assumed.
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

GAMMA = 0.25  # how much what agrees with a neuron is favoured; 0 is the plain gradient
Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
Arrays = Mapping[str, Any]


class Gamma:
    """The rule for every layer; `share`, 1, is that of the biases."""

    def __init__(self, share: Array) -> None:
        self.share = share
        self.made: dict[int, tuple[Any, ...]] = {}  # by id of a layer's output, which is kept

    def affine(self, product: Product, x: Array, weight: Array, bias: Array | None) -> Array:
        output = by_sign(product, x, weight, bias, self.share)
        self.made[id(output)] = (output, product, x, weight, bias)
        return output

    def scaled(self, x: Array, scale: Array, offset: Array) -> Array:
        """Of the output of a layer: that of the layer with other weights."""
        if id(x) not in self.made:
            return x * scale + offset * self.share
        _, product, inputs, weight, bias = self.made[id(x)]
        weights = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
        return self.affine(product, inputs, weights, offset if bias is None else bias * scale + offset)


def by_sign(product: Product, x: Array, weight: Array, bias: Array | None, share: Array) -> Array:
    """product(x, weight) + bias, with the gradient of its parts of one sign, the larger part favoured."""
    high, low, up, down = jax.nn.relu(x), -jax.nn.relu(-x), jax.nn.relu(weight), -jax.nn.relu(-weight)
    above, below = product(high, up) + product(low, down), product(high, down) + product(low, up)
    if bias is not None:
        above, below = above + jax.nn.relu(bias) * share, below - jax.nn.relu(-bias) * share
    output = jax.lax.stop_gradient(above + below)
    larger = above + below + GAMMA * jnp.where(output > 0, above, below)
    small = jnp.abs(larger) < 1e-12
    return larger * jax.lax.stop_gradient(jnp.where(small, 0, output / jnp.where(small, 1, larger)))


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
    """Gradient × input by the gamma rule, and of every row the derivative by the share of the biases."""

    def answers(given: Arrays, share: Array) -> Array:
        with ruled(Gamma(share)):
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
