"""Lasso: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np

from _package_ import task, trained

SETTINGS = {"alpha": 0.01}
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


def test_the_feature_without_slope_is_dropped_first(planted, fit):
    weights = np.ravel(fit(planted(), {"alpha": 0.02})[0]["coefficients"])[1:]
    assert list(np.flatnonzero(weights)) == [0, 1, 2]
