"""One metric over the seeds: their mean and spread, and apart from it the interval over the rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from _package_.independent import Units
from _package_.intervals import Interval, averaged, interval
from _package_.scores import Metric


@dataclass(frozen=True, slots=True)
class Spread:
    """One metric over the seeds: mean, standard deviation (ddof 1; None for a single seed), unit, every value.

    `interval` is that over the rows, see intervals.py; `remark` says why there is none, or what else must be known.
    """

    value: float
    spread: float | None
    unit: str | None
    values: tuple[float, ...]
    interval: Interval | None = None
    remark: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As in metrics.json; JSON has no nan, so what is not defined is null."""
        spread = None if self.spread is None else defined(self.spread)
        values = [defined(value) for value in self.values]
        found = {"value": defined(self.value), "unit": self.unit, "spread": spread, "n": len(values), "values": values}
        return {**found, "interval": self.interval and self.interval.as_dict(), "remark": self.remark}


def of(metrics: Mapping[str, Metric], units: Units | None = None) -> dict[str, Spread]:
    """Of one seed; with an interval where the rows' `units` are known."""
    return {name: single(metric, units) for name, metric in metrics.items()}


def single(metric: Metric, units: Units | None) -> Spread:
    ends = None if units is None else interval(metric, units)
    said = [metric.remark, ends if isinstance(ends, str) else None]
    remark = "; ".join(one for one in said if one) or None
    kept = ends if isinstance(ends, Interval) else None
    return Spread(metric.value, None, metric.unit, (metric.value,), kept, remark)


def over_seeds(found: Sequence[Mapping[str, Spread]]) -> dict[str, Spread]:
    """Mean and standard deviation of each metric over seeds that were measured on the same rows."""
    return {name: together([one[name] for one in found]) for name in found[0]}


def together(found: Sequence[Spread]) -> Spread:
    """The interval is the seeds' mean one: it is that of one model, and does not shrink with more of them."""
    if len(found) == 1:
        return found[0]
    values = np.array([one.value for one in found])
    kept = [one.interval for one in found if one.interval is not None]
    remark = "; ".join(dict.fromkeys(one.remark for one in found if one.remark)) or None
    ends = averaged(kept) if len(kept) == len(found) else None
    spread = float(values.std(ddof=1))
    return Spread(float(values.mean()), spread, found[0].unit, tuple(values.tolist()), ends, remark)


def defined(value: float) -> float | None:
    """None for nan and infinity."""
    return value if math.isfinite(value) else None
