"""The recipe for any table of text: kinds of columns, missing values, groups, classes, and what is refused."""

import gzip
import os

import numpy as np
import pytest

from _package_ import reader, recipe
from _package_.errors import UserError
from _package_.schema import Chunk
from _package_.text import stream

TABLE = "a,b,kind,same,note,y\n" + "".join(
    f"{n},{n * n % 7},{'red' if n % 3 else 'blue'},1,word{n},{2 * n}\n" for n in range(60)
)
OPTIONS = {"target": "y", "task": "regression"}


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture
def table(tmp_path):
    def make(words=TABLE, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(words.encode()) if name.endswith(".gz") else words.encode())
        return path

    return make


def names(files, options):
    return [field.name for field in recipe.layout(files, options)["features"].fields]


def test_numbers_and_few_words_become_features_and_the_rest_is_told(table):
    layout = recipe.layout([table()], OPTIONS)
    assert [field.name for field in layout["features"].fields] == ["a", "b", "kind=blue", "kind=red"]
    assert layout["features"].description == "Left out: same (one value only); note (more than 20 different words)."
    _, arrays = join(recipe.chunks([table()], OPTIONS))
    assert np.array_equal(arrays["features"][:, 0] * 2, arrays["target"][:, 0])
    assert np.array_equal(arrays["features"][:, 2] + arrays["features"][:, 3], np.ones(60))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (TABLE, "a.csv.gz"),
        (TABLE.replace(",", ";"), "a.csv"),
        (TABLE.replace(",", "\t"), "a.tsv"),
        ("\ufeff" + TABLE.replace("\n", "\r\n"), "a.csv"),
    ],
)
def test_other_spellings_of_the_same_table_give_the_same_arrays(words, name, table):
    split, arrays = join(recipe.chunks([table()], OPTIONS))
    other, others = join(recipe.chunks([table(words, name)], OPTIONS))
    assert np.array_equal(split, other)
    assert all(np.array_equal(arrays[key], others[key]) for key in arrays)


def test_missing_values(table):
    path = table("a,b,y\n1,5,1\n,6,2\nNA,7,3\n4,8,\n7,9,nan\n" + "".join(f"{n},{n},{n}\n" for n in range(100)))
    split, arrays = join(recipe.chunks([path], OPTIONS))
    assert len(split) == 103
    assert recipe.layout([path], OPTIONS)["target"].description == "2 rows without a target were dropped."
    a = arrays["features"][:, 0]
    known = np.delete(np.arange(103), [1, 2])
    assert np.all(np.isfinite(arrays["features"]))
    assert a[1] == a[2] == pytest.approx(np.mean(a[known][split[known] == "train"]))


def test_rows_of_one_group_stay_in_one_split(table):
    path = table("g,x,y\n" + "".join(f"g{n // 3},{n},{n}\n" for n in range(600)))
    split, arrays = join(recipe.chunks([path], {**OPTIONS, "group": "g"}))
    assert len(np.unique(arrays["group"])) == 200
    assert all(len(set(split[arrays["group"] == group])) == 1 for group in np.unique(arrays["group"]))
    assert set(split) == set(recipe.SPLITS)
    assert names([path], {**OPTIONS, "group": "g"}) == ["x"]


def test_neither_chunks_nor_files_change_the_split(table, monkeypatch):
    lines = TABLE.splitlines(keepends=True)
    whole = join(recipe.chunks([table()], OPTIONS))
    halves = [table("".join(lines[:31]), "1.csv"), table("".join([lines[0], *lines[31:]]), "2.csv")]
    monkeypatch.setattr(stream, "BLOCK", 64)
    for files in ([table()], halves, halves[::-1]):
        parts = join(recipe.chunks(files, OPTIONS))
        assert np.array_equal(parts.split, whole.split)
        assert np.array_equal(parts.arrays["features"], whole.arrays["features"])


def test_quoted_line_breaks_long_lines_and_words_after_numbers(table, monkeypatch):
    monkeypatch.setattr(stream, "BLOCK", 64)
    long = "x" * 4000
    rows = "".join(f'{n},"two\nlines",{n if n < 30 else "seven"},{long if n == 50 else "short"}\n' for n in range(60))
    path = table("y,broken,late,long\n" + rows)
    layout = recipe.layout([path], OPTIONS)
    assert [field.name for field in layout["features"].fields] == ["long=short", f"long={long}"]
    told = layout["features"].description
    assert told is not None
    assert "late (more than 20 different words)" in told
    assert reader.opened([path], OPTIONS).decisions[path]["notes"] == ["late: words, for 'seven' is no number"]


@pytest.mark.parametrize(
    ("values", "classes"),
    [(["no", "yes"], ("no", "yes")), (["10", "9", "1.0"], ("1", "9", "10")), (["0", "1"], ("0", "1"))],
)
def test_classes_are_sorted_and_numbered(values, classes, table):
    path = table("x,y\n" + "".join(f"{n},{values[n % len(values)]}\n" for n in range(60)))
    options = {"target": "y", "task": "classification"}
    target = recipe.layout([path], options)["target"]
    assert (target.classes, target.dtype, target.shape, target.normalise) == (classes, "int64", (), "none")
    _, arrays = join(recipe.chunks([path], options))
    label = np.array(classes)[arrays["target"]]
    assert np.array_equal(label[: len(values)], [value.removesuffix(".0") for value in values])


def test_a_changed_file_is_read_again(table):
    assert names([table()], OPTIONS) == ["a", "b", "kind=blue", "kind=red"]
    path = table("a,y\n1,2\n2,3\n")
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert names([path], OPTIONS) == ["a"]


@pytest.mark.parametrize(
    ("words", "options", "message", "remedy"),
    [
        (TABLE, {}, "No column is chosen as the target", "a, b, kind, same, note, y"),
        (TABLE, {"target": "z"}, "The option target names 'z'", "a, b, kind, same, note, y"),
        (TABLE, {**OPTIONS, "group": "kimd"}, "The option group names 'kimd'", "'kind'"),
        (TABLE, {**OPTIONS, "drop": ["a", "q"]}, "The option drop names 'q'", "Known"),
        (TABLE, {**OPTIONS, "drop": ["a", "b", "kind", "same", "note"]}, "No column is left", "drop"),
        (TABLE, {"target": "note"}, "The target 'note' is not numeric: it holds", "classification"),
        (
            TABLE,
            {"target": "same", "task": "classification"},
            "The target 'same' has the same value in every row",
            "another",
        ),
        ("x,y\n1,2\n3\n4,5\n", OPTIONS, "line 3, has 1 cells where the other rows have 2", "Mend"),
        ("", OPTIONS, "holds no table", "FILES="),
    ],
)
def test_what_is_refused_and_what_to_do(words, options, message, remedy, table):
    with pytest.raises(UserError) as refusal:
        list(recipe.chunks([table(words)], options))
    assert message in refusal.value.message
    assert remedy in refusal.value.remedy
    assert "\n" not in refusal.value.message + refusal.value.remedy


def test_no_table_tables_of_two_forms_and_bytes_that_are_no_text_are_refused(table, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("not data\n")
    assert reader.opened([readme, table()], {}).files == (table(),)
    with pytest.raises(UserError, match="No file that ends in"):
        recipe.layout([readme], OPTIONS)
    with pytest.raises(UserError, match=r"other\.csv has other columns than a\.csv"):
        recipe.layout([table(name="a.csv"), table("q,y\n1,2\n", "other.csv")], OPTIONS)
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\xff\xfe\x00x,y\n")
    with pytest.raises(UserError, match="is no text in utf-16-le"):
        recipe.layout([broken], OPTIONS)
