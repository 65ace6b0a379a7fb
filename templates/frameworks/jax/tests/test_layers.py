"""Layers against their formulas in NumPy, in double loops where that is plainest."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from _package_ import layers, recurrent
from _package_.errors import UserError

RANDOM = np.random.default_rng(0)


def numbers(*shape) -> Any:
    return RANDOM.normal(size=shape).astype(np.float32)


def close(a, b):
    return np.allclose(np.asarray(a), b, rtol=1e-5, atol=1e-5)


def test_linear_is_x_times_the_transposed_weight_plus_bias():
    parameters = layers.linear_init(jax.random.key(0), "a", 3, 5)
    assert {name: value.shape for name, value in parameters.items()} == {"a.weight": (5, 3), "a.bias": (5,)}
    x = numbers(2, 4, 3)
    wanted = np.einsum("bnf,of->bno", x, parameters["a.weight"]) + np.asarray(parameters["a.bias"])
    assert close(layers.linear(parameters, "a", x), wanted)
    assert set(layers.linear_init(jax.random.key(0), "a", 3, 5, bias=False)) == {"a.weight"}


def test_initial_values_are_uniform_and_of_the_key():
    first, again, other = (layers.linear_init(jax.random.key(k), "a", 400, 100)["a.weight"] for k in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.abs(first).max() <= 1 / 20
    assert float(np.std(first)) == pytest.approx(1 / 20 / np.sqrt(3), rel=0.02)


def test_convolution_sums_over_a_window():
    parameters = layers.conv2d_init(jax.random.key(0), "c", 2, 3, (3, 2))
    weight, bias, x = np.asarray(parameters["c.weight"]), np.asarray(parameters["c.bias"]), numbers(2, 6, 5, 2)
    padded = np.pad(x, [(0, 0), (1, 1), (0, 0), (0, 0)])
    found = layers.conv2d(parameters, "c", x, stride=(2, 1), padding=(1, 0))
    assert found.shape == (2, 3, 4, 3)
    for i in range(3):
        for j in range(4):
            window = padded[:, 2 * i : 2 * i + 3, j : j + 2]
            assert close(found[:, i, j], np.einsum("bhwc,ochw->bo", window, weight) + bias)


def test_max_pool_leaves_out_what_fills_no_window():
    x = numbers(2, 5, 4, 3)
    found = layers.max_pool(x, 2)
    assert found.shape == (2, 2, 2, 3)
    assert close(found[:, 1, 0], x[:, 2:4, 0:2].max((1, 2)))


def test_batch_normalisation_follows_mean_and_unbiased_variance():
    x = numbers(30, 4, 3) * 2 + 5
    parameters = layers.batch_norm_init("n", 3) | {"n.weight": jnp.array([1.0, 2, 3]), "n.bias": jnp.array([0.0, 1, 2])}
    flat = x.reshape(-1, 3).astype(np.float64)
    output, updates = layers.batch_norm(parameters, "n", x, training=True)
    assert close(output, (x - flat.mean(0)) / np.sqrt(flat.var(0) + 1e-5) * [1, 2, 3] + [0, 1, 2])
    assert close(updates["n.running_mean"], 0.1 * flat.mean(0))
    assert close(updates["n.running_var"], 0.9 + 0.1 * flat.var(0, ddof=1))
    moved = {**parameters, **updates}
    output, none = layers.batch_norm(moved, "n", x, training=False)
    assert none == {}
    mean, variance = (np.asarray(moved[f"n.running_{name}"]) for name in ("mean", "var"))
    assert close(output, (x - mean) / np.sqrt(variance + 1e-5) * [1, 2, 3] + [0, 1, 2])


def test_dropout_keeps_the_mean_and_does_nothing_without_a_key():
    x = jnp.ones((200, 100))
    found = np.asarray(layers.dropout(jax.random.key(0), x, 0.25))
    assert set(np.unique(found)) == {np.float32(0), np.float32(1 / 0.75)}
    assert found.mean() == pytest.approx(1, abs=0.02)
    assert layers.dropout(None, x, 0.25) is x


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_lstm_has_pytorchs_names_and_order_of_gates():
    parameters = recurrent.lstm_init(jax.random.key(0), "l", 3, 4, layers=2)
    shapes = {"weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4), "bias_ih_l0": (16,), "bias_hh_l0": (16,)}
    assert all(parameters[f"l.{name}"].shape == shape for name, shape in shapes.items())
    assert parameters["l.weight_ih_l1"].shape == (16, 4)
    x, held = numbers(2, 5, 3), {name[2:]: np.asarray(value) for name, value in parameters.items()}
    outputs, last = recurrent.lstm(parameters, "l", x)
    h, c = np.zeros((2, 4)), np.zeros((2, 4))
    for step in range(5):
        gates = x[:, step] @ held["weight_ih_l0"].T + held["bias_ih_l0"] + h @ held["weight_hh_l0"].T
        i, f, g, o = np.split(gates + held["bias_hh_l0"], 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        assert close(outputs[:, step], h)
    assert close(last[0], h)
    assert close(last[1], c)


def test_an_activation_that_is_not_there_is_refused():
    assert float(layers.activation("leaky_relu")(jnp.float32(-1))) == pytest.approx(-0.01)
    assert float(layers.activation("gelu")(jnp.float32(1))) == pytest.approx(0.8413447)  # x Φ(x), not its approximation
    with pytest.raises(UserError, match="leaky_relu"):
        layers.activation("leakyrelu")
