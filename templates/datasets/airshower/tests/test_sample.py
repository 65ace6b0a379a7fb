"""Air showers: what is done to signals and times, and the planted depth, which is found again."""

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = sample.write(tmp_path_factory.mktemp("raw"), 1000, 0, {})
    chunks = list(recipe.chunks(files, {}))
    with np.load(files[0]) as raw:
        return {name: np.concatenate([chunk.arrays[name] for chunk in chunks]) for name in ("image", "target")}, dict(
            raw
        )


def test_the_places_of_the_stations_are_in_the_file_and_no_rows(made):
    assert made[1]["X_train_2"].shape == made[1]["X_test_2"].shape == (81, 3)
    assert set(made[0]) == {"image", "target"}


def test_signals_are_logarithms_and_what_was_not_measured_is_zero():
    raw = np.array([-1.0, 0.0, 9.0, np.nan])
    assert recipe.signals(raw).tolist() == [0, 0, 1, 0]


def test_arrivals_are_relative_to_the_mean_of_the_stations_that_saw_the_shower():
    raw = np.full((2, 9, 9, 1), -1.0)
    raw[0, 0, 0], raw[0, 0, 1] = 4.0, 6.0
    time = recipe.arrivals(raw)
    assert time[0, 0, :2, 0].tolist() == [-1, 1]
    assert np.abs(time).sum() == 2
    later = np.where(raw == -1, raw, raw + 100)
    assert np.array_equal(recipe.arrivals(later), time)


def fit(x, y):
    """Share of the variance of y that a linear fit of x explains on rows that it has not seen."""
    half = len(y) // 2
    mean, std = x[:half].mean(axis=0), x[:half].std(axis=0) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - mean) / std])
    weights = np.linalg.solve(z[:half].T @ z[:half] + 10 * np.eye(z.shape[1]), z[:half].T @ y[:half])
    return 1 - np.mean((z[half:] @ weights - y[half:]) ** 2) / np.var(y[half:])


def test_the_planted_depth_is_found_again_in_the_traces_and_not_in_the_arrival_times(made):
    image, y = made[0]["image"], made[0]["target"][:, 0]
    traces = image[:, 3:6, 3:6, :80].mean(axis=(1, 2))
    assert fit(traces, y) > 0.9
    times = image[..., 80].reshape(len(y), -1)
    assert np.abs(times).max() > 0
    assert fit(times[:, ::10], y) < 0.05
    assert fit(traces, np.random.default_rng(0).permutation(y)) < 0.05


def test_the_energy_alone_tells_nothing(made):
    image, y = made[0]["image"], made[0]["target"][:, 0]
    assert abs(np.corrcoef(image[:, 4, 4, 0], y)[0, 1]) < 0.15
