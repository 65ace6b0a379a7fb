"""Variational autoencoder: tells rows near what it learned from others, and is the bound that its weights say."""

from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from _package_ import paths, train
from _package_.errors import UserError
from _package_.feeds import Feeder

SETTINGS = {"hidden": [16], "latent": 2, "activation": "tanh"}
STEM = "model-0"


def rows(arrays, split="test"):
    return {name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds}


def flat(arrays, config):
    fed = Feeder(arrays.schema, config)(rows(arrays))
    return np.concatenate([fed[name].reshape(len(fed[name]), -1) for name in arrays.schema.inputs], 1).astype(float)


def by_hand(arrays, config):
    """Reconstruction error and divergence in nats, of the trained weights in NumPy and double precision."""
    weights = {name: value.astype(float) for name, value in stored().items()}
    x = flat(arrays, config)

    def linear(name, x):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    hidden = x
    for k in range(len(config.model["hidden"])):
        hidden = np.tanh(linear(f"encoder.{k}", hidden))
    mean, log_variance = linear("mean", hidden), linear("log_variance", hidden)
    back = mean
    for k in range(len(config.model["hidden"])):
        back = np.tanh(linear(f"decoder.{k}", back))
    divergence = 0.5 * (mean**2 + np.exp(log_variance) - 1 - log_variance).sum(1)
    return np.column_stack([0.5 * np.square(x - linear("out", back)).sum(1), divergence])


def stored():
    return safetensors.numpy.load_file(paths.models() / f"{STEM}.safetensors")


def reset(**values):
    """Sets every weight to zero but those given."""
    weights = {name: np.zeros_like(value) for name, value in stored().items()}
    weights |= {name.replace("__", "."): np.asarray(value, np.float32) for name, value in values.items()}
    safetensors.numpy.save_file(weights, paths.models() / f"{STEM}.safetensors")


def test_rows_off_the_planted_plane_are_told_from_those_on_it(planted, fit, settings):
    arrays = planted()
    fit(arrays, epochs=40)
    predict = train.predictor(paths.models() / STEM, arrays.schema, settings(model=SETTINGS), "cpu")
    on = rows(arrays)
    shuffled = np.random.default_rng(0).permuted(on["features"], axis=0)  # each column as before, the relation gone
    near, off = predict(on), predict({"features": shuffled})
    assert near.shape == (len(shuffled), 2)
    assert near.sum(1).mean() < off.sum(1).mean() - 0.5
    alone = 0.5 * np.square(flat(arrays, settings(model=SETTINGS))).sum(1).mean()  # of a model that learned nothing
    assert near.sum(1).mean() < alone - 0.3


def test_the_bound_is_what_the_weights_say(planted, fit, settings):
    arrays = planted(rows=100)
    _, predict = fit(arrays, {**SETTINGS, "hidden": [8, 6]}, epochs=3)
    found, expected = predict(), by_hand(arrays, settings(model={**SETTINGS, "hidden": [8, 6]}))
    assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()
    assert (found[:, 1] >= 0).all(), "a divergence is never negative"


def test_closed_forms(planted, fit, settings):
    arrays = planted(rows=60)
    fit(arrays, epochs=0)
    config, stem = settings(model=SETTINGS), paths.models() / STEM
    x = flat(arrays, config)

    def predict():
        return train.predictor(stem, arrays.schema, config, "cpu")(rows(arrays))

    reset()  # z is standard normal and says nothing
    assert predict()[:, 1] == pytest.approx(0, abs=1e-7)
    assert predict()[:, 0] == pytest.approx(0.5 * np.square(x).sum(1), rel=1e-5)
    reset(mean__bias=[3.0, 0.0], log_variance__bias=[0.0, np.log(4.0)], out__bias=[1.0] * 4)
    assert predict()[:, 1] == pytest.approx(0.5 * 9 + 0.5 * (4 - 1 - np.log(4)), rel=1e-5)
    assert predict()[:, 0] == pytest.approx(0.5 * np.square(x - 1).sum(1), rel=1e-5)


def test_the_same_seed_draws_the_same_and_another_seed_others(planted, fit):
    arrays = planted(rows=100)
    first = fit(arrays, epochs=2)[1]()
    assert np.array_equal(first, fit(arrays, epochs=2)[1]())
    assert not np.array_equal(first, fit(arrays, epochs=2, seed=1)[1]())


def test_training_draws_and_evaluation_does_not(planted, fit):
    arrays = planted(rows=200)
    said, predict = fit(arrays, {**SETTINGS, "hidden": []}, epochs=1, lr=0.0)  # the rate 0 leaves the weights alone
    assert said["train_loss"] > predict("train").sum(1).mean() + 1e-3, "the noise of z costs reconstruction"
    assert said["val_loss"] == pytest.approx(predict("val").sum(1).mean(), rel=1e-5)
    assert np.array_equal(predict(), predict())


@pytest.mark.parametrize("hidden", [[], [8, 4]])
def test_the_number_of_parameters_follows_from_the_widths(planted, fit, hidden):
    said, _ = fit(planted(rows=60), {**SETTINGS, "hidden": hidden, "latent": 3}, epochs=0)
    there, back = [4, *hidden], [3, *reversed(hidden), 4]
    expected = sum((before + 1) * after for widths in (there, back) for before, after in pairwise(widths))
    assert said["parameters"] == expected + 2 * (there[-1] + 1) * 3


def test_an_unknown_activation_is_refused(planted, fit):
    with pytest.raises(UserError, match="sigmoid"):
        fit(planted(rows=60), {**SETTINGS, "activation": "sigmoi"})
