"""The recipe of the SuperCDMS table: what is held out, how the rest is divided, what is refused, the published fit."""

from pathlib import Path

import numpy as np
import pytest

from _package_ import paths, recipe, sample
from _package_.errors import UserError
from _package_.normalise import moments
from _package_.schema import Chunk

PLACES = [paths.raw("real"), *(folder / "shared/data/cdms" for folder in Path(__file__).resolve().parents)]
REAL = next((place / "reduced_data.csv" for place in PLACES if (place / "reduced_data.csv").is_file()), None)
needs_real = pytest.mark.skipif(REAL is None, reason="the real table is not here: run `make data` first")


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture
def files(tmp_path):
    return sample.write(tmp_path, 2000, 0, {})


def test_layout_describes_what_chunks_yield(files):
    layout = recipe.layout(files, {})
    _, arrays = join(recipe.chunks(files, {}))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }
    assert [field.unit for field in layout["features"].fields] == ["s"] * 19


def test_test_is_the_held_out_positions_and_nothing_else(files):
    split, arrays = join(recipe.chunks(files, {}))
    held_out = np.isin(arrays["target"][:, 0], [-12.502, -29.5, -41.9])
    assert set(split) == set(recipe.SPLITS)
    assert np.array_equal(split == "test", held_out)
    assert 0.15 < np.mean(split[~held_out] == "val") < 0.25


def test_the_split_depends_on_seed_and_row_number_alone(files, monkeypatch):
    whole = join(recipe.chunks(files, {})).split
    monkeypatch.setattr(recipe, "ROWS", 37)
    assert np.array_equal(join(recipe.chunks(files, {})).split, whole)
    assert not np.array_equal(join(recipe.chunks(files, {"seed": 1})).split, whole)


def test_other_files_are_passed_over_and_none_left_is_refused(files, tmp_path):
    other = tmp_path / "model-info.json"
    other.write_text("{}")
    assert recipe.tables([other, *files]) == files
    with pytest.raises(UserError, match=r"No \.csv file"):
        recipe.layout([other], {})


@pytest.mark.parametrize("header", ["a,b,c", "Row," + ",".join(reversed(recipe.FEATURES)) + ",y", ""])
def test_a_table_with_another_header_is_refused(header, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(f"{header}\n1,2,3\n")
    with pytest.raises(UserError, match=r"other\.csv is not the SuperCDMS table"):
        recipe.layout([path], {})


@pytest.mark.parametrize("line", ["1,2,3", ",".join(["x"] * 21)])
def test_a_damaged_row_is_refused(line, files):
    with files[0].open("a") as file:
        file.write(line + "\n")
    with pytest.raises(UserError, match="not 21 numbers"):
        list(recipe.chunks(files, {}))


def least_squares(x, y):
    """Coefficients and intercept of the fit of y to the columns of x."""
    solution = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
    return solution[:-1], solution[-1]


def rmse(x, y, fit):
    return np.sqrt(np.mean((x @ fit[0] + fit[1] - y) ** 2))


@needs_real
def test_the_published_linear_regression_is_found_again():
    assert REAL is not None
    split, arrays = join(recipe.chunks([REAL], {}))
    known = split != "test"
    assert (known.sum(), (~known).sum()) == (5636, 1515)
    seen = moments(arrays["features"][known])
    x = (arrays["features"] - np.array(seen.mean)) / np.array(seen.std)
    y = arrays["target"][:, 0] / recipe.Y_SCALE
    fit = least_squares(x[known], y[known])
    scale = abs(recipe.Y_SCALE)
    # Published with the repository: RMSE in mm on the ten training positions and on the three held-out ones.
    assert scale * rmse(x[known], y[known], fit) == pytest.approx(1.4152108662142222, abs=1e-10)
    assert scale * rmse(x[~known], y[~known], fit) == pytest.approx(1.9964235488702617, abs=1e-10)
