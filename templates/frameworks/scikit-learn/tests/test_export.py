"""ONNX of a fitted estimator: inputs by array, any number of rows, the answers of the estimator."""

import pytest

from _package_ import exporting, parity, paths, task
from _package_.feeds import Feeder
from _package_.runtimes import runtimes

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


def test_boosted_trees_and_linear_models_answer_alike(planted, settings, monkeypatch):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LinearRegression, LogisticRegression

    from _package_ import export, onnxfile, train

    classify = task.NAME == "classification"
    arrays, config = planted(), settings()
    for kind in (
        [HistGradientBoostingClassifier, LogisticRegression]
        if classify
        else [HistGradientBoostingRegressor, LinearRegression]
    ):
        monkeypatch.setattr(train, "model", lambda schema, config, kind=kind: kind())
        stem = paths.models() / kind.__name__
        train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
        path = stem.with_suffix(".onnx")
        export.to_onnx(stem, arrays.schema, config, path)
        assert list(onnxfile.about(path)["inputs"]) == ["features"]
        forward = runtimes(stem, arrays.schema, config, "cpu")["eager"]
        checks = parity.checks(
            forward, onnxfile.Session(path, arrays.schema), arrays, Feeder(arrays.schema, config, exporting.DTYPE)
        )
        assert all(check.good for check in checks), [str(check) for check in checks]
