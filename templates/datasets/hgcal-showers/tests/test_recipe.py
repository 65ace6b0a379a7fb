"""The recipe of the photon showers: axes, splits, memory, and what is refused."""

import h5py
import numpy as np
import pytest

from _package_ import recipe, sample
from _package_.errors import UserError
from _package_.schema import Chunk


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture
def files(tmp_path):
    return sample.write(tmp_path, 60, 0, {})


def write(path, cells, energy):
    with h5py.File(path, "w") as file:
        group = file.create_group("30x30")
        group["layers"], group["energy"] = cells, energy
    return path


def test_layout_describes_what_chunks_yield(files):
    layout = recipe.layout(files, {})
    _, arrays = join(recipe.chunks(files, {}))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }
    assert layout["image"].width == 30  # a mean and a deviation for each layer


def test_layers_are_the_last_axis_and_nothing_else_moves(tmp_path):
    cells = np.zeros((1, 30, 30, 30))
    cells[0, 3, 5, 7] = 2.5  # layer, x, z
    path = write(tmp_path / "a.h5", cells, [[42.0]])
    _, arrays = join(recipe.chunks([path], {}))
    assert np.argwhere(arrays["image"][0]).tolist() == [[5, 7, 3]]
    assert arrays["image"].sum() == 2.5
    assert arrays["target"].tolist() == [[42.0]]


def test_the_split_depends_on_seed_and_place_alone(files, monkeypatch):
    whole = join(recipe.chunks(files, {}))
    monkeypatch.setattr(recipe, "ROWS", 7)
    parts = join(recipe.chunks(files, {}))
    assert np.array_equal(parts.split, whole.split)
    assert np.array_equal(parts.arrays["image"], whole.arrays["image"])
    assert not np.array_equal(join(recipe.chunks(files, {"seed": 1})).split, whole.split)
    assert set(whole.split) == set(recipe.SPLITS)
    only = join(recipe.chunks(files, {"val": 0, "test": 0}))
    assert set(only.split) == {"train"}


def test_never_more_than_a_chunk_is_read(files, monkeypatch):
    monkeypatch.setattr(recipe, "ROWS", 16)
    assert [len(part.split) for part in recipe.chunks(files, {})] == [16, 16, 16, 12]


def test_energies_may_be_a_column_or_a_list(tmp_path):
    path = write(tmp_path / "a.hdf5", np.zeros((2, 30, 30, 30), "float32"), [1.0, 2.0])
    assert join(recipe.chunks([path], {})).arrays["target"].tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize(
    ("cells", "energy"),
    [
        (np.zeros((2, 30, 32, 30)), np.zeros((2, 1))),
        (np.zeros((2, 30, 30, 30)), np.zeros((3, 1))),
        (np.zeros((2, 30, 30, 30)), np.zeros((2, 2))),
        (np.zeros(2), np.zeros(2)),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, cells, energy):
    path = write(tmp_path / "other.hdf5", cells, energy)
    with pytest.raises(UserError, match=r"other\.hdf5 has 30x30/layers"):
        recipe.layout([path], {})


def test_what_is_no_shower_file_is_named(tmp_path):
    (tmp_path / "broken.hdf5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"0" * 100)
    with pytest.raises(UserError, match=r"broken\.hdf5 is no whole HDF5 file"):
        recipe.layout([tmp_path / "broken.hdf5"], {})
    with h5py.File(tmp_path / "empty.hdf5", "w") as file:
        file.create_group("30x30/layers")
    with pytest.raises(UserError, match="30x30/layers not"):
        recipe.layout([tmp_path / "empty.hdf5"], {})
    with pytest.raises(UserError, match=r"No \.hdf5 file"):
        recipe.layout([tmp_path / "README.md"], {})


def test_missing_values_are_refused_with_their_place(tmp_path):
    cells = np.zeros((3, 30, 30, 30))
    cells[1, 0, 0, 0] = np.nan
    with pytest.raises(UserError, match=r"infinite values in showers 0 to 3"):
        list(recipe.chunks([write(tmp_path / "a.hdf5", cells, np.ones((3, 1)))], {}))
