"""LSTM encoder and decoder: starts from persistence, learns what moves the series, computes what its weights say."""

from dataclasses import replace

import numpy as np
import planting
import pytest
import safetensors.numpy

from _package_ import paths, train, trained
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.normalise import normaliser
from _package_.prediction import finished
from _package_.series import series

SETTINGS = {"hidden": 16, "layers": 1}


def rows(arrays, split="test"):
    return {name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds}


def persistence(arrays, split="test"):
    """The last known level, repeated, in the target's normalised units."""
    last = np.repeat(rows(arrays, split)["sequence"][:, -1:, 1], planting.AHEAD, axis=1)
    return normaliser(arrays.schema.target[1], ["train"]).normalise(last)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def by_hand(arrays, config):
    """What the trained weights say, in NumPy and double precision."""
    about, fed = series(arrays.schema, config), Feeder(arrays.schema, config)(rows(arrays))
    weights = safetensors.numpy.load_file(paths.models() / "model-0.safetensors")
    layers, hidden = config.model["layers"], config.model["hidden"]

    def step(name, x, state):
        after = []
        for k, (h, c) in enumerate(state):
            said = [weights[f"{name}.{part}_l{k}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            i, f, g, o = np.split(x @ said[0].T + h @ said[1].T + said[2] + said[3], 4, axis=1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            x = sigmoid(o) * np.tanh(c)
            after.append((x, c))
        return x, after

    past = fed["sequence"].astype(float)
    state = [(np.zeros((len(past), hidden)),) * 2 for _ in range(layers)]
    for t in range(past.shape[1]):
        _, state = step("encoder", past[:, t], state)
    value, drive, found = past[:, -1, 1:], past[:, -1, :1], []
    for k in range(planting.AHEAD):
        output, state = step("decoder", np.concatenate([drive, value], 1), state)
        value = value + output @ weights["out.weight"].T + weights["out.bias"]
        drive = fed["future"][:, k] * about.future_to_past.scale + about.future_to_past.shift
        found.append(value)
    raw = np.concatenate(found, 1) * about.past_to_target.scale + about.past_to_target.shift
    raw = raw.astype(np.float64)
    return finished(raw, arrays.schema, config)


def test_without_training_nothing_changes(planted, fit):
    arrays = planted(rows=60)
    assert fit(arrays, epochs=0)[1]() == pytest.approx(persistence(arrays), rel=1e-5, abs=1e-5)


def test_learns_what_moves_the_series(planted, fit):
    arrays = planted()
    _, predict = fit(arrays, lr=0.01, epochs=25)
    target, _ = trained.truth(arrays, ["test"])
    truth = normaliser(arrays.schema.target[1], ["train"]).normalise(target)
    errors = [np.square(found - truth).mean(0) for found in (predict(), persistence(arrays))]
    assert predict().shape == (len(target), planting.AHEAD)
    assert (errors[0] < 0.3 * errors[1]).all(), "at every horizon"


def test_a_step_ahead_depends_on_what_is_known_before_it_and_not_after(planted, fit, settings):
    arrays = planted(rows=100)
    fit(arrays, epochs=2, lr=0.01)
    predict = train.predictor(paths.models() / "model-0", arrays.schema, settings(model=SETTINGS), "cpu")
    plain, changed = rows(arrays), rows(arrays)
    changed["future"][:, 1] += 5.0
    difference = np.abs(predict(changed) - predict(plain)).max(0)
    assert (difference[:2] == 0).all()
    assert (difference[2:] > 1e-4).all()


@pytest.mark.parametrize("layers", [1, 2])
def test_the_forecast_is_what_the_weights_say(planted, fit, settings, layers):
    arrays, values = planted(rows=100), {"hidden": 6, "layers": layers}
    _, predict = fit(arrays, values, epochs=3)
    expected = by_hand(arrays, settings(model=values))
    assert np.abs(predict() - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("layers", [1, 2])
def test_the_number_of_parameters_is_that_of_two_lstms_and_a_line(planted, fit, layers):
    said, _ = fit(planted(rows=60), {"hidden": 5, "layers": layers}, epochs=0)
    each = [4 * 5 * (width + 5 + 2) for width in [2, *[5] * (layers - 1)]]
    assert said["parameters"] == 2 * sum(each) + 6


def test_the_same_seed_gives_the_same_forecast(planted, fit):
    arrays = planted(rows=100)
    assert np.array_equal(fit(arrays, epochs=2)[1](), fit(arrays, epochs=2)[1]())


def test_a_series_of_which_nothing_is_known_in_advance(planted, settings):
    arrays, config, stem = planted(rows=100), settings(model=SETTINGS, epochs=2), paths.models() / "alone"
    schema = replace(arrays.schema, arrays={k: v for k, v in arrays.schema.arrays.items() if k != "future"})
    train.train(schema, config, arrays, stem, seed=0, device="cpu", resume=False)
    found = train.predictor(stem, schema, config, "cpu")(rows(arrays))
    assert found.shape == (len(rows(arrays)["sequence"]), planting.AHEAD)
    assert np.isfinite(found).all()


def test_arrays_that_are_no_forecast_are_refused(planted, settings):
    schema, config = planted(rows=60).schema, settings(model=SETTINGS)

    def changed(name, **values):
        return replace(schema, arrays={**schema.arrays, name: replace(schema.arrays[name], **values)})

    for name, values in (
        ("target", {"fields": ()}),
        ("future", {"shape": (3, 1)}),
        ("future", {"fields": tuple(replace(field, name="x") for field in schema.arrays["future"].fields)}),
    ):
        with pytest.raises(UserError):
            series(changed(name, **values), config)
