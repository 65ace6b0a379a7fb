"""Training in the project's framework: learns what is planted, nothing from noise, repeats and resumes to the bit."""

import json

import numpy as np
import pytest
import safetensors.numpy
import small  # of the framework: a network with batch normalisation and dropout

from _package_ import checkpoint, fitting, paths, task, train, trained
from _package_.batches import Batches
from _package_.errors import UserError

NAMES = {"hidden.weight": (32, 4), "hidden.bias": (32,), "out.bias": None, "out.weight": None}
NAMES |= {f"norm.{name}": (32,) for name in ("weight", "bias", "running_mean", "running_var")}

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture(autouse=True)
def network(monkeypatch):
    """In place of the project's model: these tests are of the training."""
    monkeypatch.setattr(train, "model", small.model)


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


def lines(stem="a"):
    return [json.loads(line) for line in (paths.models() / f"{stem}.log.jsonl").read_text().splitlines()]


def test_learns_the_planted_relation_and_not_a_permuted_one(fit):
    said, _, config, arrays = fit()
    assert score(arrays, config, "a") > 0.9
    assert said["rows"] == 600
    assert said["best_epoch"] <= said["epochs"] == 30
    said, _, config, arrays = fit("b", shuffle_targets=True)
    assert score(arrays, config, "b") < 0.7


def test_names_and_layout_are_those_of_every_framework(fit):
    said, weights, _, arrays = fit(epochs=1)
    outputs = arrays.schema.outputs
    wanted = {**NAMES, "out.weight": (outputs, 32), "out.bias": (outputs,)}
    found = {name: value.shape for name, value in weights.items() if name != "norm.num_batches_tracked"}
    assert found == wanted
    assert said["parameters"] == 4 * 32 + 32 + 2 * 32 + 33 * outputs


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(fit):
    _, first, _, _ = fit("a", epochs=3)
    _, again, _, _ = fit("b", epochs=3)
    _, other, _, _ = fit("c", epochs=3, seed=1)
    assert equal(first, again)
    assert not equal(first, other)


@pytest.mark.parametrize("optimiser", ["adam", "adamw", "sgd"])
def test_an_interrupted_training_resumes_to_the_same_bits(fit, monkeypatch, optimiser):
    values = {"epochs": 6, "optimiser": optimiser, "schedule": "cosine", "warmup": 2, "weight_decay": 1e-3}
    _, whole, _, _ = fit("whole", **values)
    log = (paths.models() / "whole.log.jsonl").read_text()
    save, done = checkpoint.save, []

    def killed(*arguments):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(save(*arguments))

    with monkeypatch.context() as patch:
        patch.setattr(fitting, "CHECKPOINT_SECONDS", 0)
        patch.setattr(checkpoint, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            fit("parts", **values)
    assert not (paths.models() / "parts.safetensors").exists()
    _, resumed, _, _ = fit("parts", resume=True, **values)
    assert equal(whole, resumed)
    assert (paths.models() / "parts.log.jsonl").read_text() == log
    assert [line["epoch"] for line in lines("parts")] == [1, 2, 3, 4, 5, 6]


def test_a_checkpoint_of_other_settings_is_refused(fit):
    fit(epochs=2)
    with pytest.raises(UserError, match="train"):
        fit(epochs=2, lr=0.5, resume=True)


def test_early_stopping_keeps_the_best_weights(fit):
    said, weights, config, arrays = fit(epochs=200, patience=3)
    assert said["stopped"] == "patience"
    assert said["epochs"] == said["best_epoch"] + 3
    assert min(lines(), key=lambda line: line["val_loss"])["epoch"] == said["best_epoch"]
    learner = train.learner(arrays.schema, config, 1, "cpu")
    learner.load(weights)
    data = Batches(arrays.schema, config, arrays, ["val"])
    assert learner.loss(data.in_order(50)) == pytest.approx(lines()[said["best_epoch"] - 1]["val_loss"], 1e-4)
    with pytest.raises(ValueError, match="hidden"):
        learner.load({name: value for name, value in weights.items() if name != "hidden.weight"})


def test_micro_batches_have_the_gradient_of_the_whole_batch(planted, settings):
    """Without batch normalisation's dependence on the batch: its statistics are frozen in neither, so one step each."""
    arrays = planted(rows=64)
    ends = []
    for size in (0, 64, 200):
        config = settings(epochs=1, batch_size=64, micro_batch=size)
        said = train.train(arrays.schema, config, arrays, paths.models() / "m", seed=0, device="cpu", resume=False)
        ends.append(safetensors.numpy.load_file(paths.models() / said["weights"]))
    assert equal(ends[0], ends[1])
    assert equal(ends[0], ends[2])


def test_equal_weights_change_nothing_but_rounding(planted, settings):
    plain, weighted = [
        train.train(a.schema, settings(epochs=2), a, paths.models() / "a", seed=0, device="cpu", resume=False)
        for a in (planted(), planted(weight=True))
    ]
    assert weighted["val_loss"] == pytest.approx(plain["val_loss"], rel=1e-4)


def test_no_epoch_keeps_the_weights_it_began_with(fit):
    said, weights, _, _ = fit(epochs=0)
    _, again, _, _ = fit("b", epochs=0)
    assert said["epochs"] == said["best_epoch"] == 0
    assert equal(weights, again)


def test_the_targets_own_unit_gives_predictions_in_the_same_unit(fit):
    _, _, config, arrays = fit(normalise_target=False, epochs=60)
    assert score(arrays, config, "a") > 0.9


@pytest.mark.parametrize("values", [{"optimiser": "adma"}, {"lr": 1e30, "optimiser": "sgd"}, {"schedule": "cosin"}])
def test_bad_settings_are_named(fit, values):
    with pytest.raises(UserError):
        fit(epochs=3, **values)


def test_a_device_that_is_not_there_is_refused(planted, settings):
    arrays = planted()
    with pytest.raises(UserError, match="DEVICE=tpu"):
        train.train(arrays.schema, settings(), arrays, paths.models() / "a", seed=0, device="tpu", resume=False)
