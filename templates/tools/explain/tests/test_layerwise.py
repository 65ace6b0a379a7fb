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
def trained(planted, settings, monkeypatch):
    """A network that has learnt something, and so has moved batch normalisation; rows, its weights and its schema."""
    monkeypatch.setattr(train, "model", small.model)
    arrays, config, stem = planted(rows=400), settings(epochs=15), paths.models() / "a"
    said = train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
    fed = Feeder(arrays.schema, config)(next(arrays.chunks(["train"], arrays.schema.feeds)))
    weights = safetensors.load_file(paths.models() / said["weights"])
    return (stem, arrays.schema, config, "cpu"), fed, {name: value.astype(float) for name, value in weights.items()}


def folded(weights):
    """The first layer with its batch normalisation in it."""
    scale = weights["norm.weight"] / np.sqrt(weights["norm.running_var"] + 1e-5)
    bias = (weights["hidden.bias"] - weights["norm.running_mean"]) * scale + weights["norm.bias"]
    return weights["hidden.weight"] * scale[:, None], bias


def hidden(x, weights):
    weight, bias = folded(weights)
    z = x @ weight.T + bias
    return np.where(z > 0, z, 0.01 * z)


def share(x, weight, bias, relevance):
    """What a layer hands to its inputs, (B, I), and to its biases, (B,): in proportion to what they add to a neuron."""
    parts = np.concatenate([x[:, None] * weight, np.broadcast_to(bias[:, None], (len(x), len(bias), 1))], axis=2)
    handed = (parts / parts.sum(2, keepdims=True) * relevance[..., None]).sum(1)
    return handed[:, :-1], handed[:, -1]


def test_relevances_are_handed_back_layer_by_layer_with_batch_normalisation_folded_in(trained):
    asked, fed, weights = trained
    column, x = asked[1].outputs - 1, fed["features"].astype(float)
    last, active = (weights["out.weight"][[column]], weights["out.bias"][[column]]), hidden(x, weights)
    inner, taken = share(active, *last, active @ last[0].T + last[1])
    outer, more = share(x, *folded(weights), inner)
    found, biases = layerwise.relevance(*asked)(fed, column)
    assert np.allclose(found["features"], outer, atol=1e-4 * np.abs(outer).max())
    assert np.allclose(biases, taken + more, atol=1e-4 * np.abs(outer).max())


def test_they_add_up_to_the_output_with_the_share_of_the_biases_and_not_without(trained):
    asked, fed, _ = trained
    forward, relevance = runtimes.runtimes(*asked)["eager"], layerwise.relevance(*asked)
    column = asked[1].outputs - 1
    _, missed = attribution.relevances(relevance, forward, fed, asked[1], column)
    assert missed < 1e-5

    def unbiased(feeds, column):
        return relevance(feeds, column)[0], np.zeros(len(feeds["features"]))

    _, missed = attribution.relevances(unbiased, forward, fed, asked[1], column)
    assert missed > attribution.TOLERANCE


def test_the_planted_feature_moves_the_output_most_and_noise_hardly(trained):
    asked, fed, _ = trained
    column = asked[1].outputs - 1
    forward, relevance = runtimes.runtimes(*asked)["eager"], layerwise.relevance(*asked)
    ((found,), _) = attribution.relevances(relevance, forward, fed, asked[1], column)
    first, *_, noise = found.features.values()  # slopes 2, -1, 0.5 and 0
    assert first == max(found.features.values())
    assert abs(noise) < 0.2 * first
    output, taken = forward(fed)[:, column], relevance(fed, column)[1]
    biases = np.cov(taken, output, ddof=0)[0, 1] / output.var()
    assert sum(found.features.values()) + biases == pytest.approx(1, abs=1e-3)


def test_activity_is_the_mean_size_of_what_each_neuron_gives_on(trained):
    asked, fed, weights = trained
    assert len(fed["features"]) > attribution.PIECE
    (found,) = attribution.activity(layerwise.activity(*asked), fed).values()
    assert np.allclose(found, np.abs(hidden(fed["features"].astype(float), weights)).mean(0), rtol=1e-4)
