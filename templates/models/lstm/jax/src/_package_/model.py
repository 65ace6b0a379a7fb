"""One LSTM reads the past, a second goes on from its state, step by step.

B rows, T steps of the past, F its columns, K steps ahead, G columns known in advance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from _package_.config import Config
from _package_.layers import Parameters, linear
from _package_.recurrent import State, lstm, lstm_cell, lstm_init
from _package_.schema import Schema
from _package_.series import Series, Units, series


@dataclass(frozen=True, eq=False)  # its arrays have no hash; this one is itself
class Forecaster:
    """Each step ahead adds a change to the value before it; the first value is the last known one."""

    about: Series
    hidden: int
    layers: int

    def init(self, key: Array) -> dict[str, Array]:
        """Freshly drawn parameters; training starts from "nothing changes"."""
        first, second = jax.random.split(key)
        found = lstm_init(first, "encoder", self.about.features, self.hidden, layers=self.layers)
        found |= lstm_init(second, "decoder", len(self.about.known) + 1, self.hidden, layers=self.layers)
        return {**found, "out.weight": jnp.zeros((1, self.hidden)), "out.bias": jnp.zeros(1)}

    def apply(
        self, parameters: Parameters, feeds: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        """The forecast (B, K); nothing in it is left to chance."""
        about, past = self.about, feeds[self.about.past]  # (B, T, F)
        state, x = list[State](), past
        for k in range(self.layers):
            x, last = lstm(parameters, "encoder", x, layer=k)  # (B, T, H)
            state.append(last)
        value = past[:, -1, about.column, None]  # (B, 1)
        known = None
        if about.future is not None:
            ahead = converted(feeds[about.future], about.future_to_past)  # (B, K, G)
            known = jnp.concatenate([past[:, -1:, jnp.array(about.known)], ahead[:, :-1]], 1).swapaxes(0, 1)

        def step(before: tuple[list[State], Array], now: Array | None) -> tuple[tuple[list[State], Array], Array]:
            states, value = before
            x, after = value if now is None else jnp.concatenate([now, value], 1), list[State]()  # (B, G + 1)
            for k, state in enumerate(states):
                after.append(lstm_cell(parameters, "decoder", x, state, layer=k))
                x = after[-1][0]  # (B, H)
            value = value + linear(parameters, "out", x)
            return (after, value), value

        _, values = jax.lax.scan(step, (state, value), known, about.steps)  # (K, B, 1)
        return converted(values[:, :, 0].T, about.past_to_target), {}  # (B, K)


def converted(x: Array, units: Units) -> Array:
    return x * jnp.asarray(units.scale, x.dtype) + jnp.asarray(units.shift, x.dtype)


def model(schema: Schema, config: Config) -> Forecaster:
    """The network; takes {array name: (B, steps, columns)} and gives (B, K)."""
    return Forecaster(series(schema, config), config.model["hidden"], config.model["layers"])
