"""Linear model: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np
import pytest

from _package_ import task, trained

SETTINGS = {}
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


@only_values
def test_the_prediction_is_linear_in_the_physical_features(planted, fit):
    arrays = planted()
    features = np.array(arrays.open("test", "features"))
    z = (features - features.mean(0)) / features.std(0)
    design = np.column_stack([np.ones(len(z)), z])
    output = fit(arrays)[1]()[:, 0]
    best = design @ np.linalg.lstsq(design, output, rcond=None)[0]
    assert best == pytest.approx(output, abs=1e-12)


@only_classes
def test_more_than_two_classes(planted, fit):
    arrays = planted(classes=3)
    said, predict = fit(arrays)
    assert predict().shape[1] == 3
    assert np.allclose(predict().sum(1), 1)
    assert np.shape(said["coefficients"]) == (3, 5)
