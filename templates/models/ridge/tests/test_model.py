"""Ridge regression: finds what is planted, gives one row per row, and is the same for the same seed."""

import numpy as np
import pytest

from _package_ import task, trained

SETTINGS = {"alpha": 1.0}
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


def test_a_stronger_penalty_makes_smaller_weights_and_none_is_least_squares(planted, fit):
    arrays = planted()
    norms = [
        np.linalg.norm(np.ravel(fit(arrays, {"alpha": alpha})[0]["coefficients"])[1:]) for alpha in (0.0, 10.0, 1000.0)
    ]
    assert norms == sorted(norms, reverse=True)
    # without penalty: the planted slopes, in normalised units
    assert norms[0] == pytest.approx(np.linalg.norm([2.0, -1.0, 0.5, 0.0]) / 4, rel=0.01)
