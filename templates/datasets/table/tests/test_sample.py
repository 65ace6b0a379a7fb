"""The synthetic table: the planted relation is found again, and a known real table lends its columns."""

import csv

import numpy as np
import pytest

from _package_ import paths, recipe, sample
from _package_.errors import UserError
from _package_.normalise import moments
from _package_.schema import Array, Field, Schema, Split


@pytest.fixture(autouse=True)
def no_real_table(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "schema", lambda kind: tmp_path / "nowhere" / "schema.json")


def read(files, options):
    (chunk,) = recipe.chunks(files, options)
    return chunk.arrays["features"], chunk.arrays["target"]


@pytest.mark.parametrize("target", ["y", "x1", "weight (kg)"])
def test_the_planted_weights_are_found_again(target, tmp_path):
    options = {"target": target, "task": "regression", "group": "patient", "drop": ["note"]}
    x, y = read(sample.write(tmp_path, 2000, 0, options), options)
    weights, residue, *_ = np.linalg.lstsq(x, y[:, 0], rcond=None)
    assert weights == pytest.approx(sample.WEIGHTS, abs=5 * sample.NOISE / np.sqrt(2000))
    assert np.sqrt(residue[0] / 2000) == pytest.approx(sample.NOISE, rel=0.1)


def test_the_planted_shift_between_the_classes_is_found_again(tmp_path):
    options = {"target": "label", "task": "classification"}
    files = sample.write(tmp_path, 4000, 0, options)
    x, y = read(files, options)
    assert recipe.layout(files, options)["target"].classes == sample.CLASSES
    assert x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0) == pytest.approx([sample.SHIFT] * 4, abs=0.15)


def test_a_known_real_table_lends_its_columns_and_their_scale(monkeypatch, tmp_path):
    random = np.random.default_rng(0)
    columns = ("height", "mass", "colour=blue", "colour=red")
    real = np.column_stack([random.normal(180, 10, 100), random.normal(70, 5, 100), np.zeros(100), np.ones(100)])
    features = Array(
        "input", "table", "float64", (4,), "standard", tuple(map(Field, columns)), statistics={"train": moments(real)}
    )
    age = random.normal(40, 12, (100, 1))
    target = Array("target", "table", "float64", (1,), "standard", (Field("age"),), statistics={"train": moments(age)})
    options = {"target": "age", "task": "regression"}
    path = tmp_path / "schema.json"
    arrays = {"features": features, "target": target}
    Schema("table", "real", "regression", arrays, {"train": Split(100, "all")}, options=options).save(path)
    monkeypatch.setattr(paths, "schema", lambda kind: path)

    files = sample.write(tmp_path, 2000, 0, options)
    assert tuple(field.name for field in recipe.layout(files, options)["features"].fields) == columns
    x, y = read(files, options)
    assert x[:, 0].mean() == pytest.approx(180, abs=2)
    assert y.mean() == pytest.approx(40, abs=6)


def test_the_same_seed_gives_the_same_file_of_as_many_rows(tmp_path):
    texts = [
        sample.write(tmp_path / str(n), 50, seed, {"target": "y"})[0].read_text() for n, seed in enumerate((0, 0, 1))
    ]
    assert texts[0] == texts[1] != texts[2]
    assert len(list(csv.reader(texts[0].splitlines()))) == 51


def test_without_a_target_the_sample_gives_no_false_advice(tmp_path):
    with pytest.raises(UserError, match="No target is chosen") as refusal:
        sample.write(tmp_path, 10, 0, {"target": None})
    assert "make data" in refusal.value.remedy
    assert "x1" not in str(refusal.value)
