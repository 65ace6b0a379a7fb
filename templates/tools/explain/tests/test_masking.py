"""Masking finds the features that an answer rests on, and those that it does not."""

from collections.abc import Mapping

import numpy as np
import pytest

from _package_ import attribution, correlation, explain, findings, masking, parts, paths, task, trained
from _package_.feeds import Feeder
from _package_.schema import Array, Field, Moments, Schema

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")
SLOPES = np.array([2.0, -1.0, 0.5, 0.0])  # as planted: the last feature says nothing


MEANS = {"features": np.zeros(4)}


def network(outputs, last=0.0, first=2.0):
    """What is planted; `last` is the slope of the last feature, `first` that of the first."""
    slopes = np.array([first, *SLOPES[1:3], last])

    def forward(feeds):
        value = feeds["features"] @ slopes[:, None]
        return np.column_stack([-value, value]) if outputs == 2 else (value - 7) / -4

    return forward


def permuted(loss: masking.Loss) -> Mapping[str, float]:
    """What a feature costs when permuted, which only objects do not know."""
    assert loss.permuted is not None
    return loss.permuted


@pytest.fixture
def judged(planted, settings):
    arrays = planted()
    schema, config = arrays.schema, settings()
    target, weight = trained.truth(arrays, ["test"])
    fed = Feeder(schema, config)(next(arrays.chunks(["test"], schema.feeds)))
    return masking.Judge(network(schema.outputs), schema, config, target, weight), fed


def test_the_planted_feature_costs_most_and_the_inert_one_nothing(judged):
    judge, fed = judged
    found = masking.losses(judge, fed, MEANS)
    assert [one.part for one in sorted(found, key=lambda one: -one.delta)] == ["f0", "f1", "f2", "f3"]
    assert [one.part for one in sorted(found, key=lambda one: -permuted(one)["delta"])] == ["f0", "f1", "f2", "f3"]
    assert abs(found[3].delta) < 1e-9
    assert abs(permuted(found[3])["delta"]) < 1e-9
    assert found[0].delta > 0.02
    assert permuted(found[0])["delta"] > 10 * permuted(found[0])["error"] > 0
    if task.NAME == "classification":
        fidelities = [one.fidelity or 0.0 for one in found]
        assert fidelities[0] < fidelities[2] < fidelities[3] == 1


def test_noise_that_a_model_uses_costs_nothing_that_can_be_told_from_chance(judged):
    judge, fed = judged
    errors = []
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(size=len(fed["features"]))
        noisy = {"features": np.column_stack([fed["features"][:, :3], noise])}
        used = masking.Judge(network(judge.schema.outputs, 0.7), judge.schema, judge.config, judge.target, judge.weight)
        said = masking.permutation(used, noisy, (parts.every(judge.schema)[3],))
        errors.append(said["delta"] / said["error"])
    assert np.abs(errors).max() < 5
    assert np.mean(np.abs(errors) < 1) > 0.4
    assert np.std(errors) > 0.4  # the error is not too large either


def test_a_masked_value_is_the_mean_that_the_model_is_fed(planted, settings):
    arrays = planted()
    config = settings(normalise_inputs=False)
    model = trained.Trained(paths.models() / "a", 0, config, {})
    means = explain.means(model, arrays)
    values = np.array(arrays.open("train", "features"))
    assert np.allclose(means["features"], values.mean(0), rtol=1e-5)
    (part, *_) = parts.every(arrays.schema)
    fed = Feeder(arrays.schema, config)(next(arrays.chunks(["test"], arrays.schema.feeds)))
    masked = parts.without(arrays.schema, fed, (part,), means)["features"]
    assert np.allclose(masked[:, 0], values[:, 0].mean(), rtol=1e-5)
    assert np.array_equal(masked[:, 1:], fed["features"][:, 1:])


def test_entries_of_one_column_of_words_are_one_part():
    moments = {"train": Moments(100, (5.0, 0.25, 0.75, 2.0), (1.0, 0.1875**0.5, 0.1875**0.5, 3.0))}
    fields = tuple(Field(name) for name in ("x", "colour=red", "colour=blue", "a=b"))
    array = Array("input", "table", "float64", (4,), "standard", fields, statistics=moments)
    assert [(one.name, one.entries) for one in parts.columns("features", array)] == [
        ("x", (0,)),
        ("colour", (1, 2)),
        ("a=b", (3,)),  # a number whose name has such a sign
    ]
    schema = Schema("any", "real", "regression", {"features": array}, {})
    rows = np.random.default_rng(0).normal(size=(50, 4))
    moved = parts.shuffled({"features": rows}, (parts.every(schema)[1],), np.random.default_rng(0))["features"]
    assert np.array_equal(moved[:, [0, 3]], rows[:, [0, 3]])
    assert sorted(map(tuple, moved[:, 1:3])) == sorted(map(tuple, rows[:, 1:3]))  # of the same other row
    assert not np.array_equal(moved[:, 1], rows[:, 1])


