"""What holds for every dataset of pd4ml: its form, its splits, blocks of any size, and what is refused."""

import numpy as np
import pytest

from _package_ import pd4ml, recipe, sample
from _package_.errors import UserError
from _package_.schema import Chunk

ROWS = 100


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture(params=recipe.INPUTS)
def options(request):
    return {"input": request.param}


@pytest.fixture
def file(tmp_path):
    (path,) = sample.write(tmp_path, ROWS, 0, {})
    return path


def changed(file, **changes):
    """The file with some arrays replaced, or left out where None is given."""
    with np.load(file) as old:
        arrays = {name: changes.get(name, old[name]) for name in old.files}
    np.savez(file, allow_pickle=False, **{name: values for name, values in arrays.items() if values is not None})
    return [file]


def test_layout_describes_what_chunks_yield(file, options):
    layout, (split, arrays) = recipe.layout([file], options), join(recipe.chunks([file], options))
    assert len(split) == ROWS
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }
    (inputs,) = (array for array in layout.values() if array.role == "input")
    assert inputs.kind == options["input"]
    assert len(inputs.fields) == inputs.shape[-1]
    for beside in (inputs.mask, inputs.edges):
        assert beside is None or beside in layout
    assert all(np.isfinite(values).all() for values in arrays.values())


def test_masked_entries_are_zero_and_have_no_edges(file, options):
    layout, arrays = recipe.layout([file], options), join(recipe.chunks([file], options)).arrays
    for name, array in layout.items():
        if array.mask is None:
            continue
        empty = arrays[array.mask] == 0
        assert empty.any()
        assert not empty.all()
        assert (arrays[name][empty] == 0).all()
        if array.edges is not None:
            assert (arrays[array.edges][empty] == -1).all()


def test_the_test_rows_are_those_of_the_file_and_val_is_a_share_of_its_train(file, options):
    split, arrays = join(recipe.chunks([file], options | {"val": 0.5}))
    with np.load(file) as raw:
        assert (split == "test").sum() == len(raw["y_test"])
        assert np.allclose(arrays["target"][split == "test"].ravel(), raw["y_test"])
        assert np.allclose(arrays["target"][split != "test"].ravel(), raw["y_train"])
    assert 0.3 < np.mean(split[split != "test"] == "val") < 0.7
    other = join(recipe.chunks([file], options | {"val": 0.5, "seed": 1})).split
    assert not np.array_equal(split, other)
    assert set(split) == set(recipe.SPLITS)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_neither_the_blocks_nor_the_compression_matter(save, file, options, monkeypatch):
    whole = join(recipe.chunks([file], options))
    with np.load(file) as raw:
        arrays = dict(raw)
    save(file, allow_pickle=False, **arrays)
    monkeypatch.setattr(pd4ml, "BLOCK", 7 * arrays["X_train_0"][0].nbytes)
    split, parts = join(recipe.chunks([file], options))
    assert np.array_equal(split, whole.split)
    assert all(np.array_equal(values, parts[name]) for name, values in whole.arrays.items())


@pytest.mark.parametrize("page", ["<!DOCTYPE html>\n<html>", "\n <html lang='de'>", "<?xml version='1.0'?>"])
def test_a_web_page_saved_as_npz_is_refused(page, file):
    file.write_text(page)
    with pytest.raises(UserError, match=rf"{file.name} is a web page, not arrays") as refused:
        recipe.layout([file], {})
    assert f"data/raw/{file.name}" in refused.value.remedy


def test_other_arrays_are_refused(file):
    with np.load(file) as raw:
        first = raw["X_test_0"]
    with pytest.raises(UserError, match=r"X_test_0 .*has shape"):
        recipe.layout(changed(file, X_test_0=first[:, :2]), {})
    with pytest.raises(UserError, match=r"differ in length: .*X_test_0"):
        recipe.layout(changed(file, X_test_0=first[:-1]), {})
    with pytest.raises(UserError, match=r"has no array X_test_0; it has .*y_train"):
        recipe.layout(changed(file, X_test_0=None), {})


def test_no_file_or_two_are_refused(file, tmp_path):
    (tmp_path / "b.npz").write_bytes(file.read_bytes())
    (tmp_path / "README.md").write_text("not data\n")
    with pytest.raises(UserError, match=r"No \.npz files"):
        recipe.layout([tmp_path / "README.md"], {})
    with pytest.raises(UserError, match=r"2 \.npz files"):
        recipe.layout([file, tmp_path / "b.npz"], {})


def test_a_damaged_file_is_refused(file):
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(UserError, match="cannot be read as arrays of NumPy"):
        recipe.layout([file], {})


def test_labels_other_than_0_and_1_are_refused(file):
    if recipe.layout([file], {})["target"].classes is None:
        pytest.skip("a regression has no labels")
    with np.load(file) as raw:
        labels = raw["y_train"] + 1
    with pytest.raises(UserError, match=r"y_train of .* has labels other than 0 and 1"):
        list(recipe.chunks(changed(file, y_train=labels), {}))


def test_the_same_seed_gives_the_same_file(tmp_path):
    made = [np.load(sample.write(tmp_path / str(n), 20, seed, {})[0]) for n, seed in enumerate((0, 0, 1))]
    for name in made[0].files:
        assert np.array_equal(made[0][name], made[1][name])
    assert any(not np.array_equal(made[0][name], made[2][name]) for name in made[0].files)
