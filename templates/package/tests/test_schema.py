"""schema.json keeps what it was given; statistics merge to those of the union."""

import dataclasses
import json

import numpy as np
import pytest

from _package_ import schema_file
from _package_.errors import UserError
from _package_.normalise import merge, moments, normaliser
from _package_.schema import Array, Field, Moments, Schema, Source, Split

FIELDS = (Field("a", "s", "time"), Field("b"))


FOUND = {"train": Moments(3, (1.0, 2.0), (0.1, 1 / 3))}


def described():
    return Schema(
        "table",
        "real",
        "classification",
        {
            "x": Array("input", "table", "float64", (2,), "standard", FIELDS, statistics=FOUND),
            "y": Array("target", "table", "int64", (), classes=("b", "s"), description="née"),
            "w": Array("weight", "table", "float64", ()),
        },
        {"train": Split(3, "by hand")},
        (Source("a.csv", "0" * 64, 7),),
        {"target": "y", "drop": ["z"]},
    )


def test_a_schema_survives_its_file(tmp_path):
    one = described()
    one.save(tmp_path / "schema.json")
    assert schema_file.load(tmp_path / "schema.json") == one
    assert [path.name for path in tmp_path.iterdir()] == ["schema.json"]


def test_roles_are_found():
    one = described()
    assert list(one.inputs) == ["x"]
    assert one.target[0] == "y"
    assert one.only("weight") is not None
    assert one.only("reference") is None
    with pytest.raises(UserError, match="0 targets"):
        _ = dataclasses.replace(one, arrays={}).target


@pytest.mark.parametrize("text", ["", "{}", '{"format": "fair-ai/schema@9"}', '{"format": "fair-ai/schema@1"}', "[1]"])
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "schema.json").write_text(text)
    with pytest.raises(UserError, match="not a fair-ai/schema@1 file"):
        schema_file.load(tmp_path / "schema.json")


def test_missing_data_name_the_command(tmp_path):
    with pytest.raises(UserError, match="make data`"):
        schema_file.load(tmp_path / "data" / "processed" / "schema.json")
    with pytest.raises(UserError, match="make data-sample"):
        schema_file.load(tmp_path / "data" / "sample" / "processed" / "schema.json")


@pytest.mark.parametrize("sizes", [[1000], [1] * 50, [7, 0, 500, 1, 92]])
def test_merged_moments_are_those_of_the_union(sizes):
    scale, offset = np.array([1.0, 1e-6, 1e4]), np.array([0.0, 1e-4, -1e6])
    x = np.random.default_rng(0).normal(size=(sum(sizes), 3)) * scale + offset
    merged = merge([moments(part) for part in np.split(x, np.cumsum(sizes)[:-1])])
    assert merged.count == len(x)
    np.testing.assert_allclose(merged.mean, x.mean(axis=0), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(merged.std, x.std(axis=0), rtol=1e-12)


def test_the_normaliser_takes_the_splits_it_is_told():
    x = np.random.default_rng(1).normal([[3.0, -2.0]], [[2.0, 0.5]], size=(90, 2))
    parts = {"train": moments(x[:60]), "val": moments(x[60:])}
    array = dataclasses.replace(described().arrays["x"], statistics=parts)
    both = normaliser(array, ["train", "val"]).normalise(x)
    np.testing.assert_allclose(both.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(both.std(axis=0), 1, rtol=1e-12)
    assert abs(normaliser(array, ["train"]).normalise(x).mean()) > 1e-3
    with pytest.raises(UserError, match="'test'"):
        normaliser(array, ["train", "test"])


@pytest.mark.parametrize("value", [0.0, 0.1, -1e9, 1 / 3])
def test_a_constant_column_is_not_blown_up(value):
    found = {"t": moments(np.full((999, 1), value))}
    array = Array("input", "table", "float64", (1,), "standard", (Field("c"),), statistics=found)
    scale = normaliser(array, ["t"])
    assert scale.scale.tolist() == [1.0]
    np.testing.assert_allclose(scale.normalise(np.full((3, 1), value)), 0, atol=1e-6)


@pytest.mark.parametrize("normalise", ["none", {"offset": 2.0, "scale": -41.9}])
def test_denormalise_undoes_normalise(normalise):
    scale = normaliser(Array("target", "table", "float32", (1,), normalise), [])
    y = np.linspace(-42, 0, 9, dtype=np.float32)[:, None]
    assert scale.normalise(y).dtype == np.float32
    np.testing.assert_allclose(scale.denormalise(scale.normalise(y)), y, rtol=1e-6, atol=1e-6)


def test_a_number_that_json_lacks_is_not_written(tmp_path):
    array = Array("input", "table", "float64", (1,), statistics={"t": Moments(1, (float("nan"),), (0.0,))})
    with pytest.raises(ValueError, match="JSON"):
        dataclasses.replace(described(), arrays={"x": array}).save(tmp_path / "schema.json")
    assert not (tmp_path / "schema.json").exists()
    assert json.dumps(described().as_dict())
