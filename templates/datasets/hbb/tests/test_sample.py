"""The synthetic jets: as the files of the record, and the planted answer is found again where it was planted."""

from typing import Any

import numpy as np
import pytest
import tables

from _package_ import jets, recipe, sample
from _package_.variables import JETS, SPECTATORS, TRACKS, VERTICES


@pytest.fixture(scope="module")
def jets_of(tmp_path_factory):
    files = sample.write(tmp_path_factory.mktemp("sample"), 4000, 0, {})

    def read(form):
        parts = list(recipe.chunks(files, {"input": form}))
        return {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays}

    return read


def auc(score, target):
    """Probability that a jet of the class 1 scores higher than one of the class 0."""
    order = np.argsort(score, kind="stable")
    rank = np.empty(len(score))
    rank[order] = np.arange(len(score))
    inverse = np.unique(score, return_inverse=True)[1]
    mean = np.bincount(inverse, rank) / np.bincount(inverse)  # of equal scores
    positive = target == 1
    return (mean[inverse][positive].mean() - (positive.sum() - 1) / 2) / (~positive).sum()


def places(fields):
    return {field.name: place for place, field in enumerate(fields)}


def test_the_file_has_the_variables_shapes_types_and_compression_of_the_record(tmp_path):
    used = {field.name for field in (*TRACKS, *VERTICES, *JETS, *SPECTATORS)}
    for path in sample.write(tmp_path, 60, 0, {}):
        file: Any = tables.open_file(str(path))
        with file:
            nodes = {node.name: node for node in file.root}
            assert set(nodes) == used | {*recipe.LABELS, "event_no"}
            assert [nodes[name].shape[1:] for name in ("fj_pt", "track_dz", "sv_pt")] == [(), (60,), (5,)]
            assert [nodes[name].dtype.name for name in ("fj_pt", "fj_isH", "event_no")] == [
                "float32",
                "int32",
                "uint32",
            ]
            assert nodes["track_dz"].filters.complib == "blosc"


def test_a_cut_on_the_planted_variable_finds_the_signal(jets_of):
    arrays = jets_of("clouds")
    planted = arrays["tracks"][..., places(TRACKS)[sample.PLANTED]]
    assert auc((planted > 3).sum(axis=1), arrays["target"]) > 0.9
    assert auc(arrays["spectators"][:, places(SPECTATORS)["nsv"]], arrays["target"]) > 0.65
    table = jets_of("table")
    assert auc(table["features"][:, places(JETS)["fj_trackSipdSig_2"]], table["target"]) > 0.85


def test_no_other_variable_of_the_tracks_says_as_much(jets_of):
    arrays = jets_of("clouds")
    for name, place in places(TRACKS).items():
        x = arrays["tracks"][..., place]
        best = max(
            abs(auc(score, arrays["target"]) - 0.5) for score in (x.sum(axis=1), x.max(axis=1), (x**2).sum(axis=1))
        )
        if name not in (sample.PLANTED, "trackBTag_Sip2dSig"):
            assert best < 0.05, name
        elif name != sample.PLANTED:
            assert best < 0.3, name


def test_the_inert_variable_is_the_same_noise_in_both_classes(jets_of):
    arrays = jets_of("clouds")
    x, real = arrays["tracks"][..., places(TRACKS)[sample.INERT]], arrays["tracks_mask"].astype(bool)
    of = [np.sort(x[arrays["target"] == label][real[arrays["target"] == label]]) for label in (0, 1)]
    grid = np.linspace(0, 5, 50)
    shares = [np.searchsorted(one, grid) / len(one) for one in of]
    assert np.max(np.abs(shares[0] - shares[1])) < 0.02  # Kolmogorov and Smirnov: 1 % level at 0.009


def test_tracks_and_vertices_are_sorted_as_in_the_record(jets_of):
    arrays = jets_of("clouds")
    for name, fields, variable in (("tracks", TRACKS, "trackBTag_Sip2dSig"), ("vertices", VERTICES, "sv_dxysig")):
        x, real = arrays[name][..., places(fields)[variable]], arrays[f"{name}_mask"].astype(bool)
        assert (np.diff(x, axis=1) <= 0)[real[:, 1:]].all()


@pytest.mark.parametrize("rows", [1, 7, 300])
def test_as_many_labelled_jets_as_asked_for_and_the_same_for_the_same_seed(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(jets, "STEP", 50)
    made = [sample.write(tmp_path / name, rows, 3, {}) for name in ("a", "b")]
    one, other = (list(recipe.chunks(files, {})) for files in made)
    assert sum(len(chunk.split) for chunk in one) == rows
    for a, b in zip(one, other, strict=True):
        assert all(np.array_equal(a.arrays[name], b.arrays[name]) for name in a.arrays)