def test_a_noisy_copy_is_named_and_the_pair_is_taken_away_together(judged):
    """The model takes both a feature and its copy: alone each costs little, together they cost what it does."""
    judge, fed = judged
    copy = fed["features"][:, 0] + 0.1 * np.random.default_rng(5).normal(size=len(fed["features"]))
    both = {"features": np.column_stack([fed["features"][:, :3], copy])}
    shared = network(judge.schema.outputs, 1.0, first=1.0)
    used = masking.Judge(shared, judge.schema, judge.config, judge.target, judge.weight)
    found, (pair,) = correlation.named(masking.losses(used, both, MEANS), used, both)
    assert pair["parts"] == ["f0", "f3"]
    assert pair["correlation"] > 0.95
    assert list(found[0].correlated) == ["f3"]
    assert list(found[3].correlated) == ["f0"]
    assert not found[1].correlated
    assert pair["delta"] > 1.5 * max(permuted(found[0])["delta"], permuted(found[3])["delta"])


@pytest.mark.parametrize(("form", "count"), [("cloud", 3 + 8), ("clouds", 3 + 8 + 2 + 3), ("image", 2 + 16)])
def test_every_feature_and_every_object_is_masked_once_and_nothing_else(planted, settings, form, count):
    arrays = planted(form=form, rows=20)
    schema = arrays.schema
    fed = Feeder(schema, settings())(next(arrays.chunks(["test"], schema.feeds)))
    before = {name: values.copy() for name, values in fed.items()}
    means = {name: np.full(array.shape[-1], 0.5) for name, array in schema.inputs.items()}
    done = 0
    for part in parts.every(schema):
        without = parts.without(schema, fed, (part,), means)
        assert changed(without, fed) <= {part.array}
        mask = schema.arrays[part.array].mask
        expected = 0.5 * (fed[mask] if mask else np.ones(fed[part.array].shape[:-1]))
        assert np.array_equal(without[part.array][..., part.entries[0]], expected)
        rest, same = (np.delete(one[part.array], part.entries, -1) for one in (without, fed))
        assert np.array_equal(rest, same)
        done += 1
    for name, array in schema.inputs.items():
        for index, (_, where) in enumerate(parts.objects(array)):
            without = parts.absent(schema, fed, name, where, means)
            assert changed(without, fed) <= {name, array.mask}
            if array.mask:
                assert not without[array.mask][:, index].any()
            done += 1
    assert done == count
    assert all(np.array_equal(values, fed[name]) for name, values in before.items())


def changed(without, fed):
    return {key for key, values in without.items() if not np.array_equal(values, fed[key])}


def test_gradient_times_input_of_a_linear_network_is_its_terms(judged):
    judge, fed = judged
    slopes = np.broadcast_to(SLOPES, fed["features"].shape)
    (found,) = attribution.gradient_times_input(
        lambda feeds, column: {"features": slopes[: len(feeds["features"])]}, fed, judge.schema, 0
    )
    wanted = np.abs(fed["features"] * SLOPES).mean(0)
    assert np.allclose(list(found.features.values()), wanted)


def test_relevance_that_fluctuates_and_moves_no_output_has_a_size_and_no_share(judged):
    judge, fed = judged
    terms = fed["features"].astype(float) * SLOPES
    wild = np.random.default_rng(3).normal(size=len(terms))
    relevance, output = np.column_stack([terms[:, :2], terms[:, 2] - wild, wild]), terms.sum(1)
    (found,) = attribution.shared({"features": relevance}, output, judge.schema)
    assert sum(found.features.values()) == pytest.approx(1)
    wanted = [np.cov(values, output, ddof=0)[0, 1] / output.var() for values in relevance.T]
    assert np.allclose(list(found.features.values()), wanted)
    assert found.sizes["f3"] > 0.4 * found.sizes["f0"]
    assert abs(found.features["f3"]) < 0.2 * found.features["f0"]
    (still,) = attribution.shared({"features": relevance}, np.ones(len(terms)), judge.schema)
    assert set(still.features.values()) == {0.0}


def test_rank_correlation():
    assert findings.spearman(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 90.0])) == pytest.approx(1)
    assert findings.spearman(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1)
    assert findings.spearman(np.array([1.0, 1.0]), np.array([3.0, 2.0])) == 0
