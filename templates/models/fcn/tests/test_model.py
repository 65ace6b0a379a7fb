"""Fully connected network: finds what is planted in data of every form, and computes what its weights say."""

from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from _package_ import paths, task, trained
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.prediction import finished

SETTINGS = {"hidden": [32, 32], "activation": "relu", "batch_norm": False, "dropout": 0.0}
FORMS = [None] if task.NAME == "forecast" else [None, "cloud", "clouds", "graph", "image"]
TWELVE_LAYERS = {**SETTINGS, "hidden": [32] * 12}


def by_hand(arrays, config, split="test"):
    """What the trained weights say, in NumPy and double precision."""
    weights = safetensors.numpy.load_file(paths.models() / "model-0.safetensors")
    rows = {name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds}
    fed = Feeder(arrays.schema, config)(rows)
    x = np.concatenate([fed[name].reshape(len(fed[name]), -1) for name in arrays.schema.inputs], 1).astype(np.float64)
    for k in range(len(config.model["hidden"])):
        x = x @ weights[f"dense.{k}.weight"].T + weights[f"dense.{k}.bias"]
        if config.model["batch_norm"]:
            mean, variance = weights[f"norm.{k}.running_mean"], weights[f"norm.{k}.running_var"]
            x = (x - mean) / np.sqrt(variance + 1e-5) * weights[f"norm.{k}.weight"] + weights[f"norm.{k}.bias"]
        x = np.maximum(x, 0)
    return finished(x @ weights["out.weight"].T + weights["out.bias"], arrays.schema, config)


@pytest.mark.parametrize("form", FORMS)
def test_finds_what_is_planted_in_every_form(planted, fit, quality, form):
    arrays = planted(form=form, rows=1200)
    _, predict = fit(arrays, lr=0.005, weight_decay=0.3, optimiser="adamw", epochs=20)
    target, _ = trained.truth(arrays, ["test"])
    assert predict().shape == (len(target), arrays.schema.outputs)
    assert quality(predict(), target) > (0.4 if task.NAME == "forecast" else 0.7)  # four steps, from few rows


def test_the_same_seed_gives_the_same_predictions(planted, fit):
    arrays = planted()
    values = {**SETTINGS, "dropout": 0.2}
    assert np.array_equal(fit(arrays, values, epochs=2)[1](), fit(arrays, values, epochs=2)[1]())


@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_output_is_what_the_weights_say(planted, fit, settings, batch_norm):
    arrays, values = planted(form=FORMS[-1]), {**SETTINGS, "batch_norm": batch_norm, "dropout": 0.5}
    _, predict = fit(arrays, values, epochs=2)
    expected = by_hand(arrays, settings(model=values))
    assert np.abs(predict() - expected).max() <= 1e-5 * max(1, np.abs(expected).max())


@pytest.mark.parametrize("hidden", [[], [8], [256] * 12])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_number_of_parameters_follows_from_the_widths(planted, fit, hidden, batch_norm):
    arrays = planted(rows=60)
    said, _ = fit(arrays, {**SETTINGS, "hidden": hidden, "batch_norm": batch_norm}, epochs=0)
    inputs = sum(np.prod(array.shape) for array in arrays.schema.inputs.values())
    widths = [inputs, *hidden, arrays.schema.outputs]
    expected = sum((before + 1) * after for before, after in pairwise(widths))
    assert said["parameters"] == expected + batch_norm * 2 * sum(hidden)


def test_twelve_fresh_layers_still_tell_the_rows_apart(planted, fit):
    answers = fit(planted(), TWELVE_LAYERS, epochs=0)[1]()
    assert answers.std(0).max() > 0.02, "with a smaller variance of the initial weights it would be some 1e-5"


def test_an_unknown_activation_is_refused_with_the_nearest(planted, fit):
    with pytest.raises(UserError, match="leaky_relu"):
        fit(planted(rows=60), {**SETTINGS, "activation": "leakyrelu"})
