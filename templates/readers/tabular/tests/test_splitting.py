"""Splits of tables: those of the files, by time, by class; groups stay whole, and row numbers are no feature."""

from pathlib import Path

import numpy as np
import pytest

from _package_ import splitting, tabular
from _package_.errors import UserError
from _package_.source import Source
from _package_.strata import counts

OPTIONS = {"target": "y", "task": "classification"}
SHARES = {"train": 0.65, "val": 0.15, "test": 0.2}


def table(path, size=7, **columns):
    """A source of these columns, `size` rows at a time."""
    path.write_text(path.name)
    rows = len(columns["y"])

    def read(wanted):
        for start in range(0, rows, size):
            yield {name: np.asarray(columns[name])[start : start + size] for name in wanted}

    return Source((path,), tuple(columns), read)


def joined(source, options):
    parts = list(tabular.chunks(source, options))
    return np.concatenate([part.split for part in parts]), {
        name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays
    }


def words(*values):
    return np.array(values, dtype=object)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["train.csv", "test.csv"], ["train", "test"]),
        (["a/train/0.parquet", "a/val/0.parquet"], ["train", "val"]),
        (["UNSW_training-set.csv", "UNSW_testing-set.csv", "UNSW_dev.csv"], ["train", "test", "val"]),
        (
            ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet", "validation-0.parquet"],
            ["train", "train", "val"],
        ),
        (["trainSet.csv", "TestSet.csv"], ["train", "test"]),
        (["train.csv", "latest.csv"], []),
        (["train.csv", "test.csv", "more.csv"], []),
        (["test.csv", "val.csv"], []),
        (["train.csv"], []),
        (["train_test.csv", "b.csv"], []),
    ],
)
def test_the_names_of_files_tell_their_splits(names, found):
    files = [Path("/tmp/test/raw") / name for name in names]
    assert list(splitting.published(files).values()) == found


def test_files_keep_their_splits_and_val_is_made_of_train(tmp_path):
    def one(path):
        start = 0 if path.name == "train.csv" else 1000
        x = start + np.arange(400)
        return table(path, x=x, y=x % 3 == 0)

    train, test = one(tmp_path / "train.csv"), one(tmp_path / "test.csv")
    whole = Source(
        (train.files[0], test.files[0]), train.columns, lambda wanted: [*train.read(wanted), *test.read(wanted)]
    )
    source = tabular.with_splits(whole, OPTIONS, one)
    split, arrays = joined(source, OPTIONS)
    x = arrays["features"][:, 0]
    assert set(split[x >= 1000]) == {"test"}
    assert set(split[x < 1000]) == {"train", "val"}
    assert np.mean(split[x < 1000] == "val") == pytest.approx(0.15, abs=0.01)
    how = tabular.splits(source, OPTIONS)
    assert how["test"] == "the rows of test.csv, by the names of the files"
    assert "train.csv" in how["train"]
    assert tabular.decisions(source, OPTIONS)[test.files[0]]["split"] == "test"
    mixed = {**OPTIONS, "split": "random"}
    split, arrays = joined(tabular.with_splits(whole, mixed, one), mixed)
    assert set(split[arrays["features"][:, 0] >= 1000]) == {"train", "val", "test"}


@pytest.mark.parametrize("size", [7, 1000])
def test_every_class_has_its_share_of_each_split(tmp_path, size):
    y = np.repeat([0, 1, 2, 3], [600, 60, 3, 1])
    y = y[np.random.default_rng(0).permutation(len(y))]
    split, arrays = joined(table(tmp_path / "a.csv", size, x=np.arange(len(y)) / 2, y=y), OPTIONS)
    target = arrays["target"]
    for name, share in SHARES.items():
        assert np.sum(split[target == 0] == name) == pytest.approx(600 * share, abs=1)
        assert np.sum(split[target == 1] == name) == pytest.approx(60 * share, abs=1)
        assert np.sum(split[target == 2] == name) == 1
    assert split[target == 3].tolist() == ["train"]


def test_a_group_is_never_cut_whatever_its_classes_are(tmp_path):
    group = np.arange(900) // 3
    y = np.where(group % 50 == 0, np.arange(900) % 3, 0)  # six groups hold several classes
    options = {**OPTIONS, "group": "g"}
    split, arrays = joined(table(tmp_path / "a.csv", x=np.arange(900.0) ** 2, y=y, g=group), options)
    assert all(len(set(split[arrays["group"] == one])) == 1 for one in np.unique(arrays["group"]))
    assert set(split[arrays["target"] == 2]) == set(SHARES)


def test_what_fills_a_gap_is_the_mean_of_the_rows_for_training(tmp_path):
    x = np.where(np.arange(90) == 5, np.nan, np.arange(90.0))
    y = np.where(np.arange(90) % 9 == 0, "rare", "usual").astype(object)
    split, arrays = joined(table(tmp_path / "a.csv", x=x, y=y), OPTIONS)
    known = (split == "train") & (np.arange(90) != 5)
    assert arrays["features"][5, 0] == pytest.approx(x[known].mean())


