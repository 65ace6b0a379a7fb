"""Persistence: the last known value to the last bits, whatever the units, and nothing else counts."""

from dataclasses import replace

import numpy as np
import pytest

from _package_ import model, trained
from _package_.errors import UserError
from _package_.schema import Field, Schema

SETTINGS = {}


def test_it_is_the_last_known_value(planted, fit, settings):
    arrays = planted()
    said, predict = fit(arrays)
    last = np.asarray(arrays.open("test", "sequence"))[:, -1, 1]
    assert said["rows"] == 600
    values = predict() * -4 + 7
    assert values.shape == (300, 4)
    assert np.allclose(values, last[:, None], rtol=1e-13, atol=0)


def test_it_explains_the_level_and_less_of_it_the_further_ahead(planted, fit, quality):
    arrays = planted()
    _, predict = fit(arrays)
    target, _ = trained.truth(arrays, ["test"])
    assert 0.5 < quality(predict(), target) < 0.95  # the drive of the steps ahead is what it does not know
    off = np.abs(predict() * -4 + 7 - target).mean(0)
    assert (np.diff(off) > 0).all()


def test_units_of_the_steps_may_differ(planted, settings):
    arrays = planted()
    schema, config = arrays.schema, settings()
    moments = {"train": replace(schema.arrays["sequence"].statistics["train"], mean=(1.0, 2, 3, 4), std=(1.0, 2, 4, 8))}
    target = replace(schema.arrays["target"], normalise="standard", statistics=moments)
    rule = model.model(replace(schema, arrays={**schema.arrays, "target": target}), config)
    past = schema.arrays["sequence"].statistics["train"]
    level = 51.0
    features = np.zeros((1, rule.matrix.shape[0]))
    features[0, 15] = (level - past.mean[1]) / past.std[1]  # the last of 8 steps of (drive, level)
    assert rule(features) * [1, 2, 4, 8] + [1, 2, 3, 4] == pytest.approx(np.full((1, 4), level), rel=1e-13)


def test_the_same_again_and_nothing_of_the_seed(planted, fit):
    arrays = planted()
    assert np.array_equal(fit(arrays)[1](), fit(arrays, seed=1)[1]())


def test_a_past_without_the_series_is_refused(planted, settings):
    schema = planted().schema
    arrays = {**schema.arrays, "sequence": replace(schema.arrays["sequence"], fields=(Field("a"), Field("b")))}
    with pytest.raises(UserError, match="past of 'level'"):
        model.model(Schema("any", "real", "forecast", arrays, schema.splits), settings())
