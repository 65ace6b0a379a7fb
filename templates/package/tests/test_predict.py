"""Prediction: a table with units that reads back equal, and says where it came from."""

import csv
import json

import numpy as np

from _package_ import figures, paths, predict, task, trained

CLASSIFY = task.LOSS == "cross-entropy"


def table():
    with (paths.reports() / "predictions.csv").open(newline="") as file:
        names, *rows = csv.reader(file)
    return names, np.array(rows, float)


def test_the_table_is_the_array_and_holds_truth_and_every_seed(models):
    arrays = models(seeds=(0, 1))
    predict.run({})
    names, values = table()
    assert np.array_equal(values, np.load(paths.reports() / "predictions.npy"))
    assert values.shape == (300, 5 if CLASSIFY else 3)
    assert np.array_equal(values[:, 0], trained.truth(arrays, ["test"])[0])
    if CLASSIFY:
        assert np.allclose(values[:, 1:3].sum(1), 1)
    else:
        assert names == ["true y [mm]", "predicted y [mm], seed 0", "predicted y [mm], seed 1"]
        assert np.allclose(values[:, 2] - values[:, 1], 0.25)  # in mm, as the stub differs by seed


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
