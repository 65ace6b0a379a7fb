"""The sample of any tabular format: written in it, read by the recipe, and the planted answer is found again."""

import numpy as np
import pytest

from _package_ import paths, planted, recipe, sample, source
from _package_.errors import UserError
from _package_.normalise import moments
from _package_.schema import Array, Chunk, Field, Schema, Split


@pytest.fixture(autouse=True)
def no_real_table(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "schema", lambda kind: tmp_path / "nowhere" / "schema.json")


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


def read(files, options):
    arrays = join(recipe.chunks(files, options)).arrays
    names = [field.name for field in recipe.layout(files, options)["features"].fields]
    return dict(zip(names, arrays["features"].T, strict=True)), arrays["target"]


@pytest.mark.parametrize("target", ["y", "x1", "weight (kg)"])
def test_the_planted_weights_are_found_again(target, tmp_path):
    options = {"target": target, "task": "regression", "group": "patient", "drop": ["note"]}
    x, y = read(sample.write(tmp_path, 2000, 0, options), options)
    weights, residue, *_ = np.linalg.lstsq(np.column_stack([x[name] for name in sorted(x)]), y[:, 0], rcond=None)
    assert sorted(x) == [name for name in ("x1", "x2", "x3", "x4", "x5") if name != target][:4]
    assert weights == pytest.approx(planted.WEIGHTS, abs=5 * planted.NOISE / np.sqrt(2000))
    assert np.sqrt(residue[0] / 2000) == pytest.approx(planted.NOISE, rel=0.1)


def test_the_planted_shift_between_the_classes_is_found_again(tmp_path):
    options = {"target": "label", "task": "classification"}
    files = sample.write(tmp_path, 4000, 0, options)
    x, y = read(files, options)
    assert recipe.layout(files, options)["target"].classes == planted.CLASSES
    for values in x.values():
        assert values[y == 1].mean() - values[y == 0].mean() == pytest.approx(planted.SHIFT, abs=0.15)


def test_layout_describes_what_chunks_yield(tmp_path):
    for options in ({"target": "y", "group": "g"}, {"target": "y", "task": "classification"}):
        files = sample.write(tmp_path, 200, 0, options)
        arrays = join(recipe.chunks(files, options)).arrays
        assert {name: (array.shape, array.dtype) for name, array in recipe.layout(files, options).items()} == {
            name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
        }


def test_neither_the_step_nor_the_group_is_cut(tmp_path, monkeypatch):
    options = {"target": "y", "group": "g"}
    files = sample.write(tmp_path, 600, 0, options)
    split, arrays = join(recipe.chunks(files, options))
    assert set(split) == set(recipe.SPLITS)
    assert len(np.unique(arrays["group"])) == 150
    assert all(len(set(split[arrays["group"] == group])) == 1 for group in np.unique(arrays["group"]))
    monkeypatch.setattr(source, "ROWS", 7)
    parts = join(recipe.chunks(files, options))
    assert np.array_equal(parts.split, split)
    assert all(np.array_equal(parts.arrays[name], arrays[name]) for name in arrays)


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
    Schema("any", "real", "regression", arrays, {"train": Split(100, "all")}, options=options).save(path)
    monkeypatch.setattr(paths, "schema", lambda kind: path)

    x, y = read(sample.write(tmp_path, 2000, 0, options), options)
    assert set(x) == set(columns)
    assert x["height"].mean() == pytest.approx(180, abs=2)
    assert y.mean() == pytest.approx(40, abs=6)


def test_the_same_seed_gives_the_same_rows_as_many_as_asked_for(tmp_path):
    options = {"target": "y"}
    made = [read(sample.write(tmp_path / str(n), 50, seed, options), options) for n, seed in enumerate((0, 0, 1))]
    assert len(made[0][1]) == 50
    assert np.array_equal(made[0][1], made[1][1])
    assert not np.array_equal(made[0][1], made[2][1])


def test_without_a_target_the_sample_gives_no_false_advice(tmp_path):
    with pytest.raises(UserError, match="No target is chosen") as refusal:
        sample.write(tmp_path, 10, 0, {"target": None})
    assert "make data" in refusal.value.remedy
    assert "x1" not in str(refusal.value)


def test_the_columns_are_listed_where_no_target_is_chosen_and_others_are_refused(tmp_path):
    files = sample.write(tmp_path, 20, 0, {"target": "y"})
    with pytest.raises(UserError, match="No column is chosen as the target") as refusal:
        recipe.layout(files, {})
    assert all(name in refusal.value.remedy for name in ("y", "x1", "x4"))
    with pytest.raises(UserError, match="The option group names 'z'"):
        recipe.layout(files, {"target": "y", "group": "z"})
    readme = tmp_path / "README.md"
    readme.write_text("not data\n")
    with pytest.raises(UserError, match=r"among the dataset's files|Nothing reads"):
        recipe.layout([readme], {"target": "y"})
