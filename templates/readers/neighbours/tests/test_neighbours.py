"""Nearest neighbours: against all distances sorted, padding, ties, and memory that stays bounded."""

import numpy as np
import pytest

from _package_ import neighbours
from _package_.neighbours import nearest


@pytest.fixture
def clouds():
    random = np.random.default_rng(0)
    points = random.normal(size=(9, 14, 2)).astype(np.float32)
    mask = np.arange(14) < random.integers(0, 15, size=9)[:, None]
    return points, mask


def by_sorting(points, mask, k):
    """The definition, one cloud and one point at a time."""
    found = np.full((*mask.shape, k), -1)
    for b, n in np.argwhere(mask):
        x = points[b].astype(float)
        others = [(float(np.sum((x[n] - x[m]) ** 2)), m) for m in np.flatnonzero(mask[b]) if m != n]
        best = [m for _, m in sorted(others)[:k]]
        found[b, n, : len(best)] = best
    return found


def test_the_nearest_are_those_that_sorting_finds(clouds):
    points, mask = clouds
    found = nearest(points, mask, 7)
    assert found.dtype == np.int16
    assert np.array_equal(found, by_sorting(points, mask, 7))


def test_every_real_point_has_k_neighbours_or_all_others_and_never_itself(clouds):
    points, mask = clouds
    found = nearest(points, mask, 7)
    others = np.maximum(mask.sum(axis=1, keepdims=True) - 1, 0)
    assert np.array_equal((found >= 0).sum(axis=-1), np.where(mask, np.minimum(7, others), 0))
    assert not np.any(found == np.arange(14)[:, None])


def test_of_equally_near_points_the_first_comes_first():
    points = np.array([[[0.0], [1.0], [-1.0], [1.0]]])
    assert nearest(points, np.ones((1, 4)), 3).tolist() == [[[1, 2, 3], [3, 0, 2], [0, 1, 3], [1, 0, 2]]]


def test_holes_in_the_mask_are_no_neighbours_whatever_they_hold():
    points = np.array([[[0.0], [np.nan], [5.0]]])
    assert nearest(points, np.array([[1, 0, 1]]), 1).tolist() == [[[2], [-1], [0]]]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_few_points_and_none(size):
    found = nearest(np.zeros((2, size, 2)), np.ones((2, size), bool), 7)
    assert found.shape == (2, size, 7)
    assert (found >= 0).sum() == 2 * size * (size - 1)
    assert (nearest(np.zeros((2, size, 2)), np.zeros((2, size), bool), 7) == -1).all()


def test_the_size_of_the_parts_does_not_matter(clouds, monkeypatch):
    points, mask = clouds
    whole = nearest(points, mask, 3)
    monkeypatch.setattr(neighbours, "DISTANCES", 1)
    assert np.array_equal(nearest(points, mask, 3), whole)
