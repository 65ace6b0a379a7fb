"""Multilayer perceptron: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np
import pytest

from _package_ import task, trained

SETTINGS = {"hidden": [32], "batch_norm": True, "activation": "leaky_relu", "dropout": 0.0}
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


def test_the_published_network_of_19_inputs_has_its_number_of_parameters():
    from torch import nn

    from _package_.model import MLP

    network = MLP({"x": 19}, [32], 1, batch_norm=True, activation=nn.LeakyReLU, dropout=0.5)
    assert sum(parameter.numel() for parameter in network.parameters()) == (19 * 32 + 32) + 2 * 32 + (32 + 1)


@pytest.mark.parametrize("hidden", [[], [8], [8, 4]])
def test_layers_of_any_number(planted, fit, hidden):
    _, predict = fit(planted(rows=60), {**SETTINGS, "hidden": hidden}, epochs=1)
    assert np.isfinite(predict()).all()


def test_an_unknown_activation_is_refused(planted, fit):
    from _package_.errors import UserError

    with pytest.raises(UserError, match="leaky"):
        fit(planted(rows=60), {**SETTINGS, "activation": "leakyrelu"})
