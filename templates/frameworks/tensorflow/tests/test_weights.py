"""Weights of Keras under neutral names: there and back to the bit, and what a layer computes from them."""

import numpy as np
import pytest

from _package_ import weights
from _package_.backend import keras, tf
from _package_.layers import BatchNorm, linear


class Every(keras.Model):
    """One layer of each kind, and a parameter of its own."""

    def __init__(self):
        super().__init__()
        self.dense = linear("blocks.0.linear", 3, 5)
        self.norm = BatchNorm("norm", 5)
        self.standard = keras.layers.BatchNormalization(name="standard")
        self.image = keras.layers.Conv2D(4, (2, 3), name="image")
        self.line = keras.layers.Conv1D(4, 2, name="line")
        self.lstm = keras.layers.LSTM(6, name="lstm")
        for layer, shape in ((self.standard, (5,)), (self.image, (7, 7, 2)), (self.line, (7, 2)), (self.lstm, (4, 3))):
            layer.build((None, *shape))
        self.token = self.add_weight(shape=(2, 3), name="token")
        self.drop = keras.layers.Dropout(0.5)  # whose random state is none of the weights


SHAPES = {
    "blocks.0.linear.weight": (5, 3),
    "blocks.0.linear.bias": (5,),
    "image.weight": (4, 2, 2, 3),
    "image.bias": (4,),
    "line.weight": (4, 2, 2),
    "line.bias": (4,),
    "lstm.weight_ih_l0": (24, 3),
    "lstm.weight_hh_l0": (24, 6),
    "lstm.bias_ih_l0": (24,),
    "lstm.bias_hh_l0": (24,),
    "token": (2, 3),
    **{f"{name}.{part}": (5,) for name in ("norm", "standard") for part in ("weight", "bias")},
    **{f"{name}.running_{part}": (5,) for name in ("norm", "standard") for part in ("mean", "var")},
}


@pytest.fixture
def network():
    keras.utils.set_random_seed(0)
    return Every()


@pytest.fixture
def given():
    rng = np.random.default_rng(5)
    return {name: rng.uniform(0.5, 1, shape).astype(np.float32) for name, shape in SHAPES.items()}


def test_names_and_layout_are_neutral(network):
    assert {name: value.shape for name, value in weights.read(network).items()} == SHAPES


def test_weights_go_there_and_back_to_the_bit(network, given):
    given["lstm.bias_hh_l0"][:] = 0  # Keras has one bias
    weights.write(network, {**given, "norm.num_batches_tracked": np.array(3)})
    found = weights.read(network)
    for name, value in given.items():
        assert np.array_equal(found[name], value), name
    assert all(value.flags.c_contiguous and value.flags.owndata for value in found.values())


def test_layers_compute_with_them_what_their_names_say(network, given):
    weights.write(network, given)
    rng = np.random.default_rng(6)
    x = rng.normal(size=(4, 3)).astype(np.float32)
    wanted = x @ given["blocks.0.linear.weight"].T + given["blocks.0.linear.bias"]
    assert np.allclose(network.dense(x), wanted, atol=1e-5)
    scaled = (wanted - given["norm.running_mean"]) / np.sqrt(given["norm.running_var"] + 1e-5)
    assert np.allclose(network.norm(wanted), scaled * given["norm.weight"] + given["norm.bias"], atol=1e-5)
    image = rng.normal(size=(1, 2, 3, 2)).astype(np.float32)  # as large as the kernel: one sum
    one = np.einsum("bhwi,oihw->bo", image, given["image.weight"]) + given["image.bias"]
    assert np.allclose(np.reshape(network.image(image), (1, 4)), one, atol=1e-5)
    assert np.allclose(network.lstm(x[None]), last_state(x, given), atol=1e-5)


def last_state(x, given):
    """Of an LSTM with PyTorch's two biases and gates i, f, g, o; x is (T, F)."""
    h = c = np.zeros(6)
    for row in x:
        gates = given["lstm.weight_ih_l0"] @ row + given["lstm.weight_hh_l0"] @ h
        i, f, g, o = np.split(gates + given["lstm.bias_ih_l0"] + given["lstm.bias_hh_l0"], 4)
        i, f, o = [1 / (1 + np.exp(-gate)) for gate in (i, f, o)]
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
    return h


@pytest.mark.parametrize("change", ["missing", "unknown", "shape"])
def test_weights_of_another_network_are_refused_by_name(network, given, change):
    if change == "missing":
        del given["token"]
    elif change == "unknown":
        given["tokens"] = given["token"]
    else:
        given["token"] = given["token"].T
    before = weights.read(network)
    with pytest.raises(ValueError, match="token"):
        weights.write(network, given)
    assert all(np.array_equal(value, before[name]) for name, value in weights.read(network).items())


def test_two_layers_of_one_name_are_refused():
    class Twice(keras.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = linear("same", 2, 2), linear("same", 2, 2)

    with pytest.raises(ValueError, match="same"):
        weights.read(Twice())


def test_batch_normalisation_learns_the_unbiased_variance():
    layer = BatchNorm("norm", 2)
    x = np.random.default_rng(0).normal(3, 2, (8, 2)).astype(np.float32)
    out = np.array(layer(x, training=True))
    assert np.allclose(out.mean(0), 0, atol=1e-5)
    assert np.allclose(out.std(0), 1, atol=1e-4)
    assert np.allclose(layer.moving_mean.numpy(), 0.1 * x.mean(0), rtol=1e-5)
    assert np.allclose(layer.moving_variance.numpy(), 0.9 + 0.1 * x.var(0, ddof=1), rtol=1e-5)
    single = layer(x[:1], training=True)
    assert np.isfinite(single).all()
    assert tf.reduce_all(tf.math.is_finite(layer.moving_variance.value))
