"""HDF5: groups, compound datasets, arrays of several dimensions, text, other lengths, links, and what is refused."""

import pickle

import h5py
import numpy as np
import pytest

from _package_ import recipe
from _package_.errors import UserError
from _package_.pytables import attribute

OPTIONS = {"target": "y", "task": "regression"}
ROWS = 80


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as made:
        made["train/y"] = np.arange(float(ROWS))
        made["train/x"] = np.arange(ROWS * 2).reshape(ROWS, 2)
        made["train/image"] = np.ones((ROWS, 65, 65))
        made["train/word"] = np.array([("u", "v")[n % 2] for n in range(ROWS)], dtype=h5py.string_dtype())
        made["train/deep/z"] = np.arange(ROWS) ** 2
        made["train/names"] = np.arange(2)
        made["train/version"] = 3
        made["train/lists"] = np.array([np.arange(n % 3) for n in range(ROWS)], dtype=h5py.vlen_dtype(np.int64))
        made["train/elsewhere"] = h5py.ExternalLink("/etc/passwd", "/")
        made["test/y"] = np.arange(5.0)
        made["test/x"] = np.arange(10).reshape(5, 2)
        made["record"] = np.array([(n, n / 2) for n in range(7)], dtype=[("n", "i4"), ("y", "f8")])
    return path


def names(path, **options):
    features = recipe.layout([path], {**OPTIONS, **options})["features"]
    return [field.name for field in features.fields], features.description or ""


def test_the_columns_of_a_group(file):
    found, told = names(file, table="train")
    assert found == ["deep/z", "word=u", "word=v", "x_0", "x_1"]
    for reason in (
        "image (4225 numbers in each row",
        "names (2 rows, not 80)",
        "version (a single value)",
        "lists (holds objects)",
    ):
        assert reason in told
    assert names(file, table="test")[0] == ["x_0", "x_1"]
    assert names(file, table="record")[0] == ["n"]


def test_without_a_group_the_target_says_which_rows_belong_together(file):
    assert names(file, target="test/y")[0] == ["test/x_0", "test/x_1"]
    with pytest.raises(UserError, match="No column is chosen") as refusal:
        recipe.layout([file], {})
    assert "train/x_1" in refusal.value.remedy


def test_what_is_refused(file, tmp_path):
    page, empty = tmp_path / "page.h5", tmp_path / "empty.h5"
    page.write_text("<html>")
    h5py.File(empty, "w").close()
    for path, options, message in (
        (file, {"table": "trian"}, "has no group or dataset 'trian'"),
        (page, {}, "cannot be read as HDF5"),
        (empty, {}, "holds no column"),
    ):
        with pytest.raises(UserError, match=message):
            recipe.layout([path], {**OPTIONS, **options})


def test_attributes_of_pandas_can_hold_no_program(tmp_path):
    class Program:
        def __reduce__(self):
            return print, ("run",)

    with h5py.File(tmp_path / "a.h5", "w") as made:
        made.attrs["names"] = np.bytes_(pickle.dumps(["a", "b"], 0))
        made.attrs["program"] = np.bytes_(pickle.dumps(Program(), 0))
        assert attribute(made, "names") == ["a", "b"]
        assert isinstance(attribute(made, "program"), str)
