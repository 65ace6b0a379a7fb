"""Layers as functions of one flat dictionary of parameters, with PyTorch's names, layouts and defaults.

`name` is the layer's: `linear(parameters, "out", x)` reads "out.weight" and "out.bias". B rows; images are channels
last. A key means training; None means evaluation. Computation is in the type of x, statistics are in float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from _package_.errors import UserError, nearest
from _package_.probes import RULE, Product, active, affine

Parameters = Mapping[str, Array]
BUFFERS = (".running_mean", ".running_var")  # what is followed, not learned
EPSILON, MOMENTUM = 1e-5, 0.1  # of batch normalisation

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "leaky_relu": jax.nn.leaky_relu,
    "relu": jax.nn.relu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "silu": jax.nn.silu,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
}


def activation(name: str) -> Callable[[Array], Array]:
    """The function that a setting names; UserError for one that is not in ACTIVATIONS."""
    if name not in ACTIVATIONS:
        raise UserError(f"model.activation is {name!r}.", nearest(str(name), ACTIVATIONS))
    return lambda x: active(ACTIVATIONS[name](x))


relu = activation("relu")


def keys(key: Array | None, count: int) -> list[Array | None]:
    """Keys for `count` layers of chance; of None, as many None."""
    return [None] * count if key is None else list(jax.random.split(key, count))


def is_buffer(name: str) -> bool:
    """Whether an entry is a running statistic, which no gradient changes."""
    return name.endswith(BUFFERS)


def uniform(key: Array, shapes: Mapping[str, tuple[int, ...]], bound: float) -> dict[str, Array]:
    """Values within ±bound. NumPy draws them, from the key: nothing is compiled for what happens once."""
    random = np.random.default_rng(np.asarray(jax.random.key_data(key)))
    return {name: jnp.asarray(random.uniform(-bound, bound, size).astype(np.float32)) for name, size in shapes.items()}


def linear_init(key: Array, name: str, inputs: int, outputs: int, *, bias: bool = True) -> dict[str, Array]:
    """weight (outputs, inputs), bias (outputs,): uniform within ±1/sqrt(inputs)."""
    return _uniform(key, name, (outputs, inputs), bias)


def linear(parameters: Parameters, name: str, x: Array) -> Array:
    """(..., inputs) to (..., outputs)."""
    return _affine(parameters, name, lambda inputs, weight: inputs @ weight.T, x)


def conv2d_init(
    key: Array, name: str, inputs: int, outputs: int, size: int | tuple[int, int], *, bias: bool = True
) -> dict[str, Array]:
    """weight (outputs, inputs, height, width), bias (outputs,): uniform within ±1/sqrt(inputs height width)."""
    return _uniform(key, name, (outputs, inputs, *_pair(size)), bias)


def conv2d(
    parameters: Parameters,
    name: str,
    x: Array,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> Array:
    """(B, H, W, inputs) to (B, H', W', outputs); `padding` zeros stand on both sides of each axis."""
    sides, form = [(each, each) for each in _pair(padding)], ("NHWC", "OIHW", "NHWC")
    product = partial(lax.conv_general_dilated, window_strides=_pair(stride), padding=sides, dimension_numbers=form)
    return _affine(parameters, name, product, x)


def max_pool(x: Array, size: int | tuple[int, int]) -> Array:
    """(B, H, W, C): the largest of each window of `size`, side by side; what does not fill a window is left out."""
    (height, width), (rows, columns) = _pair(size), (x.shape[1] // _pair(size)[0], x.shape[2] // _pair(size)[1])
    whole = x[:, : rows * height, : columns * width]
    return whole.reshape(x.shape[0], rows, height, columns, width, x.shape[3]).max((2, 4))


def batch_norm_init(name: str, width: int) -> dict[str, Array]:
    """weight and running_var one, bias and running_mean zero, each (width,)."""
    zero, one = (jnp.asarray(values(width, np.float32)) for values in (np.zeros, np.ones))
    values = {"weight": one, "bias": zero, "running_mean": zero, "running_var": one}
    return {f"{name}.{each}": value for each, value in values.items()}


def batch_norm(parameters: Parameters, name: str, x: Array, *, training: bool) -> tuple[Array, dict[str, Array]]:
    """(..., width), normalised over all axes but the last; the second result are the new running statistics.

    Training takes mean and variance of x, and the running variance follows the unbiased one; evaluation takes the
    running statistics and returns no new ones.
    """
    mean, variance = (parameters[f"{name}.{each}"] for each in ("running_mean", "running_var"))
    updates: dict[str, Array] = {}
    wide = x.astype(jnp.float32)
    if training:
        axes = tuple(range(x.ndim - 1))
        count = math.prod(x.shape[:-1])
        before, mean, variance_before, variance = mean, wide.mean(axes), variance, wide.var(axes)
        unbiased = variance * (count / max(count - 1, 1))
        updates[f"{name}.running_mean"] = (1 - MOMENTUM) * before + MOMENTUM * mean
        updates[f"{name}.running_var"] = (1 - MOMENTUM) * variance_before + MOMENTUM * unbiased
    scale, rule = parameters[f"{name}.weight"] * lax.rsqrt(variance + EPSILON), RULE.get()
    if rule is not None:
        return rule.scaled(x, scale, parameters[f"{name}.bias"] - mean * scale), updates
    return ((wide - mean) * scale + parameters[f"{name}.bias"]).astype(x.dtype), updates


def dropout(key: Array | None, x: Array, rate: float) -> Array:
    """Sets each entry to zero with probability `rate` and scales the others; without a key, x itself."""
    if key is None or rate == 0:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0).astype(x.dtype)


def _affine(parameters: Parameters, name: str, product: Product, x: Array) -> Array:
    weight, bias = parameters[f"{name}.weight"].astype(x.dtype), parameters.get(f"{name}.bias")
    return affine(product, x, weight, None if bias is None else bias.astype(x.dtype))


def _uniform(key: Array, name: str, shape: tuple[int, ...], bias: bool) -> dict[str, Array]:
    bound = 1 / math.sqrt(max(1, math.prod(shape[1:])))
    shapes = {f"{name}.weight": shape, **({f"{name}.bias": shape[:1]} if bias else {})}
    return uniform(key, shapes, bound)


def _pair(size: int | tuple[int, int]) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size
