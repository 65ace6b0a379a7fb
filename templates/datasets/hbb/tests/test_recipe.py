"""The recipe of the jets: forms, masks, splits, HDF5 and ROOT alike, memory-sized blocks, and what it refuses."""

from typing import Any

import awkward as ak
import numpy as np
import pytest
import tables
import uproot

from _package_ import forms, jets, recipe, sample
from _package_.errors import UserError

ROWS = 400


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return sample.write(tmp_path_factory.mktemp("hdf5"), ROWS, 0, {})


def joined(files, options):
    parts = list(recipe.chunks(files, options))
    split = np.concatenate([part.split for part in parts])
    return split, {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays}


def changed(path, target, change):
    """A copy of an HDF5 file in which change(name, values) stands in the place of each variable."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old: Any = tables.open_file(str(path))
    with old, tables.open_file(str(target), "w") as new:
        for node in old.root:
            values = change(node.name, node[:])
            if values is not None:
                new.create_carray("/", node.name, obj=values)
    return target


@pytest.mark.parametrize("form", forms.VARIABLES)
def test_layout_describes_what_chunks_yield(files, form):
    layout = recipe.layout(files, {"input": form})
    split, arrays = joined(files, {"input": form})
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }
    assert set(split) == set(recipe.SPLITS)
    for array in layout.values():
        assert all(name is None or name in layout for name in (array.mask, array.edges))
        assert not array.fields or len(array.fields) == array.shape[-1]


def test_variables_are_as_many_and_in_the_order_that_was_published(files):
    layout = recipe.layout(files, {})
    tracks, vertices = ([field.name for field in layout[name].fields] for name in ("tracks", "vertices"))
    assert (tracks[0], tracks[13], tracks[22], tracks[28], len(tracks)) == (
        "track_ptrel", "track_quality", "trackBTag_EtaRel", "trackBTag_Sip3dSig", 30,
    )  # fmt: skip
    assert (vertices[0], vertices[5], vertices[13], len(vertices)) == ("sv_ptrel", "sv_pt", "sv_costhetasvpv", 14)
    assert (len(layout["spectators"].fields), len(recipe.layout(files, {"input": "table"})["features"].fields)) == (
        11,
        27,
    )


def test_no_labelled_jet_is_lost_and_those_without_a_label_are_counted(files):
    split, arrays = joined(files, {})
    assert len(split) == ROWS
    assert np.bincount(arrays["target"]).tolist() == [ROWS // 2, ROWS // 2]
    assert recipe.layout(files, {})["target"].description == "200 QCD, 200 Hbb, 20 unlabelled left out"
    split, arrays = joined(files, {"unlabelled": "QCD"})
    assert np.bincount(arrays["target"]).tolist() == [ROWS // 2 + ROWS // 20, ROWS // 2]


def test_a_window_keeps_what_is_inside(files):
    options = {"mass": [40, 200], "pt": [300, 600]}
    mass, pt = (joined(files, options)[1]["spectators"][:, place] for place in (2, 0))
    assert ((mass > 40) & (mass < 200) & (pt > 300) & (pt < 600)).all()
    everything = joined(files, {})[1]["spectators"]
    inside = (everything[:, 2] > 40) & (everything[:, 2] < 200) & (everything[:, 0] > 300) & (everything[:, 0] < 600)
    assert 0 < len(mass) == inside.sum() < ROWS
    assert f"{ROWS - len(mass)} left out by the windows" in (recipe.layout(files, options)["target"].description or "")


def test_hdf5_and_root_give_the_same_arrays(files, tmp_path):
    trees = sample.write(tmp_path, ROWS, 0, {"sample": "root"})
    lists: Any = uproot.open(f"{trees[0]}:{jets.TREE}")
    assert ak.max(ak.num(lists["track_ptrel"].array())) > jets.TRACKS, "some lists are longer than what is stored"
    for form in forms.VARIABLES:
        (one, arrays), (other, same) = (joined(of, {"input": form}) for of in (files, trees))
        assert np.array_equal(one, other)
        assert all(np.array_equal(arrays[name], same[name]) for name in arrays)


def test_other_blocks_and_another_order_of_files_give_the_same(files, monkeypatch):
    whole, arrays = joined(files, {})
    monkeypatch.setattr(jets, "STEP", 37)
    split, same = joined(files[::-1], {})
    assert np.array_equal(split, whole)
    assert all(np.array_equal(arrays[name], same[name]) for name in arrays)
    assert max(len(chunk.split) for chunk in recipe.chunks(files, {})) <= 37


def test_a_mask_marks_the_real_ones_and_zeros_stand_behind(files):
    _, arrays = joined(files, {})
    for name, count in (("tracks", 9), ("vertices", 10)):
        mask, values = arrays[f"{name}_mask"].astype(bool), arrays[name]
        assert np.array_equal(mask.sum(1), np.minimum(arrays["spectators"][:, count], mask.shape[1]))
        assert (np.diff(mask.astype(int), axis=1) <= 0).all()
        assert not values[~mask].any()
        assert values[mask].any(axis=1).all()


def test_edges_join_a_track_to_its_nearest(files):
    _, arrays = joined(files, {"input": "graph"})
    points, edges, mask = arrays["tracks"][:, :, [3, 2]].astype(float), arrays["tracks_edges"], arrays["tracks_mask"]
    jet = int(np.argmax(mask.sum(1)))
    distance = np.linalg.norm(points[jet] - points[jet, 0], axis=1)[1 : mask[jet].sum()]
    assert set(edges[jet, 0]) == set(np.argsort(distance)[:7] + 1)
    assert (edges[mask == 0] == -1).all()


def test_another_order_of_the_tracks_in_the_file_is_another_order_of_the_rows(files, tmp_path):
    order = np.random.default_rng(1).permutation(jets.TRACKS)
    path = changed(files[0], tmp_path / files[0].name, lambda name, x: x[:, order] if name.startswith("track") else x)
    split, arrays = joined(files[:1], {})
    permuted, others = joined([path], {})
    assert np.array_equal(split, permuted)
    assert np.array_equal(others["tracks"], arrays["tracks"][:, order])
    assert all(np.array_equal(others[name], arrays[name]) for name in arrays if name != "tracks")


def test_the_split_is_by_file_and_with_few_training_files_by_event(files, tmp_path):
    split, arrays = joined(files, {})
    assert np.array_equal(split == "test", arrays["event"][:, 0] == 0)
    assert 0 < (split == "val").sum() < (split == "train").sum() / 4
    events = [set(arrays["event"][split == name, 1].tolist()) for name in ("train", "val")]
    assert not events[0] & events[1], "both jets of an event stand in one split"
    assert len(arrays["event"][split != "test"]) > sum(map(len, events))
    many = [changed(files[1], tmp_path / f"ntuple_merged_{number}.h5", lambda _, x: x[:8]) for number in range(8, 19)]
    split, arrays = joined(many, {})
    by_file = {number: set(split[arrays["event"][:, 0] == number]) for number in range(8, 19)}
    assert by_file == {8: {"test"}, 9: {"val"}} | {number: {"train"} for number in range(10, 19)}


def test_not_a_number_becomes_zero_as_in_the_archives_own_conversion(files, tmp_path):
    path = changed(files[0], tmp_path / files[0].name, lambda name, x: x * np.nan if name == "track_dz" else x)
    assert not joined([path], {})[1]["tracks"][..., 8].any()


def test_what_cannot_be_read_is_refused_with_a_remedy(files, tmp_path):
    def refused(options=None, *paths):
        with pytest.raises(UserError) as caught:
            recipe.layout(list(paths) or files, options or {})
        assert caught.value.remedy
        return str(caught.value)

    twin, torn = tmp_path / "ntuple_merged_9.root", tmp_path / "ntuple_merged_3.h5"
    assert "The same jets twice: ntuple_merged_9.h5 and ntuple_merged_9.root" in refused(None, files[0], twin)
    assert "jets.h5 has no number" in refused(None, tmp_path / "jets.h5")
    assert "No file ntuple_merged_<number>" in refused(None, tmp_path / "README")
    torn.write_bytes(files[0].read_bytes()[:5000])
    assert "ntuple_merged_3.h5 is not a whole HDF5 file" in refused(None, torn)
    twin.write_bytes(b"no tree at all, and longer than the head of a ROOT file" * 9)
    assert "ntuple_merged_9.root is not a whole ROOT file" in refused(None, twin)
    with uproot.recreate(twin) as file:
        file.mktree("tree", {"x": "float32"}).extend({"x": np.ones(2, np.float32)})
    assert "has no tree deepntuplizer/tree" in refused(None, twin)
    lacking = changed(files[0], tmp_path / "a" / files[0].name, lambda name, x: None if name == "sv_pt" else x)
    with pytest.raises(UserError, match=r"ntuple_merged_9\.h5 lacks the variables sv_pt"):
        list(recipe.chunks([lacking], {}))
    short = changed(files[0], tmp_path / "b" / files[0].name, lambda name, x: x[:, :9] if name == "track_dz" else x)
    with pytest.raises(UserError, match=r"track_dz in ntuple_merged_9\.h5 has the shape"):
        list(recipe.chunks([short], {}))
    assert "no form 'image'" in refused({"input": "image"})
    assert "unlabelled is 'signal'" in refused({"unlabelled": "signal"})
    assert "mass is [200, 40]" in refused({"mass": [200, 40]})
