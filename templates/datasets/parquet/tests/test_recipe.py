"""Parquet: nested columns, lists, dates, categories, gaps, and what is refused."""

import datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from _package_ import recipe, source
from _package_.errors import UserError

OPTIONS = {"target": "y", "task": "regression", "first": 2, "times": "features"}
ROWS = 90
COLUMNS = {
    "y": pa.array(np.arange(float(ROWS))),
    "gap": pa.array([None if n == 3 else n for n in range(ROWS)], pa.int32()),
    "code": pa.array([str(n % 2) for n in range(ROWS)]),
    "kind": pa.array([("u", "v")[n % 2] for n in range(ROWS)]).dictionary_encode(),
    "day": pa.array([datetime.date(1970, 1, 1) + datetime.timedelta(n) for n in range(ROWS)]),
    "pt": pa.array([None if n == 0 else [float(n)] * (n % 3) for n in range(ROWS)]),
    "p": pa.array([None if n == 5 else [n, -n] for n in range(ROWS)], pa.list_(pa.int64(), 2)),
    "at": pa.array([{"x": n} for n in range(ROWS)]),
    "raw": pa.array([b"x"] * ROWS),
    "many": pa.array([[{"x": 1}]] * ROWS),
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pa.table(COLUMNS), path, row_group_size=20)
    return path


def read(file):
    return np.concatenate([chunk.arrays["features"] for chunk in recipe.chunks([file], OPTIONS)])


def test_each_kind_of_column(file):
    features = recipe.layout([file], OPTIONS)["features"]
    names = [field.name for field in features.fields]
    expected = ["gap", "code=0", "code=1", "kind=u", "kind=v", "day", "n(pt)", "pt[0]", "pt[1]", "p_0", "p_1", "at.x"]
    assert names == expected
    assert features.description is not None
    assert "raw (cannot be a column: binary)" in features.description
    assert "many (cannot be a column" in features.description
    assert (
        next(field.description for field in features.fields if field.name == "day")
        == "Seconds since 1970-01-01T00:00, made of a date"
    )
    whole = read(file)
    x = dict(zip(names, whole.T, strict=True))
    assert x["day"][:3].tolist() == [0, 86400, 172800]
    assert x["n(pt)"][:6].tolist() == [0, 1, 2, 0, 1, 2]
    assert x["pt[1]"][:6].tolist() == [0, 0, 2, 0, 0, 5]
    assert np.array_equal(np.delete(x["p_1"], 5), np.delete(-np.arange(ROWS), 5))
    assert np.isfinite(whole).all()


def test_steps_change_nothing(file, monkeypatch):
    whole = read(file)
    monkeypatch.setattr(source, "ROWS", 7)
    assert np.array_equal(read(file), whole)


def test_what_is_refused(file, tmp_path):
    page, other = tmp_path / "page.parquet", tmp_path / "other.parquet"
    page.write_text("<html>")
    pyarrow.parquet.write_table(pa.table({"y": [1.0]}), other)
    with pytest.raises(UserError, match="cannot be read as Parquet"):
        recipe.layout([page], OPTIONS)
    with pytest.raises(UserError, match=r"other\.parquet has other columns than a\.parquet"):
        recipe.layout([file, other], OPTIONS)
