"""The recipe for any ROOT tree: kinds of branches, whole events, padding, classes, and what is refused."""

from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot

from _package_ import paths, recipe, trees
from _package_.errors import UserError
from _package_.schema import Chunk

OPTIONS = {"target": "MET", "task": "regression", "first": 2}
PLACES = [paths.raw("real"), *(folder / "shared/data/root" for folder in Path(__file__).resolve().parents)]
HZZ = [place / "uproot-HZZ.root" for place in PLACES if (place / "uproot-HZZ.root").is_file()][:1]
needs_hzz = pytest.mark.skipif(not HZZ, reason="uproot-HZZ.root is not here")


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


def entries(rows=300):
    """Branches of each kind, two entries in turn of the same event."""
    jets = [[float(10 * n + place) for place in range(n % 4)] for n in range(rows)]
    return {
        "run": np.ones(rows, np.int32),
        "event": (np.arange(rows) // 2).astype(np.int64),
        "MET": np.arange(rows, dtype=np.float32),
        "good": np.arange(rows) % 2 == 0,
        "same": np.ones(rows),
        "kind": ak.Array([["GG", "GT", "TT"][n % 3] for n in range(rows)]),
        "Jet": ak.zip({"pt": ak.Array(jets)}),  # written as nJet and Jet_pt
        "hit": ak.Array([[1.0] * (n % 3) for n in range(rows)]),
        "cube": np.ones((rows, 3)),
    }


@pytest.fixture
def root(tmp_path):
    def make(name="events.root", **trees):
        path = tmp_path / name
        with uproot.recreate(path) as file:
            for title, content in (trees or {"Events": entries()}).items():
                types = {
                    key: value.type.content if isinstance(value, ak.Array) else np.dtype((value.dtype, value.shape[1:]))
                    for key, value in content.items()
                }
                file.mktree(title, types).extend(content)
        return path

    return make


def names(files, options=OPTIONS):
    return [field.name for field in recipe.layout(files, options)["features"].fields]


def test_each_kind_of_branch(root):
    layout = recipe.layout([root()], OPTIONS)
    assert {field.name for field in layout["features"].fields} == {
        *("good", "kind=GG", "kind=GT", "kind=TT"),
        *("nJet", "Jet_pt[0]", "Jet_pt[1]"),
        *("nhit", "hit[0]", "hit[1]"),  # uproot writes the counts; else they would be n(Jet) and n(hit)
    }
    told = layout["features"].description
    assert told is not None
    assert "same (one value only)" in told
    assert "cube (an array of fixed size (3,) in each entry)" in told
    assert layout["target"].fields[0].name == "MET"


def test_layout_describes_what_chunks_yield(root):
    layout = recipe.layout([root()], OPTIONS)
    _, arrays = join(recipe.chunks([root()], OPTIONS))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }


def test_lists_are_cut_or_padded_with_zero(root):
    path = root()
    columns = names([path])
    features = join(recipe.chunks([path], OPTIONS)).arrays["features"]
    lists = features[:8, [columns.index(name) for name in ("nJet", "Jet_pt[0]", "Jet_pt[1]")]]
    expected = [[0, 0, 0], [1, 10, 0], [2, 20, 21], [3, 30, 31], [0, 0, 0], [1, 50, 0], [2, 60, 61], [3, 70, 71]]
    assert lists.tolist() == expected
    assert "Jet_pt[2]" in names([path], {**OPTIONS, "first": 3})


def test_a_count_is_made_where_the_tree_has_none():
    jets = ak.Array([[1.0, 2.0], [], [3.0]])
    made = trees.flatten("Jet_pt", jets, 2)
    assert {name: values.tolist() for name, values in made.items()} == {
        "n(Jet)": [2, 0, 1],
        "Jet_pt[0]": [1.0, 0.0, 3.0],
        "Jet_pt[1]": [2.0, 0.0, 0.0],
    }


def test_an_event_stays_whole_and_its_number_is_no_feature(root):
    split, arrays = join(recipe.chunks([root()], OPTIONS))
    groups = np.unique(arrays["group"])
    assert len(groups) == 150
    assert all(len(set(split[arrays["group"] == group])) == 1 for group in groups)
    assert set(split) == set(recipe.SPLITS)


def test_a_group_branch_replaces_run_and_event(root):
    content = {
        "run": np.ones(90, np.int32),
        "station": np.arange(90) // 9,
        "x": np.arange(90.0),
        "MET": np.arange(90.0),
    }
    options = {**OPTIONS, "group": "station"}
    path = root(events=content)
    split, arrays = join(recipe.chunks([path], options))
    assert len(np.unique(arrays["group"])) == 10
    assert names([path], options) == ["x"]
    assert "group" not in recipe.layout([path], OPTIONS)  # a run alone keeps nothing together
    assert len(split) == 90


@pytest.mark.parametrize("name", ["run", "Event", "eventNumber", "luminosityBlock", "event_no", "LS"])
def test_names_of_keys(name):
    assert trees.KEY.fullmatch(name)


@pytest.mark.parametrize("name", ["EventWeight", "rundown", "NPrimaryVertices", "ls1"])
def test_names_that_only_look_like_keys(name):
    assert not trees.KEY.fullmatch(name)


