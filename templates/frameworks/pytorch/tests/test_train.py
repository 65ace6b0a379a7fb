"""The training loop: it learns what is planted and nothing from noise, repeats and resumes to the bit."""

import json

import numpy as np
import pytest
import safetensors.numpy
import torch
from torch import nn

from _package_ import paths, task, train, trained
from _package_.batches import Batches
from _package_.errors import UserError


class Small(nn.Module):
    """One hidden layer with all that has state or chance: batch normalisation and dropout."""

    def __init__(self, outputs):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(4, 32), nn.BatchNorm1d(32), nn.LeakyReLU(), nn.Dropout(0.1), nn.Linear(32, outputs)
        )

    def forward(self, arrays):
        return self.layers(arrays["features"])


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """In place of the project's model: these tests are of the loop."""
    monkeypatch.setattr(train, "model", lambda schema, config: Small(len(schema.target[1].classes or [0])))


@pytest.fixture
def fit(planted, settings):
    arrays = planted()

    def go(stem="a", resume=False, seed=0, **values):
        config = settings(**values)
        at = paths.models() / stem
        said = train.train(arrays.schema, config, arrays, at, seed=seed, device="cpu", resume=resume)
        return said, safetensors.numpy.load_file(paths.models() / said["weights"]), config, arrays

    return go


def equal(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def score(arrays, config, stem, split="test"):
    """Share of the variance that is predicted, or the mean probability given to the truth."""
    predict = train.predictor(paths.models() / stem, arrays.schema, config, "cpu")
    output = predict({"features": arrays.open(split, "features")})
    target, _ = trained.truth(arrays, [split])
    if task.LOSS == "cross-entropy":
        assert np.allclose(output.sum(1), 1)
        return float(output[np.arange(len(target)), target].mean())
    residual = output[:, 0] * -4 + 7 - target
    return 1 - residual.var() / target.var()


def test_learns_the_planted_relation_and_not_a_permuted_one(fit):
    said, _, config, arrays = fit()
    assert score(arrays, config, "a") > 0.9
    assert said["rows"] == 600
    assert said["best_epoch"] <= said["epochs"] == 30
    said, _, config, arrays = fit("b", shuffle_targets=True)
    assert score(arrays, config, "b") < 0.7


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(fit):
    _, first, _, _ = fit("a", epochs=3)
    _, again, _, _ = fit("b", epochs=3)
    _, other, _, _ = fit("c", epochs=3, seed=1)
    assert equal(first, again)
    assert not equal(first, other)


def test_an_interrupted_training_resumes_to_the_same_bits(fit, monkeypatch):
    _, whole, _, _ = fit("whole", epochs=6)
    log = (paths.models() / "whole.log.jsonl").read_text()
    save, done = train.checkpoint.save, []

    def killed(*arguments, **parts):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(save(*arguments, **parts))

    with monkeypatch.context() as patch:
        patch.setattr(train, "CHECKPOINT_SECONDS", 0)
        patch.setattr(train.checkpoint, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            fit("parts", epochs=6)
    assert not (paths.models() / "parts.safetensors").exists()
    _, resumed, _, _ = fit("parts", epochs=6, resume=True)
    assert equal(whole, resumed)
    assert (paths.models() / "parts.log.jsonl").read_text() == log
    assert [json.loads(line)["epoch"] for line in log.splitlines()] == [1, 2, 3, 4, 5, 6]


def test_a_checkpoint_of_other_settings_is_refused(fit):
    fit(epochs=2)
    with pytest.raises(UserError, match="train"):
        fit(epochs=2, lr=0.5, resume=True)


def test_early_stopping_keeps_the_best_weights(fit):
    said, weights, config, arrays = fit(epochs=200, patience=3)
    assert said["stopped"] == "patience"
    assert said["epochs"] == said["best_epoch"] + 3
    lines = [json.loads(line) for line in (paths.models() / "a.log.jsonl").read_text().splitlines()]
    assert min(lines, key=lambda line: line["val_loss"])["epoch"] == said["best_epoch"]
    network = Small(len(arrays.schema.target[1].classes or [0]))
    network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    data = Batches(arrays.schema, config, arrays, ["val"], "cpu")
    assert train.epoch(network, data, data.in_order(50)) == pytest.approx(
        lines[said["best_epoch"] - 1]["val_loss"], 1e-5
    )


def test_equal_weights_change_nothing_but_rounding(planted, settings):
    plain, weighted = [
        train.train(a.schema, settings(epochs=2), a, paths.models() / "a", seed=0, device="cpu", resume=False)
        for a in (planted(), planted(weight=True))
    ]
    assert weighted["val_loss"] == pytest.approx(plain["val_loss"], rel=1e-4)


def test_rows_from_disk_are_the_rows_from_memory(planted, settings, monkeypatch):
    arrays, config = planted(), settings(fit_on=["train", "val"])
    memory = Batches(arrays.schema, config, arrays, config.fit_on, "cpu")
    monkeypatch.setattr("_package_.batches.IN_MEMORY", 0)
    disk = Batches(arrays.schema, config, arrays, config.fit_on, "cpu")
    rows = np.array([799, 3, 600, 599, 3])
    for name, tensor in memory.take(rows).items():
        assert torch.equal(tensor, disk.take(rows)[name])
    everything = memory.take(np.arange(800))["features"]
    assert torch.allclose(everything.mean(0), torch.zeros(4), atol=1e-5)
    assert torch.allclose(everything.std(0, correction=0), torch.ones(4), atol=1e-5)


def test_no_batch_is_left_with_a_single_row(planted, settings):
    arrays = planted()
    data = Batches(arrays.schema, settings(), arrays, ["train"], "cpu")
    sizes = [len(batch["features"]) for batch in data.at_random(599, [0, 0])]
    assert min(sizes) > 1
    assert sum(sizes) == 600


def test_the_targets_own_unit_gives_predictions_in_the_same_unit(fit):
    _, _, config, arrays = fit(normalise_target=False, epochs=60)
    assert score(arrays, config, "a") > 0.9


@pytest.mark.parametrize("values", [{"optimiser": "adma"}, {"lr": 1e30, "optimiser": "sgd"}])
def test_bad_settings_are_named(fit, values):
    with pytest.raises(UserError):
        fit(epochs=3, **values)


def test_a_device_that_is_not_there_is_refused(planted, settings):
    arrays = planted()
    with pytest.raises(UserError, match="DEVICE=tpu"):
        train.train(arrays.schema, settings(), arrays, paths.models() / "a", seed=0, device="tpu", resume=False)
