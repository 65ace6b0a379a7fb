"""The recipe of the reference dataset: frames of pandas, splits by ttv, and what is refused."""

from typing import Any

import h5py
import numpy as np
import pytest

from _package_ import recipe, sample
from _package_.errors import UserError
from _package_.schema import Chunk

ROWS = 100


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


def change(path, field, columns, value):
    """Writes a value into some columns of a block of a file."""
    with h5py.File(path, "r+") as file:
        table: Any = file["table/table"]
        rows = table[:]
        rows[field][:, columns] = value
        table[:] = rows


@pytest.fixture
def files(tmp_path):
    return sample.write(tmp_path, ROWS, 0, {})


@pytest.mark.parametrize("form", recipe.INPUTS)
def test_layout_describes_what_chunks_yield(form, files):
    options = {"input": form, "particles": 60, "features": ["e", "px"]}
    layout, (split, arrays) = recipe.layout(files, options), join(recipe.chunks(files, options))
    assert len(split) == ROWS
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }


def test_the_split_is_the_files_own(files):
    for path in files:
        split = join(recipe.chunks([path], {})).split
        assert set(split) == {path.stem}
    split = join(recipe.chunks(files, {})).split
    assert {name: int((split == name).sum()) for name in recipe.SPLITS} == {"train": 24, "val": 8, "test": 68}


def test_the_momenta_are_those_of_the_columns_whatever_the_rows_at_a_time(files, monkeypatch):
    options = {"features": ["e", "px", "py", "pz"], "particles": 200}
    whole = join(recipe.chunks(files[:1], options)).arrays
    with h5py.File(files[0]) as file:
        table: Any = file["table/table"]
        columns = table["values_block_0"]
    assert np.array_equal(whole["constituents"].reshape(len(columns), 800), columns[:, :800])
    monkeypatch.setattr(recipe, "ROWS", 7)
    parts = join(recipe.chunks(files[:1], options)).arrays
    assert all(np.array_equal(values, parts[name]) for name, values in whole.items())


def test_columns_are_found_by_name_in_any_block(tmp_path):
    table = np.zeros(2, dtype=[("index", "i8"), ("a", "f4", (2,)), ("b", "f4", (1,))])
    table["a"], table["b"] = [[1, 2], [3, 4]], [[5], [6]]
    columns = {"x": ("a", 1), "y": ("b", 0), "z": ("a", 0)}
    assert recipe.taken(table, columns, ["z", "y", "x"]).tolist() == [[1, 5, 2], [3, 6, 4]]


def test_nothing_of_the_true_top_quark_is_an_input(files):
    (name,) = (name for name, array in recipe.layout(files, {}).items() if array.role == "input")
    before = join(recipe.chunks(files, {})).arrays[name]
    for path in files:
        change(path, "values_block_0", slice(800, None), 1e9)
        change(path, "values_block_1", 1, 0)
    assert np.array_equal(join(recipe.chunks(files, {})).arrays[name], before)


def test_what_is_no_such_file_is_refused(files, tmp_path):
    page, other = tmp_path / "page.h5", tmp_path / "other.h5"
    page.write_text("<html>")
    with h5py.File(other, "w") as made:
        made["jets"] = np.zeros(3)
    with pytest.raises(UserError, match=r"page\.h5 cannot be read as HDF5"):
        recipe.layout([page], {})
    with pytest.raises(UserError, match=r"other\.h5 has no dataset table/table; it has jets"):
        recipe.layout([other], {})
    with pytest.raises(UserError, match=r"No \.h5 file"):
        recipe.layout([tmp_path / "README.md"], {})
    with h5py.File(files[0], "r+") as file:
        file["table/table"].attrs["values_block_1_kind"] = np.bytes_("(lp1\n.")
    with pytest.raises(UserError, match=r"train\.h5 has no column is_signal_new, ttv\."):
        recipe.layout(files, {})


def test_an_unknown_split_is_refused(files):
    change(files[0], "values_block_1", 0, 7)
    with pytest.raises(UserError, match="ttv is not 0, 1 or 2"):
        list(recipe.chunks(files, {}))
