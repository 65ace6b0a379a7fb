"""Prediction: a table with units that reads back equal, and says where it came from."""

import csv
import json

import numpy as np

from _package_ import figures, paths, predict, task, trained

COLUMNS = {  # of the truth, of a prediction
    "classification": (["true target (0 is class0, 1 is class1)"], ["P(class0)", "P(class1)"]),
    "regression": (["true y [mm]"], ["predicted y [mm]"]),
    "forecast": tuple(
        [f"{word} level(+{k} step{'s' * (k > 1)}) [mm]" for k in range(1, 5)] for word in ("true", "predicted")
    ),
    "density": ([], ["reconstruction error [nat]", "KL divergence [nat]"]),
}


def table():
    with (paths.reports() / "predictions.csv").open(newline="") as file:
        names, *rows = csv.reader(file)
    return names, np.array(rows, float)


def test_the_table_is_the_array_and_holds_truth_and_every_seed(models):
    arrays = models(seeds=(0, 1))
    predict.run({})
    names, values = table()
    assert np.array_equal(values, np.load(paths.reports() / "predictions.npy"))
    true, predicted = COLUMNS[task.NAME]
    assert names == true + [f"{name}, seed {seed}" for seed in (0, 1) for name in predicted]
    assert values.shape == (300, len(names))
    assert np.array_equal(values[:, : len(true)], trained.truth(arrays, ["test"])[0].reshape(300, -1))
    first, second = values[:, len(true) :].reshape(300, 2, -1).transpose(1, 0, 2)
    if task.NAME == "classification":
        assert np.allclose(first.sum(1), 1)
    elif task.NAME == "density":
        assert np.allclose(second - first, [0.25, 0])  # as the stub differs by seed
    else:
        assert np.allclose(second - first, 0.25)  # in mm, as the stub differs by seed


def test_the_account_names_columns_run_and_kind_of_data(models):
    models()
    predict.run({})
    about = json.loads((paths.reports() / "predictions.json").read_text())
    assert about["columns"] == table()[0]
    assert about["data_kind"] == "real"
    sidecar = json.loads((paths.models() / "planted-seed0.json").read_text())
    assert about["run"]["trained_by"] == [sidecar["run"]["id"]]


def test_every_column_of_a_sample_says_so(models):
    models("sample")
    predict.run({"DATA": "sample"})
    assert all(figures.MARK in name for name in table()[0])
