"""ARFF: nominal attributes, sparse rows, missing values, dates, quotes, and what is refused."""

import numpy as np
import pytest

from _package_ import recipe
from _package_.errors import UserError
from _package_.values import TIME

OPTIONS = {"target": "y", "task": "regression"}
HEAD = """% a comment
@RELATION 'a test'
@ATTRIBUTE "the x" NUMERIC
@ATTRIBUTE grade {0,1,'b c'}
@ATTRIBUTE taken DATE "yyyy-MM-dd"
@ATTRIBUTE y real

@DATA
"""
DENSE = (
    HEAD
    + "% rows\n"
    + "".join(f"{n},{('0', '1', chr(39) + 'b c' + chr(39))[n % 3]},2024-01-01,{n}\n" for n in range(60))
)
SPARSE = HEAD + "".join(f"{{0 {n}, {'1 1, ' if n % 2 else ''}3 {n}}}\n" for n in range(60))


def read(tmp_path, text):
    path = tmp_path / "a.arff"
    path.write_text(text)
    features = recipe.layout([path], OPTIONS)["features"]
    (chunk,) = recipe.chunks([path], OPTIONS)
    return dict(zip([field.name for field in features.fields], chunk.arrays["features"].T, strict=True)), features


def test_nominal_attributes_are_words_and_dates_are_left_out(tmp_path):
    x, features = read(tmp_path, DENSE)
    assert list(x) == ["the x", "grade=0", "grade=1", "grade=b c"]
    assert features.description == f"Left out: taken ({TIME})."
    assert np.array_equal(x["grade=b c"], np.arange(60) % 3 == 2)


def test_what_a_sparse_row_leaves_out_is_zero_or_the_first_category(tmp_path):
    x, _ = read(tmp_path, SPARSE)
    assert np.array_equal(x["grade=1"], np.arange(60) % 2)
    assert np.array_equal(x["grade=0"], 1 - np.arange(60) % 2)
    assert np.array_equal(x["the x"], np.arange(60))


def test_a_question_mark_is_missing(tmp_path):
    x, _ = read(tmp_path, DENSE + "?,?,?,7\n")
    assert np.isfinite(x["the x"][-1])
    assert x["grade=0"][-1] == x["grade=1"][-1] == 0


@pytest.mark.parametrize("behind", [" %{<=50K, >50K}", "% a, 'b'", "\t% x"])
def test_a_comment_behind_an_attribute_is_none_of_its_type(tmp_path, behind):
    lines = DENSE.replace("@DATA", "@DATA % rows").splitlines()
    text = "\n".join(f"{line}{behind}" if line.startswith("@ATTRIBUTE") else line for line in lines) + "\n"
    x, _ = read(tmp_path, text)
    assert list(x) == ["the x", "grade=0", "grade=1", "grade=b c"]
    x, _ = read(tmp_path, DENSE.replace("'b c'}", "'b % c'}").replace("'b c'", "'b % c'"))
    assert "grade=b % c" in x


def test_dates_are_times_where_their_form_is_known(tmp_path):
    assert "split" not in OPTIONS
    path = tmp_path / "a.arff"
    path.write_text(DENSE.replace("2024-01-01,3\n", "2024-02-01,3\n"))
    features = recipe.layout([path], {**OPTIONS, "times": "features"})["features"]
    assert next(field.unit for field in features.fields if field.name == "taken") == "s"
    path.write_text(DENSE.replace("yyyy-MM-dd", "dd/MM/yy"))
    told = recipe.layout([path], OPTIONS)["features"].description
    assert told == "Left out: taken (a date in the form dd/MM/yy)."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,y\n1,2\n", "cannot be read as ARFF"),
        (DENSE + "1,9,2024-01-01,3\n", "cannot be read"),
        (DENSE + "1\n", "cannot"),
    ],
)
def test_what_is_refused(tmp_path, text, message):
    with pytest.raises(UserError, match=message):
        read(tmp_path, text)
