"""A sweep: what it tries follows from the configuration; the best settings are those of the best trial."""

import json
import math

import pytest
import yaml

from _package_ import config, paths, sweep, task
from _package_.errors import UserError
from _package_.space import space

RISING = task.HEADLINE in sweep.RISING


@pytest.fixture
def knowing(monkeypatch):
    """In place of training and scoring: the best learning rate is 0.01, and 0.5 diverges."""

    def judged(tried, arrays, device, number):
        lr = tried.train["lr"]
        miss = math.nan if lr > 0.15 else abs(math.log10(lr / 0.01))
        return (-miss if RISING else miss), None

    monkeypatch.setattr(sweep, "judged", judged)


def asked(**values):
    return {"CONFIG": "baseline", "DEVICE": "cpu", **values}


def test_the_best_settings_are_those_of_the_best_trial(planted, settings, knowing):
    planted()
    settings(model={"hidden": [8, 4], "dropout": 0.1}, lr=0.02)
    sweep.run(asked(TRIALS="12"))
    said = json.loads((paths.reports() / "sweep.json").read_text())
    scores = [one["score"] for one in said["trials"] if one["score"] is not None]
    assert len(said["trials"]) == 12
    assert said["best"]["score"] == (max(scores) if RISING else min(scores))
    assert said["trials"][0]["settings"]["train.lr"] == 0.02, "what the configuration says comes first"
    swept = config.load("swept")
    assert swept.train["lr"] == said["best"]["settings"]["train.lr"]
    assert len(swept.model["hidden"]) == 2
    assert yaml.safe_load((paths.configs() / "swept.yaml").read_text())["name"] == "planted"
    assert not (paths.models() / "sweep").exists()


def test_the_same_seed_tries_the_same_settings(planted, settings, knowing):
    planted()
    settings(model={"dropout": 0.1})
    found = []
    for _ in range(2):
        sweep.run(asked(TRIALS="5"))
        found.append(json.loads((paths.reports() / "sweep.json").read_text())["trials"])
    assert found[0] == found[1]


def test_what_can_be_tried(settings):
    names = {
        choice.name
        for choice in space(settings(model={"hidden": [8], "dropout": 0.0, "activation": "relu", "masked": True}))
    }
    assert names == {"model.hidden", "model.dropout", "train.lr", "train.weight_decay", "train.batch_size"}


@pytest.mark.parametrize("values", [{"TRIALS": "0"}, {"TRIALS": "many"}])
def test_bad_numbers_of_trials_are_refused(planted, settings, values):
    planted()
    settings(model={"dropout": 0.1})
    with pytest.raises(UserError, match="TRIALS"):
        sweep.run(asked(**values))


def test_a_fit_on_the_validation_split_cannot_be_judged_on_it(planted, settings):
    planted()
    settings(fit_on=["train", "val"], model={"dropout": 0.1})
    with pytest.raises(UserError, match="val"):
        sweep.run(asked())
