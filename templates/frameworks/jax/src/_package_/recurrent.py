"""Long short-term memory with PyTorch's names and order of gates (input, forget, cell, output).

B rows, T steps, F inputs, H hidden units. `<name>.weight_ih_l0` is (4H, F), `weight_hh_l0` (4H, H), both biases (4H,).
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
from jax import Array, lax

from _package_.layers import Parameters, uniform

State = tuple[Array, Array]  # h and c, each (B, H)


def lstm_init(key: Array, name: str, inputs: int, hidden: int, *, layers: int = 1) -> dict[str, Array]:
    """Parameters of `layers` layers, uniform within ±1/sqrt(hidden)."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(layers):
        width = inputs if layer == 0 else hidden
        each = {"weight_ih": (4 * hidden, width), "weight_hh": (4 * hidden, hidden)}
        each |= {"bias_ih": (4 * hidden,), "bias_hh": (4 * hidden,)}
        shapes |= {f"{name}.{part}_l{layer}": shape for part, shape in each.items()}
    return uniform(key, shapes, 1 / math.sqrt(hidden))


def lstm_start(parameters: Parameters, name: str, x: Array) -> State:
    """The state before the first step: zeros, for the rows of x."""
    zero = jnp.zeros((x.shape[0], parameters[f"{name}.weight_hh_l0"].shape[1]), x.dtype)
    return zero, zero


def lstm_cell(parameters: Parameters, name: str, x: Array, state: State, *, layer: int = 0) -> State:
    """One step: x (B, F) and the state before it to the state after it, whose h is the output."""
    weights = [parameters[f"{name}.{each}_l{layer}"].astype(x.dtype) for each in ("weight_ih", "weight_hh")]
    bias = (parameters[f"{name}.bias_ih_l{layer}"] + parameters[f"{name}.bias_hh_l{layer}"]).astype(x.dtype)
    h, c = state
    gates = x @ weights[0].T + h @ weights[1].T + bias
    i, f, g, o = jnp.split(gates, 4, axis=-1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def lstm(
    parameters: Parameters, name: str, x: Array, state: State | None = None, *, layer: int = 0
) -> tuple[Array, State]:
    """(B, T, F) through one layer: every step's output (B, T, H) and the state after the last step."""

    def step(before: State, now: Array) -> tuple[State, Array]:
        after = lstm_cell(parameters, name, now, before, layer=layer)
        return after, after[0]

    first = lstm_start(parameters, name, x) if state is None else state
    last, outputs = lax.scan(step, first, jnp.swapaxes(x, 0, 1))
    return jnp.swapaxes(outputs, 0, 1), last
