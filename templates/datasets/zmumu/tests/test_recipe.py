"""The recipe of the muon pairs: closure of the mass, its symmetries, no event in two splits, no giveaway."""

from pathlib import Path

import numpy as np
import pytest
import uproot

from _package_ import paths, recipe, sample
from _package_.errors import UserError
from _package_.schema import Chunk

NAME = "uproot-Zmumu.root"
PLACES = [paths.raw("real"), *(folder / "shared/data/root" for folder in Path(__file__).resolve().parents)]
REAL = next((place / NAME for place in PLACES if (place / NAME).is_file()), None)


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture(params=["sample", "real"])
def file(request, tmp_path):
    if request.param == "sample":
        return sample.write(tmp_path, 2000, 0, {})[0]
    if REAL is None:
        pytest.skip(f"{NAME} is not here: run `make data` first")
    return REAL


@pytest.fixture
def events(file):
    (chunk,) = recipe.read(file, [*recipe.BRANCHES, *recipe.FOUR_VECTORS])
    return chunk


def test_the_mass_of_the_four_vectors_is_m(events):
    assert np.max(np.abs(recipe.fourvector_mass(events) - events["M"])) < 1e-7  # GeV


def test_the_massless_formula_is_near_m(events):
    miss = np.median(np.abs(recipe.massless_mass(events) - events["M"]))
    assert 1e-3 < miss < 0.3  # GeV; zero would mean that the reference is the target


def test_a_rotation_about_the_beam_and_full_turns_change_no_mass(events):
    turned = dict(events, phi1=events["phi1"] + 1.234, phi2=events["phi2"] + 1.234)
    wrapped = dict(events, phi1=events["phi1"] + 2 * np.pi)
    for other in (turned, wrapped):
        assert np.allclose(recipe.massless_mass(other), recipe.massless_mass(events), rtol=1e-9, atol=1e-6)


def test_swapping_the_muons_changes_no_mass(events):
    def other(name):
        return f"{name[:-1]}{'2' if name[-1] == '1' else '1'}" if name[-1] in "12" else name

    swapped = {other(name): values for name, values in events.items()}
    assert np.array_equal(recipe.massless_mass(swapped), recipe.massless_mass(events))
    assert np.allclose(recipe.fourvector_mass(swapped), recipe.fourvector_mass(events), rtol=1e-12)


def test_no_event_stands_in_two_splits(file):
    split, arrays = join(recipe.chunks([file], {}))
    assert set(split) == set(recipe.SPLITS)
    groups = {name: {tuple(event) for event in arrays["event"][split == name].tolist()} for name in recipe.SPLITS}
    events = set().union(*groups.values())
    assert sum(map(len, groups.values())) == len(events)
    assert len(split) > 3 * len(events)  # by row it would leak: an event has several


def test_layout_describes_what_chunks_yield(file):
    layout = recipe.layout([file], {})
    _, arrays = join(recipe.chunks([file], {}))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }


def test_nothing_that_gives_m_away_is_a_feature(file):
    names = {field.name for field in recipe.layout([file], {})["features"].fields}
    assert names == {"pt1", "eta1", "phi1", "Q1", "pt2", "eta2", "phi2", "Q2"}


def test_the_split_does_not_depend_on_the_chunks(file, monkeypatch):
    whole = join(recipe.chunks([file], {})).split
    monkeypatch.setattr(recipe, "STEP", 101)
    assert np.array_equal(join(recipe.chunks([file], {})).split, whole)


def test_a_file_without_the_tree_or_no_file_is_refused(tmp_path):
    readme, other = tmp_path / "README.md", tmp_path / "other.root"
    readme.write_text("not data\n")
    with uproot.recreate(other) as made:
        made.mktree("events", {"pt1": "float64"}).extend({"pt1": np.ones(3)})
    with pytest.raises(UserError, match=r"No \.root file"):
        recipe.layout([readme], {})
    with pytest.raises(UserError, match=r"other\.root has no tree 'events' with the branches eta1"):
        recipe.layout([other], {})
