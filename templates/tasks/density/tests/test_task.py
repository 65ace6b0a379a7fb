"""Metrics and figures of a density: the two parts add up, weights as repeated rows."""

import numpy as np
import pytest

from _package_ import figures, task
from _package_.schema import Array, Field, Schema
from _package_.scores import Sample

SCHEMA = Schema(
    "any", "real", "density", {"x": Array("input", "table", "float64", (2,), "standard", (Field("a"),))}, {}
)
NOTHING = np.empty((500, 0))


def values(prediction, weight=None):
    found = task.metrics(SCHEMA, prediction, np.empty((len(prediction), 0)), weight)
    assert {one.unit for one in found.values()} == {"nat"}
    return {name: one.value for name, one in found.items()}


def test_the_bound_is_minus_the_sum_of_its_parts():
    assert values(np.array([[3.0, 1.0], [5.0, 2.0]])) == {"elbo": -5.5, "reconstruction": 4.0, "kl": 1.5}


def test_a_weight_counts_as_repeated_rows():
    random = np.random.default_rng(0)
    prediction, weight = random.exponential(size=(200, 2)), random.integers(1, 4, 200)
    assert values(prediction, weight.astype(float)) == pytest.approx(values(np.repeat(prediction, weight, axis=0)))


def test_single_precision_is_summed_in_double():
    prediction = np.full((3_000_000, 2), 0.1, np.float32)
    assert values(prediction)["kl"] == pytest.approx(float(np.float32(0.1)), rel=1e-12)


def test_the_cards_say_what_each_metric_means():
    assert list(values(np.ones((3, 2)))) == list(task.METRICS)


def test_columns_have_units_and_no_truth():
    assert task.columns(SCHEMA) == ([], ["reconstruction error [nat]", "KL divergence [nat]"])


@pytest.mark.parametrize("kind", ["real", "sample"])
def test_figures_are_drawn(tmp_path, monkeypatch, kind):
    monkeypatch.setitem(figures.LOOK, "savefig.dpi", 40)  # quick to write
    random = np.random.default_rng(0)
    samples = [
        Sample("vae", "model", split, random.exponential(size=(500, 2)) + shift, NOTHING, weight)
        for split, shift, weight in (("train", 0.0, None), ("test", 0.5, np.ones(500)))
    ]
    drawn = task.figures(SCHEMA, samples, tmp_path, kind)
    assert [path.name for path in drawn] == ["elbo.png", "elbo.pdf", "kl.png", "kl.pdf"]
    assert all(path.stat().st_size > 1000 for path in drawn)


def test_equal_values_can_be_drawn(tmp_path, monkeypatch):
    monkeypatch.setitem(figures.LOOK, "savefig.dpi", 40)
    assert task.figures(SCHEMA, [Sample("vae", "model", "test", np.zeros((5, 2)), NOTHING[:5], None)], tmp_path, "real")
