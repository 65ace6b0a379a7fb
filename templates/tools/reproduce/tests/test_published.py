"""Verdicts on published numbers: what is equal, what is compatible with the spread, what differs and why."""

import json

import pytest

from _package_ import paths, published
from _package_.published import last_digit, verdict


def score(value, spread=None, n=1):
    return {"value": value, "unit": "mm", "spread": spread, "n": n, "values": [value]}


@pytest.mark.parametrize(
    ("number", "ours", "spread", "said"),
    [
        (1.9964235488702617, 1.9964235488702515, None, "reproduced"),
        (1.9964235488702617, 1.9964, None, "differs"),
        (2.359, 2.35949, None, "reproduced"),
        (2.359, 2.3597, None, "differs"),
        (1.741, 1.64, 0.27, "compatible"),
        (1.741, 1.64, 0.02, "differs"),
    ],
)
def test_verdicts(number, ours, spread, said):
    assert verdict({"value": number}, score(ours, spread))["verdict"] == said


@pytest.mark.parametrize(
    ("more", "ours", "said"),
    [
        ({"note": "another batch size", "tolerance": 0.2}, 2.1, "differs, as explained"),
        ({"note": "another batch size", "tolerance": 0.2}, 2.0, "reproduced"),
        ({"note": "another batch size", "tolerance": 0.2}, 2.3, "differs"),
        ({"note": "another batch size"}, 2.1, "differs"),
        ({"tolerance": 0.2}, 2.1, "differs"),
    ],
)
def test_a_note_explains_a_difference_up_to_its_tolerance(more, ours, said):
    assert verdict({"value": 2.0, **more}, score(ours))["verdict"] == said


def test_the_last_digit_that_is_written():
    assert last_digit(1.741) == pytest.approx(1e-3)
    assert last_digit(100.0) == pytest.approx(0.1)
    assert last_digit(1.4152108662142222) == 0


def test_only_what_was_measured_of_this_model_is_compared(project):
    entry = {"metric": "rmse", "split": "test", "value": 2.0, "unit": "mm", "source": "a paper"}
    others = [{**entry, "model": "mine"}, {**entry, "model": "other"}, {**entry, "model": "mine", "split": "val"}]
    (paths.root() / "references" / "published.json").write_text(json.dumps(others))
    results = [{"split": "test", "rows": 9, "metrics": {"rmse": score(2.5)}}]
    (found,) = published.verdicts("mine", results)
    assert (found["ours"], found["verdict"]) == (2.5, "differs")
    assert "rmse on test is 2.5" in published.words_of(found)
    assert "published 2.0 mm" in published.words_of(found)
