"""A network that is sure of its answers exports: logits of some hundreds in single precision pass the parity check."""

import numpy as np
import pytest
import safetensors.numpy
import small  # of the framework

from _package_ import export, exporting, onnxfile, parity, paths, task, train
from _package_.feeds import Feeder
from _package_.runtimes import runtimes

pytestmark = pytest.mark.skipif(task.NAME != "classification", reason="of a classification")


@pytest.mark.parametrize("size", [50, 500])
def test_large_logits_pass_and_other_weights_do_not(planted, settings, monkeypatch, size):
    monkeypatch.setattr(train, "model", small.model)
    arrays, config = planted(), settings(epochs=1)
    stem = paths.models() / "a"
    train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
    feeder, held = Feeder(arrays.schema, config, exporting.DTYPE), stem.with_suffix(".safetensors")
    weights = safetensors.numpy.load_file(held)

    def written(factor):
        made = {name: np.ascontiguousarray(one * np.float32(factor)) for name, one in weights.items() if "out." in name}
        safetensors.numpy.save_file(weights | made, held, {"format": "pt"})
        return runtimes(stem, arrays.schema, config, "cpu")["eager"]

    largest = np.abs(written(1)(next(parity.real(arrays, feeder, 300)))).max()
    forward = written(size / largest)
    export.to_onnx(stem, arrays.schema, config, stem.with_suffix(".onnx"))
    session = onnxfile.Session(stem.with_suffix(".onnx"), arrays.schema)
    checks = parity.checks(forward, session, arrays, feeder)
    assert all(check.good for check in checks), [str(check) for check in checks]
    assert max(check.logits for check in checks) >= 0.99 * size
    other = parity.checks(written(size / largest * (1 + 1e-4)), session, arrays, feeder)
    assert not any(check.good for check in other[2:]), [str(check) for check in other]
