"""Metrics and figures of a regression: known distributions, units, weights as repeated rows."""

import numpy as np
import pytest

from _package_ import figures, task
from _package_.schema import Array, Field, Schema
from _package_.scores import Sample

TARGET = Array("target", "table", "float64", (1,), fields=(Field("mass", "GeV"),))
SCHEMA = Schema("any", "real", "regression", {"mass": TARGET}, {})


def values(prediction, target, weight=None):
    return {name: metric.value for name, metric in task.metrics(SCHEMA, prediction, target, weight).items()}


def test_a_shifted_gaussian_has_its_shift_as_bias_and_its_width_as_resolution():
    rng = np.random.default_rng(0)
    target = rng.uniform(60, 120, 200_000)
    found = values(target + rng.normal(0.5, 2.0, len(target)), target)
    assert found["bias"] == pytest.approx(0.5, abs=0.03)
    assert found["resolution"] == pytest.approx(2.0, rel=0.01)  # the central 68 % of a Gaussian is ± one sigma
    assert found["rmse"] == pytest.approx(np.hypot(0.5, 2.0), rel=0.01)
    assert found["mae"] < found["rmse"]


def test_outliers_move_rmse_and_not_resolution():
    rng = np.random.default_rng(0)
    target = rng.uniform(60, 120, 10_000)
    prediction = target + rng.normal(0, 1, len(target))
    spoiled = prediction.copy()
    spoiled[:50] += 1000
    assert values(spoiled, target)["resolution"] == pytest.approx(values(prediction, target)["resolution"], rel=0.02)
    assert values(spoiled, target)["rmse"] > 50


def test_metrics_scale_with_the_unit_and_r2_does_not():
    rng = np.random.default_rng(0)
    target = rng.normal(size=500)
    prediction = target + rng.normal(size=500) * 0.1
    in_gev, in_mev = values(prediction, target), values(prediction * 1000, target * 1000)
    for name, metric in task.metrics(SCHEMA, prediction, target, None).items():
        assert metric.unit == (None if name == "r2" else "GeV")
        assert in_mev[name] == pytest.approx(in_gev[name] * (1 if name == "r2" else 1000))


def test_the_mean_explains_nothing_and_the_truth_everything():
    target = np.arange(10.0)
    assert values(np.full(10, target.mean()), target)["r2"] == pytest.approx(0)
    assert values(target, target) == {"rmse": 0, "mae": 0, "bias": 0, "resolution": 0, "r2": 1}
    assert np.isnan(values(np.ones(10), np.ones(10))["r2"])


def test_a_weight_counts_as_repeated_rows():
    rng = np.random.default_rng(0)
    target, prediction, weight = rng.normal(size=200), rng.normal(size=200), rng.integers(1, 4, 200)
    repeated = values(np.repeat(prediction, weight), np.repeat(target, weight))
    weighted = values(prediction, target, weight.astype(float))
    for name in ("rmse", "mae", "bias", "r2"):
        assert weighted[name] == pytest.approx(repeated[name])
    assert weighted["resolution"] == pytest.approx(repeated["resolution"], abs=0.05)  # quantiles between two rows


def test_the_pull_of_every_number_is_what_a_row_of_more_weight_does_to_it():
    rng = np.random.default_rng(0)
    target, weight = rng.normal(size=300), rng.uniform(0.5, 2, 300)
    prediction, step = target + rng.normal(size=300), 1e-6
    before = task.metrics(SCHEMA, prediction, target, weight)
    for row in (0, 17, 123):
        more = weight.copy()
        more[row] *= 1 + step
        after = values(prediction, target, more)
        for name in ("rmse", "mae", "bias", "r2"):  # a quantile moves in steps: see test_coverage.py
            pull = before[name].pull
            assert pull is not None, name
            found = pull()
            assert found.sum() == pytest.approx(0, abs=1e-9)
            assert (after[name] - before[name].value) / step == pytest.approx(found[row], abs=1e-5)


def test_the_cards_say_what_each_metric_means():
    assert list(values(np.arange(3.0), np.arange(3.0))) == list(task.METRICS)


@pytest.mark.parametrize(("kind", "targets"), [("real", "many"), ("sample", "three"), ("real", "one")])
def test_figures_are_drawn(tmp_path, monkeypatch, kind, targets):
    monkeypatch.setitem(figures.LOOK, "savefig.dpi", 40)  # quick to write
    rng = np.random.default_rng(0)
    rows = 5000 if targets == "many" else 100
    target = {"many": rng.normal(91, 5, rows), "three": rng.choice([1.0, 2, 3], rows), "one": np.ones(rows)}[targets]
    noise = rng.normal(size=rows)
    samples = [
        Sample("mlp", "model", "train", target + noise, target, None),
        Sample("mlp", "model", "test", target + noise, target, np.ones(rows)),
        Sample("a formula_with $signs$", "reference", "test", target + noise / 2, target, np.ones(rows)),
    ]
    drawn = task.figures(SCHEMA, samples, tmp_path, kind)
    assert len(drawn) == 8
    assert all(path.stat().st_size > 1000 for path in drawn)


def test_profile_has_a_bin_for_each_of_few_targets_and_equal_bins_for_many():
    target = np.repeat([1.0, 2.0, 5.0], 100)
    centre, low, middle, high = task.profile(target, target * 2)
    assert centre.tolist() == [1, 2, 5]
    assert low.tolist() == middle.tolist() == high.tolist() == [2, 4, 10]
    assert len(task.profile(np.arange(1200.0), np.zeros(1200))[0]) == 12
