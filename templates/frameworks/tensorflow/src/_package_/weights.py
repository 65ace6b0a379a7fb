"""Keras variables under neutral names, in neutral layout: those of PyTorch's state_dict, the same in every framework.

A layer named "hidden.0" holds hidden.0.weight; a variable of the model itself goes by its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.learner import Weights

NAMES = {
    "kernel": "weight",
    "embeddings": "weight",
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}
LSTM = {"kernel": "weight_ih_l0", "recurrent_kernel": "weight_hh_l0"}  # gates i, f, g, o in both layouts
AXES = {2: (1, 0), 3: (2, 1, 0), 4: (3, 2, 0, 1)}  # of a kernel: linear, convolution over one axis and over two
UNUSED = ".num_batches_tracked"  # PyTorch counts the batches of a batch normalisation


class Part(NamedTuple):
    """One variable: what it is called outside, and how its values go there and back."""

    variable: Any
    names: tuple[str, ...]
    out: Callable[[NDArray[Any]], tuple[NDArray[Any], ...]]
    back: Callable[..., NDArray[Any]]


def read(network: Any) -> Weights:
    """Copies of all parameters and buffers."""
    found: Weights = {}
    for part in parts(network):
        values = part.out(part.variable.numpy())
        found.update({name: np.array(value, order="C") for name, value in zip(part.names, values, strict=True)})
    return found


def write(network: Any, weights: Mapping[str, NDArray[Any]]) -> None:
    """Sets all parameters and buffers; ValueError unless names and shapes are those of `read`."""
    wanted = {name: value.shape for name, value in read(network).items()}
    given = {name: np.shape(value) for name, value in weights.items() if not name.endswith(UNUSED)}
    wrong = sorted(name for name in wanted.keys() | given.keys() if wanted.get(name) != given.get(name))
    if wrong:
        said = "; ".join(f"{name} is {given.get(name)}, not {wanted.get(name)}" for name in wrong)
        raise ValueError(f"These weights are of another network: {said}")
    for part in parts(network):
        part.variable.assign(part.back(*(np.asarray(weights[name]) for name in part.names)))


def parts(network: Any) -> list[Part]:
    found = [part_of(variable, network.name) for variable in network.weights]
    names = [name for part in found for name in part.names]
    if len(set(names)) < len(names):
        raise ValueError(f"two layers have the same name: {sorted(names)}")
    return found


def part_of(variable: Any, model: str) -> Part:
    *layers, own = variable.path.split("/")
    if layers[-1] == "lstm_cell":
        return lstm_part(variable, layers[-2], own)
    prefix = "" if layers == [model] else f"{layers[-1]}."
    axes = AXES[len(variable.shape)] if own == "kernel" else tuple(range(len(variable.shape)))
    return transposed(variable, prefix + NAMES.get(own, own), axes)


def lstm_part(variable: Any, layer: str, own: str) -> Part:
    """PyTorch adds two biases where Keras has one, so one of them is written as zero."""
    if own == "bias":
        names = (f"{layer}.bias_ih_l0", f"{layer}.bias_hh_l0")
        return Part(variable, names, lambda bias: (bias, np.zeros_like(bias)), lambda ih, hh: ih + hh)
    return transposed(variable, f"{layer}.{LSTM[own]}", AXES[2])


def transposed(variable: Any, name: str, axes: tuple[int, ...]) -> Part:
    return Part(variable, (name,), lambda v: (v.transpose(axes),), lambda v: v.transpose(np.argsort(axes)))
