"""What was written row by row is what numpy reads; a folder that is not whole never has its name."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from _package_ import files, private
from _package_.arrays import Arrays, FolderWriter, row_bytes
from _package_.errors import UserError
from _package_.schema import Array, Schema, Split

LAYOUT = {
    "table": Array("input", "table", "float32", (3,)),
    "image": Array("input", "image", "uint8", (2, 2, 1)),
    "label": Array("target", "table", "int64", (), classes=("b", "s")),
}


def rows(count, seed=0):
    random = np.random.default_rng(seed)
    return {
        "table": random.normal(size=(count, 3)).astype(np.float32),
        "image": random.integers(0, 255, (count, 2, 2, 1), dtype=np.uint8),
        "label": random.integers(0, 2, count),
    }


def written(folder, counts):
    with FolderWriter(folder, LAYOUT) as writer:
        for split, count in counts.items():
            for start in range(0, max(count, 1), 7):
                part = {name: values[start : start + 7] for name, values in rows(count).items()}
                writer.append(split, part)
        splits = {split: Split(count, "") for split, count in writer.counts().items()}
        Schema("r", "real", "classification", LAYOUT, splits).save(writer.folder / "schema.json")
    return Arrays(folder)


@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_rows_come_back(tmp_path, count):
    arrays = written(tmp_path / "processed", {"train": count})
    for name, values in rows(count).items():
        found = np.load(tmp_path / "processed" / "train" / f"{name}.npy")
        assert found.dtype == values.dtype
        np.testing.assert_array_equal(found, values)
        np.testing.assert_array_equal(arrays.open("train", name), values)


def test_chunks_go_through_the_splits_in_order(tmp_path):
    arrays = written(tmp_path / "processed", {"train": 20, "val": 9})
    parts = list(arrays.chunks(["train", "val"], ["table", "label"], size=8))
    assert [len(part["label"]) for part in parts] == [8, 8, 4, 8, 1]
    np.testing.assert_array_equal(
        np.concatenate([part["table"] for part in parts]), arrays.read(["train", "val"], "table")
    )
    assert arrays.rows(["train", "val"]) == 29
    assert not arrays.open("train", "table").flags.writeable


def test_an_unknown_name_lists_the_known(tmp_path):
    arrays = written(tmp_path / "processed", {"train": 5})
    with pytest.raises(UserError, match="train"):
        arrays.open("test", "table")
    with pytest.raises(UserError, match="label"):
        arrays.open("train", "target")


def test_many_may_write_at_once_and_each_file_is_whole(tmp_path):
    """Runs in one folder share the private one, which each tidies up."""

    def write(number):
        for _ in range(50):
            files.replace(tmp_path / f"{number % 2}.json", str(number) * 1000)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.json", "1.json"]
    assert all(len(set(path.read_text())) == 1 and path.stat().st_size == 1000 for path in tmp_path.iterdir())


def test_a_name_of_a_person_is_never_ours(tmp_path):
    for name in ("a.json.new", "a.json.partial", "a.json.tmp"):
        (tmp_path / name).write_text("mine")
    files.replace(tmp_path / "a.json", "ours")
    assert {path.read_text() for path in tmp_path.iterdir() if path.name != "a.json"} == {"mine"}
    (tmp_path / ".unfinished").symlink_to(tmp_path)
    with pytest.raises(UserError, match="no folder of its own"):
        files.replace(tmp_path / "a.json", "ours")


def test_a_failure_leaves_the_folder_as_it_was(tmp_path):
    folder = tmp_path / "processed"
    written(folder, {"train": 5})
    with pytest.raises(ValueError, match="rows of shape"), FolderWriter(folder, LAYOUT) as writer:
        writer.append("train", {**rows(3), "table": np.zeros((3, 9))})
    assert [path.name for path in tmp_path.iterdir()] == ["processed"]
    assert Arrays(folder).rows(["train"]) == 5


def test_what_a_kill_left_is_no_hindrance(tmp_path):
    left = private.beside(tmp_path / "processed") / "train"
    left.mkdir(parents=True)
    (left / "old.npy").write_text("half")
    written(tmp_path / "processed", {"val": 5})
    assert sorted(path.name for path in (tmp_path / "processed").iterdir()) == ["schema.json", "val"]
    assert [path.name for path in tmp_path.iterdir()] == ["processed"]


@pytest.mark.parametrize(
    "change",
    [
        {"table": np.zeros((3, 4))},
        {"label": np.zeros(2, dtype=int)},
        {"extra": np.zeros(3)},
        {"label": np.array([0.5, 1.0, 2.0])},
    ],
)
def test_rows_that_do_not_fit_are_refused(tmp_path, change):
    with pytest.raises((ValueError, TypeError)), FolderWriter(tmp_path / "processed", LAYOUT) as writer:
        writer.append("train", {**rows(3), **change})
    assert not list(tmp_path.iterdir())


def test_bytes_of_a_row():
    assert row_bytes(LAYOUT) == 3 * 4 + 4 + 8
