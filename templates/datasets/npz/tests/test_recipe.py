"""Arrays of NumPy: NPY and NPZ, plain and compressed, both orders, several dimensions, and what is refused."""

import numpy as np
import pytest

from _package_ import recipe, source
from _package_.errors import UserError

OPTIONS = {"target": "y", "task": "regression", "times": "features"}
ROWS = 80
ARRAYS = {
    "y": np.arange(float(ROWS)),
    "x": np.arange(ROWS * 6, dtype=np.float32).reshape(ROWS, 3, 2),
    "word": np.array([("u", "v")[n % 2] for n in range(ROWS)]),
    "when": np.datetime64("1970-01-02") + np.arange(ROWS),
    "other": np.arange(3),
    "wide": np.ones((ROWS, 5000)),
    "wave": np.ones(ROWS, dtype=complex),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("order", ["C", "F"])
def test_every_way_to_save_gives_the_same(save, order, tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    save(path, **{name: np.asarray(values, order=order) for name, values in ARRAYS.items()})
    features = recipe.layout([path], OPTIONS)["features"]
    assert [field.name for field in features.fields] == [
        *(f"x_{i}_{j}" for i in range(3) for j in range(2)),
        *("word=u", "word=v", "when"),
    ]
    assert features.description == (
        "Left out: other (3 rows, not 80); wide (5000 numbers in each row, more than 4096); wave (complex numbers)."
    )
    monkeypatch.setattr(source, "ROWS", 7)
    x = np.concatenate([chunk.arrays["features"] for chunk in recipe.chunks([path], OPTIONS)])
    assert np.array_equal(x[:, :6], ARRAYS["x"].reshape(ROWS, 6))
    assert np.array_equal(x[:, 8], 86400.0 * np.arange(1, ROWS + 1))
    told = recipe.layout([path], {**OPTIONS, "times": None})["features"].description
    assert told is not None
    assert "when (a time, " in told
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.npz"]  # no copy is left


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_rows_along_the_last_axis_are_named_and_read(save, tmp_path):
    path = tmp_path / "a.npz"
    save(path, y=np.arange(float(ROWS))[None], x=np.arange(2.0 * ROWS).reshape(2, ROWS))
    with pytest.raises(UserError, match=r"y has shape \(1, 80\)") as caught:
        recipe.layout([path], OPTIONS)
    assert "OPTION=transpose=yes" in str(caught.value)
    turned = {**OPTIONS, "transpose": True}
    assert [field.name for field in recipe.layout([path], turned)["features"].fields] == ["x_0", "x_1"]
    x = np.concatenate([chunk.arrays["features"] for chunk in recipe.chunks([path], turned)])
    assert np.array_equal(x, np.arange(2.0 * ROWS).reshape(2, ROWS).T)


def test_npy_alone_and_structured(tmp_path):
    plain, record = tmp_path / "x.npy", tmp_path / "r.npy"
    np.save(plain, np.asfortranarray(np.arange(ROWS * 2.0).reshape(ROWS, 2)))
    np.save(record, np.array([(n, (n, n)) for n in range(ROWS)], dtype=[("y", "f8"), ("p", "i4", (2,))]))
    assert [field.name for field in recipe.layout([plain], {"target": "x_1"})["features"].fields] == ["x_0"]
    assert [field.name for field in recipe.layout([record], OPTIONS)["features"].fields] == ["p_0", "p_1"]


def test_objects_are_pickles_and_are_never_loaded(tmp_path):
    class Program:
        def __reduce__(self):
            return print, ("run",)

    path = tmp_path / "a.npz"
    np.savez(path, y=np.arange(3.0), x=np.array([Program()] * 3, dtype=object), z=np.arange(3))
    told = recipe.layout([path], OPTIONS)["features"].description
    assert told == "Left out: x (objects, which are pickled)."
    np.savez(path, x=np.array([Program()], dtype=object))
    with pytest.raises(UserError, match="holds no column: x \\(objects"):
        recipe.layout([path], OPTIONS)


@pytest.mark.parametrize("name", ["a.npz", "a.npy"])
def test_what_is_no_array_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("<html>")
    with pytest.raises(UserError, match="cannot be read as arrays of NumPy"):
        recipe.layout([path], OPTIONS)
