"""Masking finds the features that an answer rests on, and those that it does not."""

import numpy as np
import pytest

from _package_ import attribution, findings, masking, task, trained
from _package_.feeds import Feeder

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")
SLOPES = np.array([2.0, -1.0, 0.5, 0.0])  # as planted: the last feature says nothing


def network(outputs):
    def forward(feeds):
        value = feeds["features"] @ SLOPES[:, None]
        return np.column_stack([-value, value]) if outputs == 2 else (value - 7) / -4

    return forward


@pytest.fixture
def judged(planted, settings):
    arrays = planted()
    schema, config = arrays.schema, settings()
    target, weight = trained.truth(arrays, ["test"])
    fed = Feeder(schema, config)(next(arrays.chunks(["test"], schema.feeds)))
    return masking.Judge(network(schema.outputs), schema, config, target, weight), fed


def test_the_planted_feature_costs_most_and_the_inert_one_nothing(judged):
    found = masking.losses(*judged)
    assert [one.part for one in sorted(found, key=lambda one: -one.delta)] == ["f0", "f1", "f2", "f3"]
    assert abs(found[3].delta) < 1e-9
    assert found[0].delta > 0.02
    if task.NAME == "classification":
        fidelities = [one.fidelity or 0.0 for one in found]
        assert fidelities[0] < fidelities[2] < fidelities[3] == 1


@pytest.mark.parametrize(("form", "count"), [("cloud", 3 + 8), ("clouds", 3 + 8 + 2 + 3), ("image", 2 + 16)])
def test_every_feature_and_every_object_is_masked_once_and_nothing_else(planted, settings, form, count):
    arrays = planted(form=form, rows=20)
    schema = arrays.schema
    fed = Feeder(schema, settings())(next(arrays.chunks(["test"], schema.feeds)))
    before = {name: values.copy() for name, values in fed.items()}
    found = list(masking.parts(schema, fed))
    assert len(found) == len({(name, kind, part) for name, kind, part, _, _ in found}) == count
    for name, kind, _, index, without in found:
        changed = {key for key, values in without.items() if not np.array_equal(values, fed[key])}
        assert changed <= {name, schema.arrays[name].mask}
        if kind == "feature":
            assert not without[name][..., index].any()
            assert np.array_equal(np.delete(without[name], index, -1), np.delete(fed[name], index, -1))
        elif form != "image":
            assert not without[schema.arrays[name].mask][:, index].any()
    assert all(np.array_equal(values, fed[name]) for name, values in before.items())


def test_gradient_times_input_of_a_linear_network_is_its_terms(judged):
    judge, fed = judged
    slopes = np.broadcast_to(SLOPES, fed["features"].shape)
    (found,) = attribution.gradient_times_input(
        lambda feeds, column: {"features": slopes[: len(feeds["features"])]}, fed, judge.schema, 0
    )
    wanted = np.abs(fed["features"] * SLOPES).mean(0)
    assert np.allclose(list(found.features.values()), wanted)


def test_rank_correlation():
    assert findings.spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 90.0])) == pytest.approx(1)
    assert findings.spearman(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1)
    assert findings.spearman(np.array([1.0, 1.0]), np.array([3.0, 2.0])) == 0
