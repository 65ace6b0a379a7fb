"""One LSTM reads the past, a second goes on from its state, step by step.

B rows, T steps of the past, F its columns, K steps ahead, G columns known in advance, H hidden units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from _package_.backend import keras, tf
from _package_.config import Config
from _package_.layers import Dense
from _package_.schema import Schema
from _package_.series import Series, Units, series


class Cell(NamedTuple):
    """One layer of an LSTM, ready for matrix products: (F, 4H), (H, 4H), (4H,); gates i, f, g, o."""

    ih: Any
    hh: Any
    bias: Any


class LSTM(keras.layers.Layer):
    """Variables under the names of PyTorch, `layers` times: weight_ih_l0 is (4H, F), weight_hh_l0 (4H, H)."""

    def __init__(self, name: str, inputs: int, hidden: int, layers: int) -> None:
        super().__init__(name=name)
        self.sets: list[list[Any]] = []
        for k in range(layers):
            shapes = {"weight_ih": (4 * hidden, inputs if k == 0 else hidden), "weight_hh": (4 * hidden, hidden)}
            shapes |= {"bias_ih": (4 * hidden,), "bias_hh": (4 * hidden,)}
            draw = [keras.initializers.RandomUniform(-(hidden**-0.5), hidden**-0.5) for _ in shapes]
            pairs = zip(shapes.items(), draw, strict=True)
            self.sets.append([self.add_weight(shape=s, name=f"{each}_l{k}", initializer=d) for (each, s), d in pairs])
        self.built = True

    def cells(self) -> list[Cell]:
        parts = [[tf.convert_to_tensor(one) for one in each] for each in self.sets]
        return [Cell(tf.transpose(ih), tf.transpose(hh), b_ih + b_hh) for ih, hh, b_ih, b_hh in parts]


class Forecaster(keras.Model):
    """Each step ahead adds a change to the value before it; the first value is the last known one."""

    def __init__(self, about: Series, hidden: int, layers: int) -> None:
        super().__init__()
        self.about, self.hidden = about, hidden
        self.encoder = LSTM("encoder", about.features, hidden, layers)
        self.decoder = LSTM("decoder", len(about.known) + 1, hidden, layers)
        self.out = Dense(1, kernel_initializer="zeros", name="out")  # it starts from "nothing changes"
        self.out.build((None, hidden))

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        about, past = self.about, arrays[self.about.past]  # (B, T, F)
        cells = self.encoder.cells()
        zero = tf.zeros_like(past[:, 0, :1]) * tf.zeros((1, self.hidden), past.dtype)  # (B, H)
        state = [(zero, zero) for _ in cells]
        for t in range(past.shape[1]):
            _, state = step(cells, past[:, t], state)
        cells = self.decoder.cells()
        value = past[:, -1, about.column, None]  # (B, 1)
        known = tf.gather(past[:, -1:], tf.constant(list(about.known), tf.int32), axis=2)  # (B, 1, G)
        if about.future is not None:
            known = tf.concat([known, converted(arrays[about.future], about.future_to_past)], 1)  # (B, K + 1, G)
        values: list[Any] = []
        for k in range(about.steps):
            now = tf.concat([known[:, k], value], 1) if about.future is not None else value  # (B, G + 1)
            output, state = step(cells, now, state)
            value = value + self.out(output)
            values.append(value)
        return converted(tf.concat(values, 1), about.past_to_target)  # (B, K)


def step(cells: list[Cell], x: Any, state: list[tuple[Any, Any]]) -> tuple[Any, list[tuple[Any, Any]]]:
    """One step through all layers: x (B, F) and each layer's h and c (B, H) to the output and the state after it."""
    after: list[tuple[Any, Any]] = []
    for cell, (h, c) in zip(cells, state, strict=True):
        i, f, g, o = tf.split(x @ cell.ih + h @ cell.hh + cell.bias, 4, axis=1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        x = tf.sigmoid(o) * tf.tanh(c)
        after.append((x, c))
    return x, after


def converted(x: Any, units: Units) -> Any:
    return x * tf.cast(units.scale, x.dtype) + tf.cast(units.shift, x.dtype)


def model(schema: Schema, config: Config) -> Forecaster:
    """The network, freshly initialised; takes {array name: (B, steps, columns)} and gives (B, K)."""
    return Forecaster(series(schema, config), config.model["hidden"], config.model["layers"])
