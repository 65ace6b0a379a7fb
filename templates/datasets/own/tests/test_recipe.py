"""The reader that is to be written: what it says until then, and that whatever it returns goes its way."""

import numpy as np
import pytest

from _package_ import reader, recipe, tabular
from _package_.errors import UserError

OPTIONS = {"target": "y", "task": "regression"}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Two files, and a table() that reads them."""
    paths = [tmp_path / f"{name}.rds" for name in "ab"]
    for path in paths:
        path.write_text(f"{path.name}\n")

    def table(path):
        x = np.arange(40.0) + (40.0 if path.name == "b.rds" else 0.0)
        kind = np.array(["low", "high"] * 20, dtype=object)
        return {"x": x, "kind": kind, "y": 2 * x}

    monkeypatch.setattr(reader, "table", table)
    return paths


def test_until_it_is_written_the_refusal_says_what_to_write(tmp_path):
    path = tmp_path / "measured.rds"
    path.write_text("?")
    with pytest.raises(UserError, match=r"Nothing reads measured\.rds yet") as refusal:
        recipe.layout([path], OPTIONS)
    assert "table()" in refusal.value.remedy
    assert "reader.py" in refusal.value.remedy


def test_what_table_returns_becomes_arrays(written):
    layout = recipe.layout(written, OPTIONS)
    assert [field.name for field in layout["features"].fields] == ["x", "kind=high", "kind=low"]
    target = np.concatenate([chunk.arrays["target"][:, 0] for chunk in recipe.chunks(written, OPTIONS)])
    assert np.array_equal(target, 2 * np.arange(80.0))


def test_files_of_other_columns_are_refused(written, monkeypatch):
    first = reader.table(written[0])
    monkeypatch.setattr(reader, "table", lambda path: first if path == written[0] else {"z": np.zeros(3)})
    with pytest.raises(UserError, match=r"b\.rds has other columns than a\.rds"):
        list(tabular.chunks(reader.opened(written, {}), OPTIONS))
