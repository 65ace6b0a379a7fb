"""The interval of a measured number: how far it may be from what infinitely many such rows would give.

It covers that value in 68 % of all test sets, for this very trained model. It knows nothing of other seeds, whose
spread is told apart, and nothing of data of another kind. Rows of one group count as one, and so do stretches of a
time series, whose rows depend on each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from _package_.independent import Units
from _package_.scores import Metric

LEVEL = 0.6827  # one standard deviation of a normal distribution
ROWS, UNITS, CLASS = 50, 10, 10  # fewer rows, groups or blocks, or rows of a class, say nothing of their own spread
TOO_FEW = "too few for an interval"


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float
    method: str
    over: Literal["rows", "groups", "blocks"]
    count: int  # how many of these

    def as_dict(self) -> dict[str, Any]:
        ends = {"low": self.low, "high": self.high, "level": LEVEL}
        return {**ends, "method": self.method, "over": self.over, "count": self.count}


def interval(metric: Metric, units: Units) -> Interval | str | None:
    """The 68 % interval, or in words why there is none; None for a number that is not defined or knows no rows."""
    if metric.pull is None or not math.isfinite(metric.value):
        return None
    if units.rows < ROWS:
        return f"{units.rows} rows: {TOO_FEW}"
    if units.count < UNITS:
        return f"{units.count} independent {units.what}: {TOO_FEW}"
    if metric.rows is not None and metric.rows < CLASS:
        return f"rests on {metric.rows:.3g} rows: {TOO_FEW}"
    if metric.scale == "count" and units.what == "rows":
        return holding(metric.value, counted(metric), "binomial (Wilson score)", units)
    error, freedom = units.error(metric.pull())
    error *= student(freedom)
    ends = spanned(metric, error, min(metric.rows or math.inf, units.count))
    return holding(metric.value, ends, "infinitesimal jackknife", units)


def holding(value: float, ends: tuple[float, float], method: str, units: Units) -> Interval:
    """An interval that holds the value itself, whatever was rounded."""
    return Interval(min(ends[0], value), max(ends[1], value), method, units.what, units.count)


def counted(metric: Metric) -> tuple[float, float]:
    """Of a share of whole rows: Wilson's interval about the count and a seeded fraction of one row.

    Without the fraction an interval of whole numbers covers 63 % at one true share and 72 % at the next (Stevens 1950).
    """
    rows = metric.rows or 1.0
    return wilson(min(max(metric.value + metric.fraction / rows, 0.0), 1.0), rows)


def wilson(value: float, rows: float) -> tuple[float, float]:
    """Ends within 0 and 1 for a share that is known as that of so many rows is."""
    middle, width = value + 0.5 / rows, math.sqrt(value * (1 - value) / rows + 0.25 / rows**2)
    return max((middle - width) / (1 + 1 / rows), 0.0), min((middle + width) / (1 + 1 / rows), 1.0)


def spanned(metric: Metric, error: float, rows: float) -> tuple[float, float]:
    """Ends one standard error away, on a scale on which the number keeps its range; `rows` of a share 0 or 1."""
    value = metric.value
    if metric.scale in ("share", "count"):
        spread, shifted = value * (1 - value), min(max(value + metric.fraction / rows, 0.0), 1.0)
        return wilson(shifted, spread / error**2 if error > 0 and spread > 0 else rows)
    if metric.scale == "positive" and value > 0:
        return value * math.exp(-error / value), value * math.exp(error / value)
    if metric.scale == "below 1" and value < 1:
        left = 1 - value
        return 1 - left * math.exp(error / left), 1 - left * math.exp(-error / left)
    return value - error, value + error


def student(freedom: float) -> float:
    """Student's t where a normal distribution has one standard deviation, to second order in 1/freedom."""
    return 1 + 1 / (2 * freedom) + 1 / (4 * freedom**2)


def averaged(found: Sequence[Interval]) -> Interval:
    """The mean ends of several intervals over the same rows."""
    low, high = np.array([(one.low, one.high) for one in found]).mean(0).tolist()
    return replace(found[0], low=low, high=high)
