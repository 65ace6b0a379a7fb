"""The trained network in every runtime, as ONNX, and its gradients."""

import numpy as np
import pytest
import safetensors.numpy
import small  # a network with batch normalisation and dropout

from _package_ import export, gradients, paths, runtimes, task, train, weights
from _package_.errors import UserError

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture
def trained(planted, settings, monkeypatch):
    """Stem, schema, configuration and device of a network that has learned for an epoch."""
    monkeypatch.setattr(train, "model", small.model)
    arrays, config, stem = planted(), settings(epochs=1), paths.models() / "a"
    train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
    return stem, arrays.schema, config, "cpu"


@pytest.fixture
def feeds():
    return lambda rows: {"features": np.random.default_rng(rows).normal(size=(rows, 4)).astype(np.float32)}


def same(found, wanted, bound=1e-5):
    return np.abs(found - wanted).max() <= bound * np.abs(wanted).max()


def by_hand(stem, feeds):
    """The network in double precision."""
    w = {name: value.astype(np.float64) for name, value in safetensors.numpy.load_file(f"{stem}.safetensors").items()}
    hidden = feeds["features"].astype(np.float64) @ w["hidden.weight"].T + w["hidden.bias"]
    scale = w["norm.weight"] / np.sqrt(w["norm.running_var"] + 1e-5)
    hidden = (hidden - w["norm.running_mean"]) * scale + w["norm.bias"]
    slope = np.where(hidden > 0, 1, 0.01)
    jacobian = np.einsum("ch,bh,h,hf->bcf", w["out.weight"], slope, scale, w["hidden.weight"])
    return hidden * slope @ w["out.weight"].T + w["out.bias"], jacobian


def test_every_runtime_answers_as_the_network_by_hand(trained, feeds):
    found = runtimes.runtimes(*trained)
    assert {"eager", "compiled"} <= found.keys()
    for rows in (1, 7):
        wanted, _ = by_hand(trained[0], feeds(rows))
        for name, run in found.items():
            assert run(feeds(rows)).shape == wanted.shape, name
            assert same(run(feeds(rows)), wanted), name


def test_the_onnx_file_answers_for_any_number_of_rows(trained, feeds, project):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("tf2onnx")
    stem, schema, config, _ = trained
    export.to_onnx(stem, schema, config, project / "alone" / "a.onnx")
    assert [path.name for path in (project / "alone").iterdir()] == ["a.onnx"]
    session = onnxruntime.InferenceSession(str(project / "alone" / "a.onnx"), providers=["CPUExecutionProvider"])
    assert [one.name for one in session.get_inputs()] == list(schema.feeds)
    assert [one.name for one in session.get_outputs()] == ["output"]
    for rows in (1, 7, 300):
        (found,) = session.run(None, feeds(rows))
        assert same(found, by_hand(stem, feeds(rows))[0])


def test_gradients_are_those_of_the_network_by_hand(trained, feeds):
    _, jacobian = by_hand(trained[0], feeds(7))
    slopes = gradients.gradients(*trained)
    for column in range(jacobian.shape[1]):
        found = slopes(feeds(7), column)
        assert list(found) == ["features"]
        assert same(found["features"], jacobian[:, column])


def test_weights_of_another_network_are_refused(trained):
    stem, schema, config, device = trained
    network, _ = train.trained(stem, schema, config, device)
    some = weights.read(network)
    del some["out.bias"]
    (paths.models() / "a.safetensors").write_bytes(safetensors.numpy.save(some))
    with pytest.raises(UserError, match=r"out\.bias"):
        train.predictor(stem, schema, config, device)
