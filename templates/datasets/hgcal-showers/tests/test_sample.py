"""The synthetic showers: the form of the real file, and the planted profile and response are found again."""

import h5py
import numpy as np
import pytest

from _package_ import sample

ROWS = 200


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Energies (rows,) and cells (rows, layer, x, z)."""
    (path,) = sample.write(tmp_path_factory.mktemp("showers"), ROWS, 0, {})
    with h5py.File(path) as file:
        energy, cells = np.array(file["30x30/energy"]), np.array(file["30x30/layers"])
    assert (energy.shape, cells.shape, cells.dtype) == ((ROWS, 1), (ROWS, 30, 30, 30), np.float64)
    return energy[:, 0], cells


def test_the_visible_energy_is_proportional_to_that_of_the_photon(made):
    energy, cells = made
    visible = cells.sum((1, 2, 3))
    slope = (visible * energy).sum() / (energy**2).sum()
    assert slope == pytest.approx(sample.HITS * sample.MEV, rel=0.03)  # but for a leakage of about 1 %
    pull = (visible / slope - energy) / (sample.RESOLUTION * np.sqrt(energy))
    assert np.std(pull) == pytest.approx(1, rel=0.2)
    assert (energy.min() >= 10) & (energy.max() <= 100)


def test_the_depth_grows_with_the_logarithm_of_the_energy_as_planted(made):
    energy, cells = made
    layers = cells.sum((2, 3))
    depth = (layers * (np.arange(30) + 0.5)).sum(1) / layers.sum(1) * sample.DEPTH  # radiation lengths
    slope, offset = np.polyfit(np.log(energy / sample.CRITICAL), depth, 1)
    # the mean of a Gamma distribution is its maximum plus 1 / FALL; the tail that leaks out makes it a little less
    assert slope == pytest.approx(1, abs=0.1)
    assert slope * np.log(5000) + offset == pytest.approx(np.log(5000) + 0.5 + 1 / sample.FALL, abs=0.3)


def test_the_axis_is_the_middle_and_the_core_holds_most(made):
    _, cells = made
    seen = cells.sum((0, 1))
    at = np.arange(30) + 0.5
    for profile in (seen.sum(0), seen.sum(1)):
        assert (profile * at).sum() / profile.sum() == pytest.approx(sample.CENTRE, abs=0.1)
    assert seen[13:17, 13:17].sum() > 0.7 * seen.sum()


def test_the_same_seed_gives_the_same_showers(tmp_path):
    made = []
    for n, seed in enumerate((0, 0, 1)):
        (path,) = sample.write(tmp_path / str(n), 3, seed, {})
        with h5py.File(path) as file:
            made.append(np.array(file["30x30/layers"]))
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])
