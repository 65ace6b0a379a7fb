"""Metrics and figures of a forecast: by hand, by step, weights as repeated rows."""

import numpy as np
import pytest

from _package_ import figures, task
from _package_.schema import Array, Field, Schema
from _package_.scores import Sample


def schema(steps, unit: str | None = "m"):
    past = Array("input", "sequence", "float64", (5, 2), fields=(Field("rain", "mm"), Field("level", unit)))
    ahead = tuple(Field(f"level(+{k} step{'s' * (k > 1)})", unit) for k in range(1, steps + 1))
    target = Array("target", "table", "float64", (steps,), fields=ahead)
    return Schema("river", "real", "forecast", {"sequence": past, "target": target}, {})


def values(prediction, target, weight=None):
    found = task.metrics(schema(target[:1].size), prediction, target, weight)
    return {name: one.value for name, one in found.items()}


def test_by_hand():
    target = np.array([[1.0, 2.0], [4.0, -5.0]])
    off = np.array([[0.5, -0.5], [1.0, 1.0]])
    found = values(target + off, target)
    assert found["mape"] == pytest.approx(100 * (0.5 + 0.25 + 0.25 + 0.2) / 4)
    assert found["mape_first"] == pytest.approx(100 * (0.5 + 0.25) / 2)
    assert found["mape_last"] == pytest.approx(100 * (0.25 + 0.2) / 2)
    assert found["rmse"] == pytest.approx(np.sqrt((0.25 + 0.25 + 1 + 1) / 4))
    assert found["bias"] == pytest.approx(0.5)


def test_the_percentage_has_no_unit_of_the_target_and_the_error_has():
    random = np.random.default_rng(0)
    target = random.uniform(1, 2, (50, 4))
    prediction = target + random.normal(size=target.shape) * 0.1
    in_m, in_mm = values(prediction, target), values(prediction * 1000, target * 1000)
    for name, metric in task.metrics(schema(4), prediction, target, None).items():
        assert metric.unit == ("%" if name.startswith("mape") else "m")
        assert in_mm[name] == pytest.approx(in_m[name] * (1 if name.startswith("mape") else 1000))


def test_a_truth_of_zero_has_no_percentage_and_counts_elsewhere():
    target = np.array([[0.0, 2.0], [0.0, 4.0]])
    found = values(target + 1, target)
    assert found["mape"] == pytest.approx(100 * (0.5 + 0.25) / 2)
    assert np.isnan(found["mape_first"])
    assert found["rmse"] == found["bias"] == 1


def test_a_weight_counts_as_repeated_rows():
    random = np.random.default_rng(0)
    target, weight = random.uniform(1, 2, (200, 3)), random.integers(1, 4, 200)
    prediction = target + random.normal(size=target.shape)
    repeated = values(np.repeat(prediction, weight, axis=0), np.repeat(target, weight, axis=0))
    assert values(prediction, target, weight.astype(float)) == pytest.approx(repeated)


def test_one_step_is_first_and_last():
    target = np.array([1.0, 2.0, 4.0])
    found = values(target * 1.1, target)
    assert found["mape"] == found["mape_first"] == found["mape_last"] == pytest.approx(10)


def test_columns_have_names_and_units():
    assert task.columns(schema(2)) == (
        ["true level(+1 step) [m]", "true level(+2 steps) [m]"],
        ["predicted level(+1 step) [m]", "predicted level(+2 steps) [m]"],
    )


def test_the_cards_say_what_each_metric_means():
    assert list(values(np.ones((3, 2)), np.ones((3, 2)))) == list(task.METRICS)


@pytest.mark.parametrize("kind", ["real", "sample"])
@pytest.mark.parametrize("steps", [1, 6])
def test_figures_are_drawn(tmp_path, monkeypatch, kind, steps):
    monkeypatch.setitem(figures.LOOK, "savefig.dpi", 40)  # quick to write
    random = np.random.default_rng(0)
    target = random.uniform(1, 2, (40, steps) if steps > 1 else 40)
    asked = []

    def inputs(row):
        asked.append(row)
        return {"sequence": random.uniform(1, 2, (5, 2))}

    samples = [
        Sample("lstm", "model", "train", target, target, None, inputs),
        Sample("lstm", "model", "test", target + 0.1 * random.normal(size=target.shape), target, None, inputs),
        Sample("last $value$", "reference", "test", target + 0.3, target, None),
    ]
    drawn = task.figures(schema(steps, None), samples, tmp_path, kind)
    assert len({path.name for path in drawn}) == len(drawn) == 8
    errors = np.abs(samples[1].prediction - target).reshape(40, -1).mean(1)
    assert asked == [int(np.argsort(errors)[at]) for at in (4, 20, 35)]  # by the 10, 50 and 90 % quantiles
