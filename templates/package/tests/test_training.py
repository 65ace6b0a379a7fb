"""Training as a command: a sidecar per seed that belongs to the weights, and never a sample in a real model's place."""

import json

import pytest

from _package_ import files, paths, trained, training
from _package_.errors import UserError


@pytest.fixture
def calls(monkeypatch):
    """In place of the framework's training: writes the seed and the split it was given."""
    made = []

    def train(schema, config, arrays, stem, *, seed, device, resume):
        made.append((stem.name, seed, device, resume))
        files.replace(stem.with_name(stem.name + trained.SUFFIX), str(seed))
        return {"weights": stem.name + trained.SUFFIX, "rows": 1, "seconds": 0.0, "device": device}

    monkeypatch.setattr(training, "train", train)
    return made


def test_each_seed_has_weights_and_a_sidecar_that_belong_together(planted, settings, calls):
    planted()
    settings(seeds=(0, 3))
    training.run({"DEVICE": "cpu", "RESUME": "1"})
    assert calls == [("planted-seed0", 0, "cpu", True), ("planted-seed3", 3, "cpu", True)]
    for seed in (0, 3):
        sidecar = json.loads((paths.models() / f"planted-seed{seed}.json").read_text())
        assert sidecar["weights_sha256"] == files.sha256(paths.models() / sidecar["weights"])
        assert sidecar["seed"] == seed
        assert sidecar["seeds"] == [0, 3]
        assert sidecar["run"]["config"]["seeds"] == [seed]
        assert sidecar["fit"] == {"rows": 1, "seconds": 0.0, "device": "cpu"}
    assert json.loads((paths.reports() / "run.json").read_text())["seeds"] == [0, 3]


def test_a_sample_never_takes_a_real_models_place(planted, settings, calls):
    planted()
    settings()
    training.run({})
    before = {path.name: path.read_bytes() for path in paths.models().iterdir()}
    planted("sample")
    training.run({"DATA": "sample"})
    after = {path.name: path.read_bytes() for path in paths.models().iterdir()}
    assert {name: after[name] for name in before} == before
    assert {name for name in after if name not in before} == {
        f"planted-sample-seed0{trained.SUFFIX}",
        "planted-sample-seed0.json",
    }
    assert json.loads(after["planted-sample-seed0.json"])["data_kind"] == "sample"


def test_a_model_that_begins_with_no_weights_refuses_init(planted, settings, calls):
    planted()
    settings(framework="scikit-learn")
    with pytest.raises(UserError, match="scikit-learn") as error:
        training.run({"INIT": "reference"})
    assert error.value.code == 2
    assert calls == []


def test_a_model_of_other_settings_stands_until_it_is_told_to_go(planted, settings, calls):
    planted()
    settings(lr=0.02)
    training.run({})
    before = {path.name: path.read_bytes() for path in paths.models().iterdir()}
    settings(lr=0.5, seeds=(0, 1))
    with pytest.raises(UserError, match=r"train.lr 0.02 → 0.5") as error:
        training.run({})
    assert error.value.code == 2
    assert "REPLACE=1" in str(error.value)
    assert len(calls) == 1
    assert {path.name: path.read_bytes() for path in paths.models().iterdir()} == before
    training.run({"REPLACE": "1"})
    (kept,) = (paths.models() / "replaced").iterdir()
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert [name for name, *_ in calls] == ["planted-seed0", "planted-seed0", "planted-seed1"]


def test_the_same_settings_train_again(planted, settings, calls):
    planted()
    settings()
    training.run({})
    training.run({"SEED": "0"})
    assert len(calls) == 2


def test_what_cannot_be_logged_is_said_before_the_training(planted, settings, calls):
    planted()
    settings()
    with pytest.raises(UserError, match="no address"):
        training.run({"MLFLOW": "runs"})
    assert calls == []
