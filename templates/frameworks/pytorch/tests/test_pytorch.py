"""PyTorch alone: runtimes, gradients, ONNX."""

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
import small
import torch

from _package_ import export, gradients, paths, runtimes, task, train
from _package_.feeds import Feeder

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture(autouse=True)
def network(monkeypatch):
    monkeypatch.setattr(train, "model", small.model)


@pytest.fixture
def trained(planted, settings):
    """Trains; gives the stem, the schema, the configuration and some rows as the network is fed them."""
    arrays = planted()

    def go(**values):
        config, stem = settings(**{"epochs": 3, **values}), paths.models() / "a"
        said = train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
        fed = Feeder(arrays.schema, config)({"features": np.array(arrays.open("test", "features"))})
        return said, (stem, arrays.schema, config), fed

    return go


def rows(fed, count):
    return {name: values[:count] for name, values in fed.items()}


def far(a, b):
    return np.abs(a - b).max() / np.abs(b).max()


def test_runtimes_agree_at_any_number_of_rows_whole_or_in_pieces(trained, monkeypatch):
    """Compiled without the step to C++, which takes a minute and is PyTorch's business."""
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))
    monkeypatch.setattr(runtimes, "shutil", SimpleNamespace(which=lambda name: name))
    _, (stem, schema, config), fed = trained(micro_batch=8)
    found = runtimes.runtimes(stem, schema, config, "cpu")
    assert set(found) == {"eager", "compiled"}
    predict = train.forward(*train.trained(stem, schema, config, "cpu"))
    for count in (1, 7, 21):
        some = rows(fed, count)
        assert found["eager"](some).shape == (count, schema.outputs)
        assert all(far(forward(some), predict(some)) < 1e-5 for forward in found.values())


def test_gradients_are_differences_of_the_output(trained):
    _, (stem, schema, config), fed = trained()
    some, column = rows(fed, 5), schema.outputs - 1
    found = gradients.gradients(stem, schema, config, "cpu")(some, column)
    forward, step = runtimes.runtimes(stem, schema, config, "cpu")["eager"], 1e-3
    assert set(found) == {"features"}
    at = forward({"features": some["features"]})[:, column]
    for feature in range(4):
        shift = np.zeros(4, np.float32)
        shift[feature] = step
        moved = [forward({"features": some["features"] + sign * shift})[:, column] for sign in (1, -1)]
        slopes = [(moved[0] - at) / step, (at - moved[1]) / step]
        # One of the two, for a rectifier that switches within a step bends the line on one side.
        near = [np.isclose(slope, found["features"][:, feature], rtol=0.02, atol=2e-3) for slope in slopes]
        assert np.logical_or(*near).all()


def test_one_onnx_file_answers_as_the_network_at_any_number_of_rows(trained, tmp_path):
    onnxruntime, _ = pytest.importorskip("onnxruntime"), pytest.importorskip("onnxscript")
    _, (stem, schema, config), fed = trained(epochs=1)
    export.to_onnx(stem, schema, config, tmp_path / "a.onnx")
    assert [file.name for file in tmp_path.glob("*.onnx*")] == ["a.onnx"]
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx")
    forward = runtimes.runtimes(stem, schema, config, "cpu")["eager"]
    for count in (1, 7, 300):
        some = rows(fed, count)
        assert far(session.run(["output"], some)[0], forward(some)) < 1e-5
