"""An interval covers what infinitely many rows would give in 68 % of all test sets.

By hand, with a table: COVERAGE_SETS=2000 python -m pytest -s tests/test_coverage.py
"""

import os

import numpy as np
import pytest

from _package_ import task
from _package_.independent import Groups, Units
from _package_.intervals import Interval, interval
from _package_.schema import Array, Schema

SETS = int(os.environ.get("COVERAGE_SETS", 200))
BAND = 0.03 if SETS >= 2000 else 0.1
MANY = 2_000_000 if SETS >= 2000 else 200_000  # rows of the population


def schema(classes, rejection=()):
    target = Array("target", "table", "int64", (), classes=tuple(f"c{k}" for k in range(classes)), rejection=rejection)
    return Schema("any", "real", "classification", {"kind": target}, {})


def two(rng, rows, distance, signal=0.5):
    """A fixed model on two classes whose score is normal, so far apart, with probabilities of its own."""
    target = (rng.uniform(size=rows) < signal).astype(int)
    score = rng.normal(target * distance) - distance / 2
    chance = 1 / (1 + np.exp(-1.3 * score))
    return np.column_stack([1 - chance, chance]), target


def covered(described, draw, units, truth):
    """Share of the test sets whose interval holds the truth, by metric."""
    hits = dict.fromkeys(truth, 0)
    for seed in range(SETS):
        for name, metric in task.metrics(described, *draw(np.random.default_rng(seed))).items():
            if name in truth:
                found = interval(metric, units)
                hits[name] += isinstance(found, Interval) and found.low <= truth[name] <= found.high
    return {name: count / SETS for name, count in hits.items()}


def population(described, drawn):
    return {name: one.value for name, one in task.metrics(described, *drawn).items()}


def told(what, found):
    print(f"\n{what}: " + ", ".join(f"{name} {share:.1%}" for name, share in found.items()))
    assert all(abs(share - 0.68) < BAND for share in found.values()), found


@pytest.mark.parametrize("rows", [200, 2000] if SETS >= 2000 else [200])
@pytest.mark.parametrize("accuracy", np.arange(0.6, 0.91, 0.05).tolist() if SETS >= 2000 else [0.7, 0.9])
def test_of_two_classes(rows, accuracy):
    """The distance at which so many are on their side of the middle."""
    distance = {0.6: 0.5067, 0.65: 0.7706, 0.7: 1.0488, 0.75: 1.349, 0.8: 1.6832, 0.85: 2.0729, 0.9: 2.5631}
    apart = distance[round(accuracy, 2)]
    truth = population(schema(2), (*two(np.random.default_rng(10**6), MANY, apart), None))
    assert truth["accuracy"] == pytest.approx(accuracy, abs=0.005)
    del truth["majority"]  # of equal classes the larger one is not the same in each set
    found = covered(schema(2), lambda rng: (*two(rng, rows, apart), None), Units(rows), truth)
    told(f"accuracy {accuracy:.2f}, {rows} rows", found)


def test_of_unequal_classes_and_what_they_reject():
    asked = schema(2, (0.5, 0.3))
    truth = population(asked, (*two(np.random.default_rng(10**6), MANY, 1.0, 0.3), None))
    told("30 % signal", covered(asked, lambda rng: (*two(rng, 1000, 1.0, 0.3), None), Units(1000), truth))


def test_of_three_classes_with_weights():
    def draw(rng, rows=500):
        target = rng.choice(3, rows, p=[0.5, 0.3, 0.2])
        raised = np.exp(1.2 * (np.eye(3)[target] + rng.normal(size=(rows, 3))))
        return raised / raised.sum(1, keepdims=True), target, rng.exponential(1 + 0.5 * target)

    truth = population(schema(3), draw(np.random.default_rng(10**6), MANY))
    del truth["majority"]  # of classes of nearly the same weight the larger one is not the same in each set
    told("three classes, weighted", covered(schema(3), draw, Units(500), truth))


def test_of_groups_that_share_their_score():
    groups, size = 80, 5

    def draw(rng, groups=groups):
        target = np.repeat(rng.integers(0, 2, groups), size)
        score = target - 0.5 + np.repeat(rng.normal(size=groups), size) + 0.3 * rng.normal(size=groups * size)
        chance = 1 / (1 + np.exp(-score))
        return np.column_stack([1 - chance, chance]), target, None

    truth = population(schema(2), draw(np.random.default_rng(10**6), MANY // size))
    del truth["majority"]
    number = np.repeat(np.arange(groups), size)
    told("groups", covered(schema(2), draw, Groups(number, groups), truth))
    assert covered(schema(2), draw, Units(groups * size), truth)["auc"] < 0.5
