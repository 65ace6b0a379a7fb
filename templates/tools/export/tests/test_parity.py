"""Parity accepts rounding and rejects mistakes that leave most of the answers right."""

import numpy as np
import pytest

from _package_ import parity, task
from _package_.agreement import LIMIT
from _package_.feeds import Feeder

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")
SLOPES = np.random.default_rng(0).normal(size=(4, 3)).astype(np.float32)


def network(slopes=SLOPES, kind="float32"):
    return lambda feeds: feeds["features"].astype(kind) @ slopes.astype(kind) * 100


@pytest.fixture
def judged(planted, settings):
    arrays = planted()
    feeder = Feeder(arrays.schema, settings())
    return lambda one, other: parity.checks(one, other, arrays, feeder)


def test_rounding_passes_at_every_batch_size(judged):
    checks = judged(network(), network(kind="float64"))
    assert [check.rows for check in checks] == [1, 7, 300, 300]
    assert [check.inputs for check in checks] == ["random"] * 3 + ["real"]
    assert all(check.good for check in checks)
    assert all(0 < check.norm < 1e-6 for check in checks[1:])


@pytest.mark.parametrize("change", [1e-4, 1e-2, 1.0])
def test_a_changed_weight_fails(judged, change):
    changed = SLOPES.copy()
    changed[0, 0] += change
    assert not all(check.good for check in judged(network(), network(changed)))


def test_a_single_answer_near_zero_is_judged_on_all(judged):
    first: list[np.ndarray] = []

    def offset(kind):
        def answers(feeds):
            values = network(kind=kind)(feeds)
            first.append(values[0].copy())
            return values - first[0].astype(kind) * (1 - 1e-6)

        return answers

    assert judged(offset("float32"), offset("float64"))[0].good


def test_other_shapes_and_numbers_that_are_none_fail(judged):
    assert not judged(network(), network(SLOPES[:, :2]))[0].good
    assert not judged(network(), lambda feeds: network()(feeds) * np.nan)[0].good


@pytest.mark.skipif(task.NAME != "classification", reason="of a classification")
@pytest.mark.parametrize("size", [1, 50, 200])
def test_a_confident_network_passes_and_one_of_other_weights_does_not(judged, size):
    slopes = (SLOPES * size / 500).astype(np.float32)

    def rounded(feeds):  # logits that agree to 3e-6 of their size, as after some layers in single precision
        exact = network(slopes, "float64")(feeds)
        return exact + 3e-6 * np.abs(exact).max() * np.resize([1, -1], exact.shape)

    checks = judged(network(slopes), rounded)
    assert all(check.good for check in checks), [str(check) for check in checks]
    assert size < 50 or max(check.probability for check in checks) > LIMIT, "more than was once allowed"
    assert not all(check.good for check in judged(network(slopes), network(slopes * np.float32(1 + 1e-4))))


@pytest.mark.skipif(task.NAME != "classification", reason="of a classification")
def test_probabilities_are_compared_with_logits_as_probabilities(judged):
    def softmaxed(feeds):
        return parity.softmax(network()(feeds).astype(np.float64))

    checks = judged(network(), softmaxed)
    assert all(check.norm is None and check.good for check in checks)
    turned = judged(network(), lambda feeds: softmaxed(feeds)[:, ::-1])
    assert not all(check.good for check in turned)


@pytest.mark.parametrize("form", ["cloud", "clouds", "graph", "image"])
def test_random_inputs_have_padding_and_edges_between_what_is_there(planted, settings, form):
    arrays = planted(form=form, rows=40)
    schema = arrays.schema
    fed = parity.random(schema, 50, Feeder(schema, settings()))
    assert fed.keys() == set(schema.feeds)
    for name, array in schema.inputs.items():
        assert fed[name].shape == (50, *array.shape)
        if array.mask:
            mask = fed[array.mask]
            assert 0 < mask.mean() < 1
            assert not fed[name][mask == 0].any()
        if array.edges:
            ends, there = fed[array.edges], fed[array.mask]
            assert (ends[there == 0] == -1).all()
            assert (ends < there.sum(1)[:, None, None]).all()
