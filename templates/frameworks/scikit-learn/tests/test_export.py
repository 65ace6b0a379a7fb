"""ONNX of a fitted estimator: inputs by array, any number of rows, the answers of the estimator."""

import numpy as np
import pytest

from _package_ import exporting, parity, paths, task
from _package_.feeds import Feeder
from _package_.runtimes import runtimes

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.mark.parametrize(("decimals", "some"), [(1, 1), *(pytest.param(n, 6, marks=pytest.mark.slow) for n in (0, 2))])
def test_values_of_few_decimals_lie_on_thresholds_and_still_go_one_way(planted, settings, monkeypatch, decimals, some):
    from sklearn import ensemble, pipeline, preprocessing, tree

    from _package_ import export, onnxfile, train

    arrays, config = planted(), settings()
    for split in ("train", "val", "test"):
        path = arrays.folder / split / "features.npy"
        np.save(path, np.round(np.load(path), decimals))
    end = "Classifier" if task.NAME == "classification" else "Regressor"
    kinds = [getattr(ensemble, name + end) for name in ("HistGradientBoosting", "RandomForest", "GradientBoosting")]
    kinds += [getattr(tree, f"DecisionTree{end}"), getattr(ensemble, f"AdaBoost{end}")]
    kinds.append(lambda: pipeline.make_pipeline(preprocessing.MinMaxScaler(), kinds[0]()))
    for number, kind in enumerate(kinds[:some]):
        monkeypatch.setattr(train, "model", lambda schema, config, kind=kind: kind())
        stem = paths.models() / f"m{number}"
        train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
        path = stem.with_suffix(".onnx")
        export.to_onnx(stem, arrays.schema, config, path)
        forward = runtimes(stem, arrays.schema, config, "cpu")["eager"]
        session, feeder = onnxfile.Session(path, arrays.schema), Feeder(arrays.schema, config, exporting.DTYPE)
        checks = parity.checks(forward, session, arrays, feeder)
        assert all(check.good for check in checks), [kind, *map(str, checks)]


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
