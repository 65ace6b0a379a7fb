"""The synthetic SuperCDMS table: same form as the real one, and the planted answer is found again."""

import csv
import io

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture
def table(tmp_path):
    (path,) = sample.write(tmp_path, 7151, 0, {})
    return np.loadtxt(io.StringIO(path.read_text()), delimiter=",", skiprows=1)


def test_form_and_proportions_of_the_real_table(table, tmp_path):
    with (tmp_path / "reduced_data.csv").open() as file:
        assert next(csv.reader(file)) == recipe.HEADER
    positions, counts = np.unique(table[:, -1], return_counts=True)
    assert dict(zip(positions.tolist(), counts.tolist(), strict=True)) == sample.POSITIONS


def test_the_planted_slopes_are_found_again(table):
    y = table[:, -1]
    slopes = np.polyfit(y, table[:, 1:-1], 1)[0]
    error = sample.NOISE / (np.std(y) * np.sqrt(len(y)))
    assert np.all(np.abs(slopes - sample.SLOPE) < 5 * error)


def test_the_best_linear_estimate_reaches_the_planted_resolution_at_every_position(table):
    y, times = table[:, -1], table[:, 1:-1]
    weights = sample.SLOPE / sample.NOISE**2 * sample.RESOLUTION**2
    residual = (times - sample.OFFSET) @ weights - y
    for position in sample.POSITIONS:
        here = residual[y == position]
        assert np.std(here) == pytest.approx(sample.RESOLUTION, rel=0.15)
        assert abs(np.mean(here)) < 5 * sample.RESOLUTION / np.sqrt(len(here))


def test_the_same_seed_gives_the_same_file(tmp_path):
    texts = [sample.write(tmp_path / str(n), 100, seed, {})[0].read_text() for n, seed in enumerate((0, 0, 1))]
    assert texts[0] == texts[1] != texts[2]


@pytest.mark.parametrize("rows", [1, 13, 1000])
def test_as_many_rows_as_asked_for(rows, tmp_path):
    (path,) = sample.write(tmp_path, rows, 0, {})
    assert len(path.read_text().splitlines()) == rows + 1
