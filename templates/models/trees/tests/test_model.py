"""Boosted decision trees: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np
import pytest

from _package_ import task, trained

SETTINGS = {"trees": 50, "depth": 4, "learning_rate": 0.2}
CLASSIFY = task.LOSS == "cross-entropy"
only_classes = pytest.mark.skipif(not CLASSIFY, reason="of a classification")
only_values = pytest.mark.skipif(CLASSIFY, reason="of a regression")


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


@only_classes
def test_more_than_two_classes(planted, fit):
    output = fit(planted(classes=3))[1]()
    assert output.shape[1] == 3
    assert np.allclose(output.sum(1), 1)


@only_values
def test_no_prediction_leaves_the_range_of_the_training_targets_by_much(planted, fit):
    arrays = planted()
    target, _ = trained.truth(arrays, ["train"])
    values = fit(arrays)[1]()[:, 0] * -4 + 7
    margin = 0.2 * np.ptp(target)
    assert target.min() - margin < values.min()
    assert values.max() < target.max() + margin
