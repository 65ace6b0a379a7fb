"""Principal component regression: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np

from _package_ import task, trained

SETTINGS = {"components": 4}
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


def test_fewer_components_know_less(planted, fit, quality):
    arrays = planted()
    target, _ = trained.truth(arrays, ["train"])
    found = [quality(fit(arrays, {"components": k})[1]("train"), target) for k in (1, 2, 3, 4)]
    assert found == sorted(found)


def test_more_components_than_features_are_all_of_them(planted, fit):
    arrays = planted()
    assert np.array_equal(fit(arrays, {"components": 99})[1](), fit(arrays, {"components": 4})[1]())
