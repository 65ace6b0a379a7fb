"""Student's t distribution for a whole number of degrees of freedom, without SciPy, which not every project has."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist


def inside(t: float, freedom: int) -> float:
    """Probability that |T| <= t; Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    odd = freedom % 2 == 1
    term = total = math.cos(angle) if odd else 1.0
    for k in range(2 if odd else 1, freedom - 2, 2):
        term *= square * k / (k + 1)
        total += term
    if not odd:
        return math.sin(angle) * total
    return 2 / math.pi * (angle + (math.sin(angle) * total if freedom > 1 else 0.0))


@cache
def factor(freedom: int, level: float = 0.95) -> float:
    """The t within which a share `level` of the distribution lies: 12.706 for one degree of freedom, 1.96 for many."""
    if freedom < 1:
        raise ValueError("no degree of freedom")
    if freedom > 30:
        return _expanded(freedom, level)
    low, high = 0.0, 1.0
    while inside(high, freedom) < level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle, freedom) < level else (low, middle)
    return high


def _expanded(freedom: int, level: float) -> float:
    """From the normal distribution's quantile, Abramowitz and Stegun 26.7.5: eight digits from 30 degrees on."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))
