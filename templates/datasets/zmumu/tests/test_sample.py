"""The synthetic Z decays: same branches as the real file, momentum is sound, and the planted peak is found again."""

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture
def tree(tmp_path):
    (path,) = sample.write(tmp_path, 4000, 0, {})
    with recipe.opened(path) as file:
        yield file["events"].arrays(library="np")


def test_the_branches_of_the_real_file(tree):
    assert set(tree) == {"Type", *recipe.BRANCHES, *recipe.FOUR_VECTORS}
    assert {name: tree[name].dtype.name for name in ("Run", "Event", "Q1", "M")} == {
        "Run": "int32",
        "Event": "int32",
        "Q1": "int32",
        "M": "float64",
    }


def test_the_planted_peak_is_found(tree):
    counts, edges = np.histogram(tree["M"], bins=np.arange(60, 121, 1.0))
    top = np.argmax(counts)
    window = tree["M"][(tree["M"] > edges[top] - 2.5) & (tree["M"] < edges[top + 1] + 2.5)]
    assert abs(np.median(window) - sample.MASS) < 0.5  # GeV


def test_decays_conserve_energy_and_momentum():
    first, second = sample.decays(np.random.default_rng(1), 1000)
    energies = [np.sqrt(np.sum(p**2, axis=1) + sample.MUON**2) for p in (first, second)]
    mass = np.sqrt(sum(energies) ** 2 - np.sum((first + second) ** 2, axis=1))
    assert np.all((mass > 60 - 1e-6) & (mass < 120 + 1e-6))
    assert abs(np.median(mass) - sample.MASS) < 0.3
    # Isotropic where the Z rests: the boost favours neither muon.
    assert abs(np.mean(energies[0] > energies[1]) - 0.5) < 0.07


def test_the_two_muons_have_opposite_charge(tree):
    assert np.array_equal(tree["Q1"], -tree["Q2"])


@pytest.mark.parametrize("rows", [1, 6, 1000])
def test_as_many_rows_as_asked_for_and_the_same_for_the_same_seed(rows, tmp_path):
    made = [sample.write(tmp_path / name, rows, 3, {})[0] for name in ("a", "b")]
    masses = [next(recipe.read(path, ["M"]))["M"] for path in made]
    assert len(masses[0]) == rows
    assert np.array_equal(masses[0], masses[1])
