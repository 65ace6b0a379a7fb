"""Intervals keep to their range, know what hangs together, and say where rows are too few."""

import numpy as np
import pytest

from _package_ import independent, influence
from _package_.independent import Blocks, Groups, Units
from _package_.intervals import Interval, counted, interval, wilson
from _package_.scores import Metric, Scale


def mean(values, scale: Scale = "any", **rest):
    found = influence.mean(np.asarray(values, float))
    return Metric(found.value, None, found.pull, scale, **rest)


def known(metric: Metric, units: Units) -> Interval:
    """The interval of a number that has one."""
    found = interval(metric, units)
    assert isinstance(found, Interval), found
    return found


def test_of_a_mean_it_is_the_standard_error():
    values = np.random.default_rng(0).normal(size=400)
    found = known(mean(values), Units(400))
    assert found.high - found.low == pytest.approx(2 * values.std(ddof=1) / 20, rel=0.01)
    assert (found.over, found.count) == ("rows", 400)


def test_rows_that_are_copies_of_each_other_count_once():
    values = np.random.default_rng(0).normal(size=100)
    alone = known(mean(values), Units(100))
    number = np.tile(np.arange(100), 5)
    copied = known(mean(np.tile(values, 5)), Groups(number, 100))
    assert copied.high - copied.low == pytest.approx(alone.high - alone.low)
    assert copied.over == "groups"


def test_a_series_that_remembers_has_a_wider_interval():
    """An autoregression whose mean has nine times the variance that independent rows would give."""
    rng, rows, kept = np.random.default_rng(0), 20_000, 0.8
    values = np.zeros(rows)
    for row in range(1, rows):
        values[row] = kept * values[row - 1] + rng.normal()
    found = known(mean(values), Blocks(np.arange(rows), 100))
    assert (found.high - found.low) / 2 == pytest.approx(1 / (1 - kept) / rows**0.5, rel=0.15)
    assert found.count == 200


@pytest.mark.parametrize("scale", ["share", "count"])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_share_stays_a_share(scale, value):
    found = known(mean(np.full(100, value), scale, rows=100.0), Units(100))
    assert 0 <= found.low <= value <= found.high <= 1
    assert 0.005 < found.high - found.low < 0.02


def test_a_positive_number_stays_positive_and_r2_below_one():
    values = np.append(np.zeros(99), 1.0)
    assert known(mean(values, "positive"), Units(100)).low > 0
    assert known(mean(1 - values, "below 1"), Units(100)).high < 1


def test_wilson_by_hand():
    low, high = wilson(0.5, 100)
    assert (low, high) == pytest.approx((0.5 - 0.04975, 0.5 + 0.04975), abs=1e-4)
    assert counted(Metric(0.5, rows=100.0, fraction=0.5)) == pytest.approx(
        [0.005 + end for end in (low, high)], abs=1e-4
    )


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ((mean(np.arange(49.0)), Units(49)), "49 rows: too few for an interval"),
        ((mean(np.arange(60.0)), Groups(np.arange(60) % 9, 9)), "9 independent groups: too few for an interval"),
        ((mean(np.arange(60.0), rows=3.0), Units(60)), "rests on 3 rows: too few for an interval"),
        ((Metric(float("nan")), Units(100)), None),
        ((Metric(1.0), Units(100)), None),
    ],
)
def test_where_there_is_none(metric, said):
    assert interval(*metric) == said


def test_groups_are_found_in_one_column_or_several():
    rng = np.random.default_rng(0)
    run, event = rng.integers(0, 5, 300), rng.integers(-3, 20, 300)
    found = independent.grouped(np.column_stack([run, event]))
    assert isinstance(found, Groups)
    wanted = np.unique(np.column_stack([run, event]), axis=0, return_inverse=True)[1]
    assert found.count == wanted.max() + 1
    assert len(np.unique(np.column_stack([wanted, found.number]), axis=0)) == found.count
    assert independent.grouped(np.arange(300)[:, None]).what == "rows"


@pytest.mark.parametrize(("stride", "shared"), [(1, 6), (2, 3), (4, 2), (6, 1)])
def test_windows_that_share_steps_are_found(stride, shared):
    series = np.random.default_rng(0).normal(size=400)
    windows = np.stack([series[at : at + 6] for at in range(0, 390, stride)])
    assert independent.shared(windows) == shared
    assert independent.blocks(windows, None).length == max(shared, round(len(windows) ** (1 / 3)))


def test_a_stretch_holds_what_all_series_did_at_that_time():
    """Of two series that err together an interval is as wide as of one."""
    rng = np.random.default_rng(0)
    errors, time = rng.normal(size=200), np.arange(200)
    windows = rng.normal(size=(400, 1))
    group = np.column_stack([np.repeat([0, 1], 200), np.tile(time, 2)])
    both = known(mean(np.tile(errors, 2)), independent.blocks(windows, group))
    one = known(mean(errors), independent.blocks(windows[:200], group[:200]))
    assert both.high - both.low == pytest.approx(one.high - one.low, rel=0.05)
