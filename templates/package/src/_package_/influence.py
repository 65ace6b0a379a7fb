"""Numbers that know how much each row has moved them: means, shares, quantiles, and what is made of these.

A `pull` is the influence function of a number, row by row: its entries sum to zero, and the sum of their squares is the
variance that a bootstrap over the rows has when it is repeated without end (infinitesimal jackknife; Efron 1982). It
needs one pass over the rows, and is asked for only where an interval is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Weight = NDArray[Any] | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its pull, (rows,), in the unit of the number."""

    value: float
    pull: Callable[[], Floats]


def mean(values: NDArray[Any], weight: Weight = None) -> Estimate:
    """Mean of (rows,) values; nan without weight."""
    if weight is None:
        middle = float(values.mean()) if len(values) else float("nan")
        return Estimate(middle, lambda: (values - middle) / len(values))
    total = float(weight.sum())
    middle = float(np.average(values, weights=weight)) if total > 0 else float("nan")
    return Estimate(middle, lambda: weight * (values - middle) / total)


def share(chosen: NDArray[np.bool_], among: NDArray[np.bool_], weight: Weight = None) -> Estimate:
    """Weighted share of the rows `among` that are also `chosen`; nan where there are none."""
    count = np.count_nonzero if weight is None else lambda rows: weight[rows].sum()
    total = float(count(among))
    part = float(count(among & chosen)) / total if total > 0 else float("nan")

    def pull() -> Floats:
        weights = among.astype(np.float64) if weight is None else among * weight.astype(np.float64)
        return weights * (chosen - part) / total

    return Estimate(part, pull)


def quantile(values: NDArray[Any], at: float, weight: Weight = None) -> Estimate:
    """Quantile of (rows,) values; with weights, of the weighted distribution.

    The density there is taken between two quantiles beside it (Hall and Sheather 1988, for one standard deviation).
    """
    found = quantiles(values, (at,), weight)[0]

    def pull() -> Floats:
        reach = min(0.31 * len(values) ** (-1 / 3), at / 2, (1 - at) / 2)
        low, high = quantiles(values, (at - reach, at + reach), weight)
        below = mean((values <= found).astype(np.float64), weight)
        return -below.pull() * (high - low) / (2 * reach)

    return Estimate(found, pull)


def quantiles(values: NDArray[Any], at: tuple[float, ...], weight: Weight = None) -> list[float]:
    if weight is None:
        return [float(q) for q in np.quantile(values, at)]
    return [float(q) for q in np.quantile(values, at, weights=weight, method="inverted_cdf")]


def combined(value: float, *parts: tuple[float, Estimate]) -> Estimate:
    """A function of other numbers, from its value and its slope by each of them."""
    return Estimate(value, lambda: np.sum([slope * one.pull() for slope, one in parts], axis=0))


def root(square: Estimate) -> Estimate:
    """The square root of a mean square."""
    value = square.value**0.5
    return combined(value, (0.5 / value if value > 0 else 0.0, square))


def ratio(above: Estimate, below: Estimate) -> Estimate:
    """above / below; nan where below is 0."""
    if not below.value > 0:
        return Estimate(float("nan"), above.pull)
    value = above.value / below.value
    return combined(value, (1 / below.value, above), (-value / below.value, below))


def effective(weight: Weight, rows: int) -> float:
    """How many rows of equal weight say as much as these (Kish 1965)."""
    if weight is None:
        return float(rows)
    squares = float(np.square(weight, dtype=np.float64).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def fraction(pattern: NDArray[np.bool_], name: str) -> float:
    """Between -0.5 and 0.5, uniform over data and the same for the same rows: see intervals.counted."""
    return zlib.crc32(np.packbits(pattern).tobytes() + name.encode()) / 2**32 - 0.5
