"""An interval covers what infinitely many rows would give in 68 % of all test sets.

By hand, with a table: COVERAGE_SETS=2000 python -m pytest -s tests/test_coverage.py
"""

import os

import numpy as np
import pytest

from _package_ import task
from _package_.independent import Groups, Units
from _package_.intervals import Interval, interval
from _package_.schema import Array, Field, Schema

SCHEMA = Schema("any", "real", "regression", {"y": Array("target", "table", "float64", (1,), fields=(Field("y"),))}, {})
SETS = int(os.environ.get("COVERAGE_SETS", 200))
BAND = 0.03 if SETS >= 2000 else 0.1
MANY = 2_000_000 if SETS >= 2000 else 200_000  # rows of the population
NOISES = {"normal": lambda rng, size: rng.normal(size=size), "Laplace": lambda rng, size: rng.laplace(size=size)}


def drawn(rng, rows, noise):
    """A fixed model, right but for a bias and noise, on rows drawn from the population."""
    target = rng.normal(size=rows)
    return 0.8 * target + 0.1 + 0.5 * NOISES[noise](rng, rows), target


def covered(draw, units, truth, weighted=False):
    """Share of the test sets whose interval holds the truth, by metric."""
    hits = dict.fromkeys(truth, 0)
    for seed in range(SETS):
        prediction, target, weight = draw(np.random.default_rng(seed))
        for name, metric in task.metrics(SCHEMA, prediction, target, weight).items():
            found = interval(metric, units)
            assert isinstance(found, Interval), (name, found)
            hits[name] += found.low <= truth[name] <= found.high
    return {name: count / SETS for name, count in hits.items()}


def population(draw):
    prediction, target, weight = draw(np.random.default_rng(10**6))
    return {name: one.value for name, one in task.metrics(SCHEMA, prediction, target, weight).items()}


def told(what, found):
    print(f"\n{what}: " + ", ".join(f"{name} {share:.1%}" for name, share in found.items()))
    assert all(abs(share - 0.68) < BAND for share in found.values()), found


@pytest.mark.parametrize("rows", [200, 2000] if SETS >= 2000 else [200])
@pytest.mark.parametrize("noise", NOISES)
def test_of_independent_rows(rows, noise):
    truth = population(lambda rng: (*drawn(rng, MANY, noise), None))
    told(f"{noise}, {rows} rows", covered(lambda rng: (*drawn(rng, rows, noise), None), Units(rows), truth))


def test_of_weighted_rows():
    """Weights of an exponential distribution, which go with the target."""

    def draw(rng, rows=400):
        prediction, target = drawn(rng, rows, "normal")
        return prediction, target, rng.exponential(np.exp(0.3 * target))

    truth = population(lambda rng: draw(rng, MANY))
    told("weighted", covered(draw, Units(400), truth))


def test_of_groups_that_share_their_errors():
    """Of five rows that share most of their error, an interval over rows would cover less than half."""
    groups, size = 80, 5

    def draw(rng, groups=groups):
        target = rng.normal(size=groups * size)
        shared = np.repeat(rng.normal(size=groups), size)
        return target + shared + 0.3 * rng.normal(size=groups * size), target, None

    truth = population(lambda rng: draw(rng, MANY // size))
    number = np.repeat(np.arange(groups), size)
    told("groups", covered(draw, Groups(number, groups), truth))
    rows = covered(draw, Units(groups * size), truth)
    assert rows["rmse"] < 0.5
    assert rows["bias"] < 0.5
