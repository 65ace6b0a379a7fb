"""Rules of NumPy: written, read and applied as they are; ONNX and gradients agree with them."""

import numpy as np
import onnxruntime
import pytest

from _package_ import export, gradients, paths, runtimes, train
from _package_.affine import Affine
from _package_.errors import UserError
from _package_.feeds import Feeder


@pytest.fixture
def written(planted, settings, monkeypatch):
    """A rule of random numbers: its arrays, configuration, stem, and what the sidecar says."""
    arrays, config = planted(), settings()
    random = np.random.default_rng(0)
    rule = Affine(random.normal(size=(20, 4)), random.normal(size=4))
    monkeypatch.setattr(train, "model", lambda schema, config: rule)
    stem = paths.models() / "a"
    said = train.train(arrays.schema, config, arrays, stem, seed=0, device="auto", resume=False)
    return arrays, config, stem, said, rule


def test_what_is_read_is_what_was_written(written):
    arrays, config, stem, said, rule = written
    assert np.array_equal(train.load(stem).matrix, rule.matrix)
    assert (said["weights"], said["rows"], said["device"]) == ("a.npz", 600, "cpu")
    first = (paths.models() / "a.npz").read_bytes()
    train.train(arrays.schema, config, arrays, stem, seed=5, device="cpu", resume=True)
    assert (paths.models() / "a.npz").read_bytes() == first


def test_inputs_stand_side_by_side_in_normalised_units(written):
    arrays, config, stem, _, rule = written
    chunk = next(arrays.chunks(["test"], arrays.schema.feeds, 7))
    fed = Feeder(arrays.schema, config, np.float64)(chunk)
    features = np.concatenate([fed["sequence"].reshape(7, -1), fed["future"].reshape(7, -1)], axis=1)
    assert np.allclose(train.predictor(stem, arrays.schema, config, "cpu")(chunk), features @ rule.matrix + rule.offset)


def test_onnx_and_gradients_are_those_of_the_rule(written):
    arrays, config, stem, _, _ = written
    schema = arrays.schema
    fed = Feeder(schema, config, np.float64)(next(arrays.chunks(["test"], schema.feeds, 7)))
    eager = runtimes.runtimes(stem, schema, config, "cpu")["eager"]
    export.to_onnx(stem, schema, config, paths.models() / "a.onnx")
    answer = onnxruntime.InferenceSession(paths.models() / "a.onnx").run(None, fed)[0]
    assert isinstance(answer, np.ndarray)
    assert np.allclose(answer, eager(fed), rtol=1e-12)
    at = gradients.gradients(stem, schema, config, "cpu")
    assert at is not None
    found = at(fed, 2)
    for name, array in schema.inputs.items():
        assert found[name].shape == (7, *array.shape)
        moved = {**fed, name: fed[name] + 1.0}
        assert eager(moved)[:, 2] - eager(fed)[:, 2] == pytest.approx(found[name].reshape(7, -1).sum(1))


def test_what_cannot_be_is_refused(planted, settings):
    arrays, at = planted(), paths.models() / "a"
    with pytest.raises(UserError, match="CPU"):
        train.train(arrays.schema, settings(), arrays, at, seed=0, device="cuda", resume=False)
    with pytest.raises(UserError, match="learns from no targets"):
        train.train(arrays.schema, settings(shuffle_targets=True), arrays, at, seed=0, device="cpu", resume=False)
