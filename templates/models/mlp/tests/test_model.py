"""Multilayer perceptron: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np
import pytest

from _package_ import task, train, trained

SETTINGS = {"hidden": [32], "batch_norm": True, "activation": "leaky_relu", "dropout": 0.0}
NORM = ("weight", "bias", "running_mean", "running_var")
CLASSIFY = task.LOSS == "cross-entropy"


def test_finds_the_planted_relation(planted, fit, quality):
    arrays = planted()
    _, predict = fit(arrays)
    target, _ = trained.truth(arrays, ["test"])
    assert predict().shape == (len(target), 2 if CLASSIFY else 1)
    assert quality(predict(), target) > 0.9


def test_the_same_seed_gives_the_same_predictions(planted, fit):
    arrays = planted()
    first = fit(arrays, epochs=2)[1]()
    assert np.array_equal(first, fit(arrays, epochs=2)[1]())


def names(arrays, settings, **model):
    learner = train.learner(arrays.schema, settings(model={**SETTINGS, **model}), 0, "cpu")
    return {name: value.shape for name, value in learner.weights().items() if "num_batches" not in name}, learner


def test_names_layout_and_number_of_parameters(planted, settings):
    arrays = planted(rows=60)
    outputs = 2 if CLASSIFY else 1
    found, learner = names(arrays, settings, hidden=[8, 6])
    linear = {"hidden.0": (8, 4), "hidden.1": (6, 8), "out": (outputs, 6)}
    wanted = {f"{name}.weight": shape for name, shape in linear.items()}
    wanted |= {f"{name}.bias": shape[:1] for name, shape in linear.items()}
    wanted |= {f"norms.{k}.{part}": (8 - 2 * k,) for k in (0, 1) for part in NORM}
    assert found == wanted
    assert learner.parameters == (4 * 8 + 8) + 2 * 8 + (8 * 6 + 6) + 2 * 6 + (6 + 1) * outputs
    assert not any(name.startswith("norms") for name in names(arrays, settings, batch_norm=False)[0])


@pytest.mark.parametrize("hidden", [[], [8], [8, 4]])
def test_layers_of_any_number(planted, fit, hidden):
    _, predict = fit(planted(rows=60), {**SETTINGS, "hidden": hidden}, epochs=1)
    assert np.isfinite(predict()).all()


def test_an_unknown_activation_is_refused(planted, fit):
    from _package_.errors import UserError

    with pytest.raises(UserError, match="leaky"):
        fit(planted(rows=60), {**SETTINGS, "activation": "leakyrelu"})
