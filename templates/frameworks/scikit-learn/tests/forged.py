"""Files of estimators that have been tampered with: the JSON in them, or their bytes."""

import json

import numpy as np
import safetensors.numpy
from sklearn.linear_model import Ridge

from _package_ import estimator_file
from _package_.estimator_writer import STRUCTURE


def good(path, estimator=None):
    """A whole file of a small fitted estimator."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(30, 3))
    made = Ridge() if estimator is None else estimator
    estimator_file.save(path, made.fit(features, (features[:, 0] > 0).astype(int)))
    return path


def said(path):
    """The estimator's JSON in a file."""
    return json.loads(safetensors.numpy.load_file(path)[STRUCTURE].tobytes())["estimator"]


def forge(path, estimator, more=None):
    """Writes a file that says this of its estimator."""
    tensors = safetensors.numpy.load_file(path) if path.exists() else {}
    text = json.dumps({"format": estimator_file.FORMAT, "estimator": estimator})
    tensors |= {**(more or {}), STRUCTURE: np.frombuffer(text.encode(), np.uint8)}
    safetensors.numpy.save_file(tensors, path)
    return path
