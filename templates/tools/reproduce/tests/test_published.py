"""Verdicts on published numbers: chance alone is a difference in one of twenty cases, and nothing else passes."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from _package_ import literature, paths, published, student
from _package_.published import UNDECIDED, verdict

ENTRY = {"model": "planted", "metric": "rmse", "split": "test", "value": 2.0, "digits": 2, "unit": "mm", "source": "s"}


def score(value, spread=None, n=1):
    return {"value": value, "unit": "mm", "spread": spread, "n": n, "values": [value]}


@pytest.mark.parametrize(
    ("entry", "ours", "said"),
    [
        ({"value": 1.9964235488702617, "digits": 16}, 1.9964235488702515, "reproduced"),
        ({"value": 1.9964235488702617, "digits": 16}, 1.9964, "differs"),
        ({"value": 2.359, "digits": 3}, 2.35949, "reproduced"),
        ({"value": 2.359, "digits": 3}, 2.3597, "differs"),
        ({"value": 1.53, "digits": 3}, 1.5307, "differs"),  # the source writes 1.530
        ({"value": 1.53, "digits": 2}, 1.5307, "reproduced"),
        ({"value": 699, "digits": 0}, 699.4, "reproduced"),
        ({"value": 699, "digits": 0}, 698.4, "differs"),
        ({"value": 2.0, "digits": 1, "note": "otherwise", "tolerance": 9.0}, 4.0, "differs"),
    ],
)
def test_a_fit_without_chance_equals_the_digits_written(entry, ours, said):
    assert verdict({**entry, "deterministic": True}, score(ours))["verdict"] == said


def test_one_seed_decides_nothing():
    for ours in (2.0, 9.0):
        assert verdict({"value": 2.0, "digits": 2}, score(ours))["verdict"] == UNDECIDED


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_chance_alone_differs_in_five_of_a_hundred(n):
    draws = np.random.default_rng(n).normal(7.0, 0.3, (20_000, n + 1))
    means, spreads = draws[:, 1:].mean(axis=1), draws[:, 1:].std(axis=1, ddof=1)
    said = [
        verdict({"value": theirs}, score(mean, spread, n))["verdict"]
        for theirs, mean, spread in zip(draws[:, 0].tolist(), means.tolist(), spreads.tolist(), strict=True)
    ]
    assert 0.04 < said.count("differs") / len(said) < 0.06


def test_a_stated_uncertainty_stands_for_the_chance_of_its_side():
    random, n = np.random.default_rng(1), 5
    draws, theirs = random.normal(0.0, 1.0, (20_000, n)), random.normal(0.0, 0.5, 20_000)
    found = [
        verdict({"value": one, "uncertainty": 0.5}, score(mean, spread, n))["verdict"]
        for one, mean, spread in zip(
            theirs.tolist(), draws.mean(1).tolist(), draws.std(1, ddof=1).tolist(), strict=True
        )
    ]
    assert 0.03 < found.count("differs") / len(found) < 0.06  # Welch's degrees of freedom, rounded down


def test_no_note_lets_another_number_pass():
    entry = {"value": 0.99018, "digits": 5, "note": "measured on other files", "tolerance": 0.01}
    twice = 1 - 2 * (1 - entry["value"])  # twice the published error
    assert verdict(entry, score(twice, 2e-4, 3))["verdict"] == "differs"
    assert verdict(entry, score(0.9902, 2e-4, 3))["verdict"] == "compatible"


def test_rounding_of_the_source_is_no_difference():
    assert verdict({"value": 0.79, "digits": 2}, score(0.794, 1e-6, 3))["verdict"] == "compatible"
    assert verdict({"value": 0.79, "digits": 2}, score(0.796, 1e-6, 3))["verdict"] == "differs"


def test_quantiles_are_those_of_scipy():
    known = {1: 12.7062, 2: 4.30265, 3: 3.18245, 4: 2.77645, 9: 2.26216, 30: 2.04227, 100: 1.98397}
    for freedom, quantile in known.items():
        assert student.factor(freedom) == pytest.approx(quantile, abs=6e-6 * quantile)
    assert student.factor(10**9) == pytest.approx(1.96, abs=1e-3)
    stats = pytest.importorskip("scipy.stats")
    for freedom in (1, 2, 3, 7, 8, 30, 31, 51, 400):
        assert student.factor(freedom, 0.683) == pytest.approx(stats.t.ppf(0.8415, freedom), rel=1e-7)


def write(*entries):
    (paths.root() / "references" / "published.json").write_text(json.dumps(entries))


def test_only_the_same_model_with_its_settings_on_real_data_is_beside(settings):
    config = settings(model={"hidden": [8]}, epochs=5)
    results = [
        {"kind": "model", "model": "planted", "split": "test", "rows": 9, "metrics": {"rmse": score(2.5, 0.05, 3)}}
    ]
    wanted = {"fit_on": ["train"], "model": {"hidden": [8]}, "train": {"epochs": 5}}
    write({**ENTRY, "settings": wanted}, {**ENTRY, "model": "other"}, {**ENTRY, "split": "val"})
    assert len(literature.beside(results, config, "real")) == 1
    assert literature.beside(results, config, "sample") == []
    for train in ({"epochs": 6}, {"shuffle_targets": True}):
        assert literature.beside(results, replace(config, train={**config.train, **train}), "real") == []
    assert literature.beside(results, replace(config, model={"hidden": [9]}), "real") == []
    assert literature.beside(results, replace(config, fit_on=("train", "val")), "real") == []
    (found,) = published.verdicts(config, results)
    assert (found["ours"], found["verdict"]) == (2.5, "differs")
    assert "published 2.00 mm" in published.words_of(found)


def test_a_published_variant_is_compared_where_the_model_has_its_settings(settings):
    results = [
        {"kind": "model", "model": "planted", "split": "test", "rows": 9, "metrics": {"rmse": score(2.0, 0.05, 3)}}
    ]
    narrow = {"model": "planted, hidden 4", "of": "planted", "settings": {"model": {"hidden": [4]}}}
    write({**ENTRY, "settings": {"model": {"hidden": [8]}}}, {**ENTRY, **narrow, "value": 3.0})
    ((wide,), (other,)) = (published.verdicts(settings(model={"hidden": [size]}), results) for size in (8, 4))
    assert (wide["model"], wide["verdict"]) == ("planted", "compatible")
    assert (other["model"], other["verdict"]) == ("planted, hidden 4", "differs")


def test_what_needs_no_training_is_compared_whatever_the_model(settings):
    results = [
        {"kind": "reference", "model": "persistence", "split": "a file", "rows": 9, "metrics": {"rmse": score(2.004)}}
    ]
    write({**ENTRY, "model": "persistence", "split": "a file", "deterministic": True})
    (found,) = published.verdicts(settings(), results)
    assert found["verdict"] == "reproduced"
    assert math.isclose(found["limit"], 0.005)
