"""The look at the data finds what is planted, says how often, and is silent where there is nothing."""

import numpy as np
import pytest

from _package_ import look, look_report, paths
from _package_.arrays import Arrays, FolderWriter
from _package_.normalise import moments
from _package_.schema import Array, Field, Schema, Split

SHARES = {"train": 0.6, "val": 0.2, "test": 0.2}


@pytest.fixture
def looked(project):
    """Makes processed arrays of columns (name -> values) and a target; returns the findings as {kind: {what: said}}."""

    def make(columns, y, classes=None, task="regression", noticed=None, units=None):
        x = np.stack([np.asarray(one, np.float64) for one in columns.values()], axis=1)
        fields = tuple(Field(name.strip("!"), (units or {}).get(name)) for name in columns)
        kind = "int64" if classes else "float64"
        layout = {
            "features": Array("input", "table", "float64", (x.shape[1],), "standard", fields),
            "target": Array("target", "table", kind, () if classes else (1,), classes=classes, fields=(Field("y"),)),
        }
        y = np.asarray(y, kind) if classes else np.asarray(y, kind)[:, None]
        ends = np.cumsum([round(share * len(x)) for share in SHARES.values()])
        folder = paths.processed("real")
        with FolderWriter(folder, layout) as writer:
            start, held = 0, {}
            for split, end in zip(SHARES, [*ends[:2], len(x)], strict=True):
                writer.append(split, {"features": x[start:end], "target": y[start:end]})
                held[split], start = end - start, end
            statistics = {"train": moments(x[: held["train"]])}
            layout["features"] = Array(
                "input", "table", "float64", (x.shape[1],), "standard", fields, statistics=statistics
            )
            splits = {split: Split(int(count), "by hand") for split, count in held.items()}
            Schema("any", "real", task, layout, splits).save(writer.folder / "schema.json")
        found: dict[str, dict[str, str]] = {}
        for one in look.look(Arrays(folder), noticed or {}):
            found.setdefault(one.kind, {})[one.what] = one.said
        return found

    return make


@pytest.fixture
def chance():
    return np.random.default_rng(0)


def test_clean_data_get_one_line(looked, chance, capsys):
    x, y = chance.normal(size=(2, 600))
    assert looked({"x": x}, y + x, units={"x": "mm"}) == {}
    look_report.check(paths.processed("real"), {})
    assert capsys.readouterr().out == "  Look at the data: no problem seen in 600 rows × 1 columns (units mm).\n"
    assert "No problem seen." in (paths.reports() / "data-check.md").read_text()


@pytest.mark.parametrize(
    ("name", "leak", "words"),
    [
        ("same", lambda y: y, "equals"),
        ("line", lambda y: 3 - 2 * y, "straight line"),
        ("noisy", lambda y: y + np.random.default_rng(1).normal(0, 0.05, len(y)), "straight line"),
        ("monotone", lambda y: np.exp(3 * y), "rises or falls"),
        ("function", lambda y: np.where(y > 0, y, 5 - y), "alone tells"),
    ],
)
def test_a_column_that_gives_a_number_away_is_named(looked, chance, name, leak, words):
    x, y = chance.normal(size=(2, 2000))
    found = looked({"x": x + 0.5 * y, name: leak(y)}, y)
    assert set(found["leak"]) == {name}
    assert words in found["leak"][name]


def test_a_column_that_gives_a_class_away_is_named(looked, chance):
    y = chance.integers(0, 3, 900)
    code = np.array([4.0, 1.0, 9.0])[y]
    near = np.where(chance.random(900) < 0.995, code, 4.0)
    columns = {
        "x": chance.normal(size=900) + y,
        "code": code,
        "near": near,
        "w=c": (y == 2) * 1.0,
        "w=d": chance.random(900) < 0.5,
    }
    found = looked(columns, y, ("a", "b", "c"), "classification")
    assert set(found["leak"]) == {"code", "near", "w=c"}
    assert "class 'c'" in found["leak"]["w=c"]


def test_repeated_rows_are_found_across_splits_whatever_numbers_them(looked, chance):
    x, y = chance.normal(size=(2, 500))
    x[450:480], y[450:480] = x[100:130], y[100:130]  # of the training
    x[10:15], y[10:15] = x[5], y[5]
    found = looked({"id": np.arange(500.0), "x": x}, y)
    assert set(found["identifier"]) == {"id"}
    assert found["shared rows"]["test"].startswith("30 of 100 rows of test")
    assert found["shared rows"]["test"].endswith("have the inputs of a row of train, but for id")
    assert found["repeated rows"]["train"].startswith("5 of 300 rows of train")


def test_few_values_repeat_by_chance(looked, chance):
    found = looked({"a": chance.integers(0, 3, 400), "b": chance.integers(0, 3, 400)}, chance.normal(size=400))
    assert not {"shared rows", "repeated rows"} & found.keys()


def test_classes_splits_and_widths(looked, chance):
    y = np.r_[np.zeros(60, int), np.ones(39, int), 2]
    chance.shuffle(y)
    wide = {f"x{k}": chance.normal(size=100) for k in range(70)}
    found = looked(wide, y, ("Grün", "Weiß", "selten"), "classification")
    assert found["rare class"] == {"selten": "class 'selten' has 1 row in all"}
    assert found["small split"].keys() == {"val", "test"}
    assert found["fewer rows than columns"] == {
        "train": "60 rows to learn from and 70 columns: a linear fit can give any answer"
    }


def test_what_the_reader_noticed_and_names_that_collide(looked, chance):
    x, y = chance.normal(size=(2, 400))
    noticed = {"missing": {"a": 40, "b": 1}, "left_out": {"c": "one value only"}, "inexact": ["a"], "dropped": 3}
    found = looked({"a": x, "A": y + x, "k": np.full(400, 2.0)}, y, noticed=noticed)
    assert found["missing"] == {"a": "a 40 (10.0 %)", "b": "b 1 (0.2 %)"}
    assert found["left out"]["c"] == "c: one value only"
    assert (set(found["inexact"]), set(found["constant"]), set(found["same name"])) == ({"a"}, {"k"}, {"a"})
    assert "3 rows" in found["no target"]["target"]


def test_large_data_are_looked_at_in_part_and_that_is_said(looked, chance, monkeypatch):
    monkeypatch.setattr(look, "ROWS", 1000)
    y = chance.normal(size=9000)
    found = looked({"x": chance.normal(size=9000), "leak": -y}, y)
    assert set(found["leak"]) == {"leak"}
    assert sum(len(one["target"]) for one in look.sampled(Arrays(paths.processed("real"))).values()) <= 1003
    look_report.check(paths.processed("real"), {})
    assert "about 1000 of them" in (paths.reports() / "data-check.md").read_text()


def test_an_identifier_is_one_though_rows_are_repeated(looked, chance):
    row = np.r_[np.arange(500), np.arange(40)]
    x, y = chance.normal(size=(2, 500))[:, row]
    found = looked({"x": x, "visit_id": row + 1000.0}, y)
    assert "identifier" in found
