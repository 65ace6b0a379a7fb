"""Pickles: each form of a table, consent, and what is refused."""

import bz2
import pickle

import numpy as np
import pandas as pd
import pytest

from _package_ import data, recipe
from _package_.errors import UserError

OPTIONS = {"target": "y", "task": "regression", "times": "features"}
ROWS = 60
COLUMNS = {"y": np.arange(ROWS), "a": np.arange(ROWS) / 2, "kind": [("u", "v")[n % 2] for n in range(ROWS)]}


def names(tmp_path, value, name="a.pkl", **options):
    path = tmp_path / name
    data = pickle.dumps(value)
    path.write_bytes(bz2.compress(data) if name.endswith(".bz2") else data)
    features = recipe.layout([path], {**OPTIONS, **options})["features"]
    (chunk,) = recipe.chunks([path], {**OPTIONS, **options})
    return dict(zip([field.name for field in features.fields], chunk.arrays["features"].T, strict=True)), features


@pytest.mark.parametrize("name", ["a.pkl", "a.pickle", "a.joblib", "a.pkl.bz2"])
@pytest.mark.parametrize("form", [dict, pd.DataFrame, lambda columns: pd.DataFrame(columns).to_dict("records")])
def test_each_form_of_a_table(tmp_path, form, name):
    x, _ = names(tmp_path, form(COLUMNS), name)
    assert list(x) == ["a", "kind=u", "kind=v"]
    assert np.array_equal(x["a"], COLUMNS["a"])


def test_rows_along_the_last_axis_are_named_and_read(tmp_path):
    value = {"y": np.arange(float(ROWS))[None], "a": np.arange(2.0 * ROWS).reshape(2, ROWS)}
    with pytest.raises(UserError, match=r"y has shape \(1, 60\).*\n.*OPTION=transpose=yes"):
        names(tmp_path, value)
    x, _ = names(tmp_path, value, transpose=True)
    assert {name: values.tolist() for name, values in x.items()} == {
        "a_0": value["a"][0].tolist(),
        "a_1": value["a"][1].tolist(),
    }


def test_types_of_pandas(tmp_path):
    frame = pd.DataFrame(
        {
            "y": np.arange(ROWS),
            "gap": pd.array([None, *range(1, ROWS)], dtype="Int64"),
            "code": pd.Categorical([str(n % 2) for n in range(ROWS)]),
            "when": pd.date_range("1970-01-01", periods=ROWS, tz="UTC"),
            "lists": [[n] for n in range(ROWS)],
        }
    )
    frame["lists"] = [[n] * (n % 2) for n in range(ROWS)]
    x, features = names(tmp_path, frame)
    assert list(x) == ["gap", "code=0", "code=1", "when"]
    assert features.description == "Left out: lists (holds objects)."
    assert x["when"][1] == 86400


def test_arrays(tmp_path):
    x, _ = names(tmp_path, np.arange(ROWS * 3.0).reshape(ROWS, 3), target="x_2")
    assert list(x) == ["x_0", "x_1"]


def test_what_is_no_table_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds a int, which is no table"):
        names(tmp_path, 3)
    (tmp_path / "b.pkl").write_text("<html>")
    with pytest.raises(UserError, match="cannot be loaded"):
        recipe.layout([tmp_path / "b.pkl"], OPTIONS)


def test_nothing_is_loaded_without_consent():
    with pytest.raises(UserError, match="can run any code") as refusal:
        data.consent({})
    assert "UNSAFE=1" in refusal.value.remedy
    data.consent({"UNSAFE": "1"})
