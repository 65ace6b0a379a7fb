"""The synthetic ROOT tree: the planted relation is found again through the recipe."""

import numpy as np
import pytest

from _package_ import recipe, sample, trees
from _package_.errors import UserError


def read(files, options):
    (chunk,) = recipe.chunks(files, options)
    names = [field.name for field in recipe.layout(files, options)["features"].fields]
    return dict(zip(names, chunk.arrays["features"].T, strict=True)), chunk.arrays["target"]


@pytest.mark.parametrize("target", ["MET_px", "x1"])
def test_the_planted_weights_are_found_again(target, tmp_path):
    options = {"target": target, "task": "regression", "first": 2, "group": "station", "drop": ["EventWeight", "Hit_t"]}
    x, y = read(sample.write(tmp_path, 4000, 0, options), options)
    planted = [name for name in x if name.startswith("x")] + ["Hit_e[0]"]
    fit = np.linalg.lstsq(np.column_stack([x[name] for name in planted]), y[:, 0], rcond=None)
    assert fit[0] == pytest.approx([*sample.WEIGHTS, sample.HIT], abs=5 * sample.NOISE / np.sqrt(4000))
    assert np.sqrt(fit[1][0] / 4000) == pytest.approx(sample.NOISE, rel=0.1)


def test_the_planted_shift_between_the_classes_is_found_again(tmp_path):
    options = {"target": "signal", "task": "classification"}
    files = sample.write(tmp_path, 4000, 0, options)
    assert recipe.layout(files, options)["target"].classes == ("0", "1")
    x, y = read(files, options)
    for name in ("x1", "x2", "x3", "x4"):
        assert x[name][y == 1].mean() - x[name][y == 0].mean() == pytest.approx(sample.SHIFT, abs=0.15)


def test_the_tree_has_the_name_and_the_length_asked_for(tmp_path):
    (path,) = sample.write(tmp_path, 7, 0, {"tree": "ntuple/tree", "target": "y"})
    assert trees.choose([path], "ntuple/tree") == [(path, "ntuple/tree", ())]
    (columns,) = trees.blocks(path, "ntuple/tree", ["y"], 2)
    assert len(columns["y"]) == 7


def test_the_same_seed_gives_the_same_values(tmp_path):
    read_y = [
        next(trees.blocks(sample.write(tmp_path / str(n), 50, seed, {"target": "y"})[0], "events", ["y"], 2))["y"]
        for n, seed in enumerate((0, 0, 1))
    ]
    assert np.array_equal(read_y[0], read_y[1])
    assert not np.array_equal(read_y[0], read_y[2])


def test_without_a_target_the_sample_gives_no_false_advice(tmp_path):
    with pytest.raises(UserError, match="No target is chosen") as refusal:
        sample.write(tmp_path, 10, 0, {"target": None})
    assert "make data" in refusal.value.remedy
    assert "x1" not in str(refusal.value)
