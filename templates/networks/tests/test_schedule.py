"""Schedules: limits and monotony, as functions of the losses so far."""

import pytest

from _package_.errors import UserError
from _package_.schedule import exhausted, plateaus, rate

SETTINGS = {"schedule": "constant", "lr": 0.1, "warmup": 0, "plateau": 2, "epochs": 10}


def rates(**values):
    return [rate({**SETTINGS, **values}, [1.0] * done) for done in range(10)]


def test_a_constant_rate_rises_once_and_stays():
    assert rates() == [0.1] * 10
    assert rates(warmup=4) == pytest.approx([0.025, 0.05, 0.075, *[0.1] * 7])


def test_a_cosine_falls_from_the_peak_towards_zero():
    found = rates(schedule="cosine", warmup=2)
    assert found[2] == pytest.approx(0.1)
    assert found[2:] == sorted(found[2:], reverse=True)
    assert 0 < found[-1] < 0.01


def test_a_plateau_lowers_the_rate_each_time_it_lasts():
    settings = {**SETTINGS, "schedule": "plateau"}
    assert rate(settings, [3.0, 2.0, 1.0]) == 0.1
    assert rate(settings, [1.0, 2.0, 2.0]) == pytest.approx(0.01)
    assert plateaus([1.0, 2.0, 2.0, 2.0, 2.0], 2) == 2
    assert plateaus([1.0, 2.0, 0.5, 2.0], 2) == 0


def test_patience_counts_epochs_after_the_best():
    assert not exhausted([3.0, 2.0, 1.0], 2)
    assert not exhausted([1.0, 2.0], 2)
    assert exhausted([1.0, 2.0, 2.0], 2)
    assert exhausted([1.0, 1.0, 1.0], 2), "as good is not better"
    assert not exhausted([1.0] * 9, 0)


def test_an_unknown_schedule_is_refused_with_the_nearest():
    with pytest.raises(UserError, match="cosine"):
        rate({**SETTINGS, "schedule": "cosin"}, [])
