"""HDF5: each dataset once, whatever its names; loops; other files; the last axis as rows; units; equal names."""

import h5py
import numpy as np
import pytest

from _package_ import recipe
from _package_.errors import UserError

OPTIONS = {"target": "y", "task": "regression"}
ROWS = 80


@pytest.fixture
def made(tmp_path):
    def make(**arrays):
        path = tmp_path / "a.h5"
        with h5py.File(path, "w") as file:
            for name, values in arrays.items():
                file[name] = values
        return path

    return make


def read(path, **options):
    layout = recipe.layout([path], {**OPTIONS, **options})
    return [field.name for field in layout["features"].fields], layout["features"].description or ""


def test_an_alias_of_the_target_is_no_feature(made):
    path = made(**{"entry/detector/counts": np.arange(ROWS) % 7, "entry/detector/angle": np.arange(ROWS) ** 2})
    with h5py.File(path, "a") as file:
        file["entry/data/counts"] = file["entry/detector/counts"]
        file["entry/data/angle"] = h5py.SoftLink("/entry/detector/angle")
        file["entry/again"] = file["entry/detector"]
    for target in ("entry/detector/counts", "entry/data/counts", "entry/again/counts"):
        found, told = read(path, target=target)
        assert [name.rpartition("/")[2] for name in found] == ["angle"]
        assert f"(the same dataset as {target})" in told
    assert read(path, table="entry/data", target="counts")[0] == ["angle"]


def test_a_group_that_holds_itself_is_walked_once(made):
    path = made(x=np.arange(ROWS) % 7, y=np.arange(ROWS))
    with h5py.File(path, "a") as file:
        file["g/self"] = file.create_group("g/inner")
        file["g/inner/up"] = file["g"]
        file["root"] = file["/"]
        file["soft"] = h5py.SoftLink("/g")
        file["nowhere"] = h5py.SoftLink("/nothing")
    found, told = read(path)
    assert found == ["x"]
    assert "nowhere (a link that leads nowhere)" in told


def test_other_files_are_not_read(made, tmp_path):
    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["z"] = np.arange(ROWS)
    (tmp_path / "bytes").write_bytes(bytes(8 * ROWS))
    path = made(x=np.arange(ROWS) % 7, y=np.arange(ROWS))
    with h5py.File(path, "a") as file:
        file["link"] = h5py.ExternalLink("secret.h5", "/z")
        file.create_dataset("raw", (ROWS,), "f8", external=[(str(tmp_path / "bytes"), 0, 8 * ROWS)])
        layout = h5py.VirtualLayout((ROWS,), "i8")
        layout[:] = h5py.VirtualSource("secret.h5", "z", (ROWS,))
        file.create_virtual_dataset("virtual", layout)
    found, told = read(path)
    assert found == ["x"]
    assert "link (a link to another file)" in told
    assert "raw, virtual (its values lie in other files)" in told
    for target in ("link", "raw", "virtual"):
        with pytest.raises(UserError, match="which is no column"):
            read(path, target=target)


def test_an_array_of_one_row_is_named_with_its_shape_and_can_be_turned(made):
    path = made(X=np.arange(2 * ROWS).reshape(2, ROWS) ** 2, y=np.arange(ROWS)[None])
    with pytest.raises(UserError, match=r"y has shape \(1, 80\), which is one row of 80 numbers") as refusal:
        read(path)
    assert "OPTION=transpose=yes" in refusal.value.remedy
    assert read(path, transpose=True)[0] == ["X_0", "X_1"]
    (chunk,) = recipe.chunks([path], {**OPTIONS, "transpose": True})
    assert np.array_equal(np.sort(chunk.arrays["target"][:, 0]), np.arange(ROWS))
    assert np.array_equal(chunk.arrays["features"][:, 0], chunk.arrays["target"][:, 0] ** 2)


def test_units_and_fill_values_come_from_the_attributes(made):
    path = made(x=np.where(np.arange(ROWS) == 3, -999.0, np.arange(ROWS) % 7), y=np.arange(ROWS))
    with h5py.File(path, "a") as file:
        file["x"].attrs["units"], file["x"].attrs["_FillValue"] = "mm", -999.0
        file["y"].attrs["unit"] = np.bytes_(b"GeV")
    layout = recipe.layout([path], OPTIONS)
    assert layout["features"].fields[0].unit == "mm"
    assert layout["features"].fields[0].description == "-999 stands for missing"
    assert layout["target"].fields[0].unit == "GeV"
    (chunk,) = recipe.chunks([path], OPTIONS)
    assert chunk.arrays["features"].min() >= 0


def test_names_that_collide_are_told_apart(made):
    path = made(a=np.arange(2 * ROWS).reshape(ROWS, 2) ** 2, a_0=np.arange(ROWS) % 7, y=np.arange(ROWS))
    assert read(path)[0] == ["a_0 2", "a_1", "a_0"]
    said = recipe.decisions([path], OPTIONS)[path]
    assert said["renamed"] == {"a_0 2": "a_0 of the array a"}
    assert read(path, target="a_0")[0] == ["a_0 2", "a_1", "y"]
