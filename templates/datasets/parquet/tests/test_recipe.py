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


NUMBERS, WORDS = np.arange(float(ROWS)), np.array(["u", "none"] * (ROWS // 2))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pa.array(range(ROWS), pa.int64()), pa.array(NUMBERS + 0.5)),
        (pa.array(NUMBERS, pa.float32()), pa.array(NUMBERS + 0.5)),
        (pa.array(range(ROWS), pa.int8()), pa.array(range(ROWS), pa.int64())),
        (pa.nulls(ROWS), pa.array(NUMBERS)),
        (pa.array(NUMBERS), pa.nulls(ROWS)),
        (pa.array(WORDS), pa.array(WORDS, pa.large_string())),
        (pa.array(WORDS), pa.array(WORDS).dictionary_encode()),
        (pa.array(WORDS).dictionary_encode(), pa.array(WORDS, pa.large_string()).dictionary_encode()),
        (pa.array([[n] for n in range(ROWS)]), pa.array([[float(n)] for n in range(ROWS)])),
    ],
)
def test_columns_go_by_name_whatever_their_order_or_the_width_of_their_type(tmp_path, one, other):
    y = pa.array(NUMBERS)
    pyarrow.parquet.write_table(pa.table({"x": one, "y": y}), tmp_path / "a.parquet")
    pyarrow.parquet.write_table(pa.table({"y": y, "x": other}), tmp_path / "b.parquet")
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    names = [field.name for field in recipe.layout(files, {**OPTIONS, "first": 1})["features"].fields]
    parts = list(recipe.chunks(files, {**OPTIONS, "first": 1}))
    x = np.concatenate([part.arrays["features"] for part in parts])
    assert len(x) == 2 * ROWS
    if pa.types.is_list(one.type):
        assert names == ["x[0]"] or names == ["n(x)", "x[0]"]
    elif names == ["x"]:
        assert pa.types.is_null(other.type) or x[ROWS + 3, 0] in (3, 3.5)
    else:
        assert names == ["x=none", "x=u"]
        assert x.sum(axis=1).tolist() == [1] * (2 * ROWS)


def test_numbers_and_words_in_one_column_are_refused_by_name(tmp_path):
    for name, x in (("a", pa.array(WORDS)), ("b", pa.array(NUMBERS))):
        pyarrow.parquet.write_table(pa.table({"x": x, "y": pa.array(NUMBERS)}), tmp_path / f"{name}.parquet")
    with pytest.raises(UserError, match=r"The column 'x' is double in b\.parquet and string"):
        recipe.layout([tmp_path / "a.parquet", tmp_path / "b.parquet"], OPTIONS)


def test_folders_of_hive_are_columns(tmp_path):
    files = []
    for year in (2020, 2021):
        path = tmp_path / f"year={year}" / "site=a%20b" / "0.parquet"
        path.parent.mkdir(parents=True)
        columns = {"x": np.arange(40.0) % 7, "y": np.arange(40.0) + 100 * (year - 2020)}
        pyarrow.parquet.write_table(pa.table(columns), path)
        files.append(path)
    features = recipe.layout(files, OPTIONS)["features"]
    assert [field.name for field in features.fields] == ["x", "year"]
    assert features.description == "Left out: site (one value only)."
    parts = list(recipe.chunks(files, OPTIONS))
    x, y = (np.concatenate([part.arrays[name] for part in parts]) for name in ("features", "target"))
    assert np.array_equal(x[:, 1], 2020 + (y[:, 0] >= 100))
    assert [field.name for field in recipe.layout(files, {**OPTIONS, "target": "year"})["features"].fields] == [
        "x",
        "y",
    ]


def test_no_word_is_missing_and_an_index_is_no_feature(tmp_path):
    frame = {"x": NUMBERS % 7, "sev": np.array(["none", "NA", "null"] * (ROWS // 3)), "__index_level_0__": NUMBERS}
    pyarrow.parquet.write_table(pa.table(frame), tmp_path / "a.parquet")
    options = {"target": "sev", "task": "classification"}
    layout = recipe.layout([tmp_path / "a.parquet"], options)
    assert layout["target"].classes == ("NA", "none", "null")
    assert layout["target"].description is None
    assert [field.name for field in layout["features"].fields] == ["x"]
    assert recipe.decisions([tmp_path / "a.parquet"], options)[tmp_path / "a.parquet"]["index"] == "__index_level_0__"


def test_an_index_with_a_name_is_one_where_it_counts(tmp_path):
    for name, index in (("counts", np.arange(ROWS)), ("measured", (np.arange(ROWS) * 7) % 13)):
        table = pa.table({"x": NUMBERS % 7, "y": NUMBERS, "id": index})
        table = table.replace_schema_metadata({"pandas": '{"index_columns": ["id"]}'})
        pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
        found = [field.name for field in recipe.layout([tmp_path / "a.parquet"], OPTIONS)["features"].fields]
        assert found == (["x"] if name == "counts" else ["x", "id"])
        (tmp_path / "a.parquet").unlink()


def test_units_of_fields(tmp_path):
    kinds = [
        pa.field("x", pa.float64(), metadata={"unit": "mm"}),
        pa.field("y", pa.float64(), metadata={"units": "GeV"}),
    ]
    table = pa.table({"x": NUMBERS % 7, "y": NUMBERS}, schema=pa.schema(kinds))
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    layout = recipe.layout([tmp_path / "a.parquet"], OPTIONS)
    assert layout["features"].fields[0].unit == "mm"
    assert layout["target"].fields[0].unit == "GeV"