def test_neither_the_steps_nor_files_change_the_arrays(root, monkeypatch):
    whole = join(recipe.chunks([root()], OPTIONS))
    halves = []
    for name, part in (("1.root", slice(0, 110)), ("2.root", slice(110, 300))):
        halves.append(root(name, Events={key: values[part] for key, values in entries().items()}))
    monkeypatch.setattr(trees, "STEP", 37)
    for files in ([root()], halves, halves[::-1]):
        parts = join(recipe.chunks(files, OPTIONS))
        assert np.array_equal(parts.split, whole.split)
        assert np.array_equal(parts.arrays["target"], whole.arrays["target"])
        assert np.array_equal(parts.arrays["features"], whole.arrays["features"])


def test_the_longest_tree_unless_another_is_named(root):
    path = root(short=entries(30), long=entries(60))
    assert trees.choose([path], None) == [(path, "long", ("short (30)",))]
    assert recipe.decisions([path], OPTIONS)[path]["others"] == ["short (30)"]
    assert len(join(recipe.chunks([path], {**OPTIONS, "tree": "short"})).split) == 30
    with pytest.raises(UserError, match=r"events\.root has no tree 'shorts'"):
        recipe.layout([path], {**OPTIONS, "tree": "shorts"})


def test_the_longest_tree_that_has_the_target(root):
    path = root(long={"x": np.arange(90.0)}, short={"x": np.arange(60.0), "MET": np.arange(60.0)})
    assert trees.choose([path], None, "MET")[0].tree == "short"


def test_a_count_that_equals_the_target_is_no_feature(root):
    jets = ak.Array([[1.0 * n] * (n % 4) for n in range(90)])
    path = root(events={"Jet": ak.zip({"pt": jets}), "NJets": np.arange(90) % 4, "x": np.arange(90.0)})
    assert names([path], {**OPTIONS, "target": "NJets"}) == ["x", "Jet_pt[0]", "Jet_pt[1]"]


@pytest.mark.parametrize(
    ("target", "classes"), [("kind", ("GG", "GT", "TT")), ("good", ("False", "True")), ("nJet", ("0", "1", "2", "3"))]
)
def test_classes_of_words_truth_values_and_numbers(target, classes, root):
    options = {"target": target, "task": "classification"}
    path = root()
    assert recipe.layout([path], options)["target"].classes == classes
    _, arrays = join(recipe.chunks([path], options))
    assert set(arrays["target"].tolist()) == set(range(len(classes)))
    assert target not in names([path], options)


def test_entries_without_a_finite_target_are_dropped_and_features_filled(root):
    content = entries()
    content["MET"][[3, 5]] = np.nan
    content["same"] = np.where(np.arange(300) == 7, np.inf, np.arange(300.0))
    path = root(Events=content)
    _, arrays = join(recipe.chunks([path], OPTIONS))
    assert len(arrays["target"]) == 298
    assert np.all(np.isfinite(arrays["features"]))
    assert recipe.layout([path], OPTIONS)["target"].description == "2 rows without a target were dropped."


@pytest.mark.parametrize(
    ("options", "message", "remedy"),
    [
        ({}, "No column is chosen as the target", "run, event, MET, good, same, kind, nJet"),
        ({"target": "Jet_pt"}, "names 'Jet_pt', which is no column", "run, event, MET, good, same, kind, nJet"),
        ({**OPTIONS, "drop": ["Jet_p"]}, "The option drop names 'Jet_p'", "'Jet_pt'"),
        ({"target": "kind", "task": "regression"}, "The target 'kind' is not numeric", "classification"),
    ],
)
def test_what_is_refused_and_what_to_do(options, message, remedy, root):
    with pytest.raises(UserError) as refusal:
        recipe.layout([root()], options)
    assert message in refusal.value.message
    assert remedy in refusal.value.remedy
    assert "\n" not in refusal.value.message + refusal.value.remedy


def test_files_that_are_no_root_file_or_hold_no_tree_are_refused(root, tmp_path):
    readme, page, empty = tmp_path / "README.md", tmp_path / "page.root", tmp_path / "empty.root"
    readme.write_text("not data\n")
    page.write_text("<html>" + "x" * 1000)
    with uproot.recreate(empty) as file:
        file["note"] = "no tree here"
    assert trees.choose([readme, root()], None) == [(root(), "Events", ())]
    for path, message in ((readme, r"No \.root file"), (page, "is not a ROOT file"), (empty, "holds no TTree")):
        with pytest.raises(UserError, match=message):
            recipe.layout([path], OPTIONS)


@needs_hzz
def test_a_real_tree_of_jagged_branches():
    options = {"target": "MET_px", "task": "regression", "first": 2}
    features = recipe.layout(HZZ, options)["features"]
    assert features.description is not None
    assert {"NJet", "Jet_Px[0]", "Jet_Px[1]", "Muon_Charge[0]", "MET_py"} <= {field.name for field in features.fields}
    assert "triggerIsoMu24 (one value only)" in features.description
    split, arrays = join(recipe.chunks(HZZ, options))
    assert len(split) == 2421
    assert np.all(np.isfinite(arrays["features"]))