def test_the_latest_rows_are_the_test(tmp_path):
    day = np.datetime64("2020-01-01") + np.random.default_rng(1).permutation(200)
    options = {"target": "y", "task": "regression", "split": "day"}
    source = table(tmp_path / "a.csv", day=day, x=np.arange(200.0) ** 2, y=np.arange(200.0))
    split, _ = joined(source, options)
    assert day[split == "train"].max() < day[split == "val"].min()
    assert day[split == "val"].max() < day[split == "test"].min()
    assert [int(np.sum(split == name)) for name in SHARES] == [130, 30, 40]
    assert tabular.splits(source, options)["test"] == "the latest 20% of the rows, by day"
    for wrong, message in (({"split": "dya"}, "names 'dya'"), ({"group": "x"}, "exclude each other")):
        with pytest.raises(UserError, match=message):
            joined(source, {**options, **wrong})
    same = table(tmp_path / "b.csv", day=day[:1].repeat(200), x=np.arange(200.0), y=np.arange(200.0))
    with pytest.raises(UserError, match="too few different times"):
        joined(same, options)


def test_weights_are_kept_and_checked(tmp_path):
    options = {"target": "y", "task": "regression", "weight": "w"}
    columns = {"x": np.arange(50.0), "y": np.arange(50.0), "w": np.arange(50)}
    source = table(tmp_path / "a.csv", **columns)
    assert tabular.layout(source, options)["weight"].role == "weight"
    assert joined(source, options)[1]["weight"].tolist() == list(range(50))
    with pytest.raises(UserError, match="missing or negative in 3 rows"):
        joined(table(tmp_path / "b.csv", 50, **{**columns, "w": np.arange(50) - 3.0}), options)
    with pytest.raises(UserError, match="not numeric"):
        joined(table(tmp_path / "c.csv", **{**columns, "w": words(*["a"] * 50)}), options)


@pytest.mark.parametrize(
    ("rows", "made"), [(1, [1, 0, 0]), (2, [1, 0, 1]), (3, [1, 1, 1]), (4, [2, 1, 1]), (100, [65, 15, 20])]
)
def test_counts(rows, made):
    assert counts(rows, SHARES) == made


@pytest.mark.parametrize("name", ["Unnamed: 0", "", "index", "__index_level_0__"])
def test_row_numbers_are_left_out(tmp_path, name):
    options = {"target": "y", "task": "regression"}
    for number, values in enumerate((np.arange(60), np.arange(1.0, 61), np.random.default_rng(2).permutation(60))):
        source = table(tmp_path / f"{number}.csv", **{name: values, "x": np.arange(60.0) % 7, "y": np.arange(60.0)})
        assert [one.name for one in tabular.layout(source, options)["features"].fields] == ["x"]
        assert tabular.decisions(source, options)[source.files[0]]["index"] == name
        kept = tabular.layout(source, {**options, "index": "none"})["features"]
        assert [one.name for one in kept.fields] == [name, "x"]


@pytest.mark.parametrize("values", [np.arange(60) / 2, np.arange(60) // 2, np.arange(60) - 5])
def test_what_does_not_count_rows_is_kept(tmp_path, values):
    options = {"target": "y", "task": "regression"}
    source = table(tmp_path / "a.csv", index=values, n=np.arange(60), y=np.arange(60.0))
    assert [one.name for one in tabular.layout(source, options)["features"].fields] == ["index", "n"]


def published(tmp_path, **columns):
    y = np.arange(300.0) % 7
    return table(tmp_path / "a.csv", x=np.arange(300.0) ** 2, y=y, **columns)


REGRESSION = {"target": "y", "task": "regression"}
SAID = words(*["train"] * 200, *["Test"] * 100)


@pytest.mark.parametrize(("name", "options"), [("split", {}), ("Set", {}), ("part", {"split": "part"})])
def test_a_column_of_splits_is_kept_and_is_no_feature(tmp_path, name, options):
    source, options = published(tmp_path, **{name: SAID}), {**REGRESSION, **options}
    split, arrays = joined(source, options)
    assert set(split[200:]) == {"test"}
    assert set(split[:200]) == {"train", "val"}
    assert arrays["features"].shape == (300, 1)
    assert tabular.splits(source, options)["test"] == f"the rows that the column {name!r} names"
    assert "says the split: test, train" in tabular.decisions(source, options)[source.files[0]]["left_out"][name]


def test_a_column_of_splits_may_be_mixed_and_other_words_are_none(tmp_path):
    split, _ = joined(published(tmp_path, split=SAID), {**REGRESSION, "split": "random"})
    assert set(split[200:]) == {"train", "val", "test"}
    other = words(*["train"] * 200, *["late"] * 100)
    split, arrays = joined(published(tmp_path, split=other), REGRESSION)
    assert set(split[200:]) == {"train", "val", "test"}
    assert arrays["features"].shape == (300, 3)


def test_a_group_in_two_splits_of_the_data_is_refused(tmp_path):
    group = np.arange(300) // 3  # group 66 holds the rows 198 to 200
    with pytest.raises(UserError, match="The group '66' of g has rows in the splits test and train") as error:
        joined(published(tmp_path, split=SAID, g=group), {**REGRESSION, "group": "g"})
    assert "OPTION=split=random" in error.value.remedy
    options = {**REGRESSION, "group": "g", "split": "random"}
    split, arrays = joined(published(tmp_path, split=SAID, g=group), options)
    assert all(len(set(split[arrays["group"] == one])) == 1 for one in np.unique(arrays["group"]))


def test_few_groups_fill_every_split(tmp_path):
    split, _ = joined(published(tmp_path, g=words(*["a", "b", "c"] * 100)), {**REGRESSION, "group": "g"})
    assert set(split) == {"train", "val", "test"}
