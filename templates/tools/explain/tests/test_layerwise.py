"""Relevances and activity are those of the network by hand: linear, leaky ReLU, linear."""

import numpy as np
import pytest

from _package_ import attribution, paths, runtimes, task, train
from _package_.feeds import Feeder

layerwise = pytest.importorskip("_package_.layerwise", reason="the framework has none")
small = pytest.importorskip("small", reason="the framework has no network of its own")
safetensors = pytest.importorskip("safetensors.numpy", reason="the framework writes none")

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture
def begun(planted, settings, monkeypatch):
    """A network before its first step, when batch normalisation moves nothing; rows, its weights and its schema."""
    monkeypatch.setattr(train, "model", small.model)
    arrays, config, stem = planted(rows=400), settings(epochs=0), paths.models() / "a"
    said = train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
    fed = Feeder(arrays.schema, config)(next(arrays.chunks(["train"], arrays.schema.feeds)))
    weights = safetensors.load_file(paths.models() / said["weights"])
    return (stem, arrays.schema, config, "cpu"), fed, {name: value.astype(float) for name, value in weights.items()}


def hidden(x, weights):
    z = (x @ weights["hidden.weight"].T + weights["hidden.bias"]) / np.sqrt(1 + 1e-5)
    return np.where(z > 0, z, 0.01 * z)


def share(x, weight, bias, relevance):
    """What a layer hands to its inputs, (B, I), and to its biases: in proportion to what they add; see GAMMA."""
    per = relevance / sums(x, weight, bias)
    return x * (per @ enlarged(weight)), (enlarged(bias) * per).sum()


def sums(x, weight, bias):
    return x @ enlarged(weight).T + enlarged(bias)


def enlarged(values):
    return values + layerwise.GAMMA * np.maximum(values, 0)


def test_relevances_are_handed_back_layer_by_layer(begun):
    asked, fed, weights = begun
    column, first = asked[1].outputs - 1, (weights["hidden.weight"], weights["hidden.bias"])
    last = weights["out.weight"][[column]], weights["out.bias"][[column]]
    x = fed["features"].astype(float)
    divisors = np.hstack([sums(x, *first), sums(hidden(x, weights), *last)])
    steady = np.abs(divisors).min(1) > 0.01  # of the others single precision makes something else
    assert steady.sum() > 50
    x, some = x[steady], {name: values[steady] for name, values in fed.items()}
    active = hidden(x, weights)
    inner, taken = share(active, *last, active @ last[0].T + last[1])
    outer, more = share(x, *first, inner)
    found, biases = layerwise.relevance(*asked)(some, column)
    assert np.allclose(found["features"], outer, atol=1e-3 * np.abs(outer).max())
    assert biases == pytest.approx(taken + more, abs=1e-3 * np.abs(outer).sum())


def test_they_add_up_to_the_output_with_the_share_of_the_biases_and_not_without(begun):
    asked, fed, _ = begun
    forward, relevance = runtimes.runtimes(*asked)["eager"], layerwise.relevance(*asked)
    column = asked[1].outputs - 1
    _, missed = attribution.relevances(relevance, forward, fed, asked[1], column)
    assert missed < 1e-4
    _, missed = attribution.relevances(lambda *given: (relevance(*given)[0], 0.0), forward, fed, asked[1], column)
    assert missed > attribution.TOLERANCE


def test_activity_is_the_mean_size_of_what_each_neuron_gives_on(begun):
    asked, fed, weights = begun
    assert len(fed["features"]) > attribution.PIECE
    (found,) = attribution.activity(layerwise.activity(*asked), fed).values()
    assert np.allclose(found, np.abs(hidden(fed["features"].astype(float), weights)).mean(0), rtol=1e-4)
