"""A configuration says what it means, and refuses what it does not know."""

import pytest

from _package_ import config, settings
from _package_.errors import UserError

TEXT = """\
name: linear
framework: any
seeds: [0]
fit_on: [train]
model: {hidden: [32], dropout: null}
train: {lr: 1e-3, epochs: 5, shuffle_targets: false}
"""


@pytest.fixture
def baseline(project):
    (project / "configs" / "baseline.yaml").write_text(TEXT)
    return project


def test_numbers_without_a_dot_are_numbers(baseline):
    assert config.load().train["lr"] == 1e-3  # PyYAML alone reads a text


@pytest.mark.parametrize(
    ("overrides", "section", "key", "value"),
    [
        ("train.lr=2e-4", "train", "lr", 2e-4),
        ("train.epochs=7 model.hidden=[64, 32]", "model", "hidden", [64, 32]),
        ("model.dropout=0.5", "model", "dropout", 0.5),
        ("train.shuffle_targets=true", "train", "shuffle_targets", True),
    ],
)
def test_set_replaces_what_the_file_has(baseline, overrides, section, key, value):
    assert getattr(config.load("baseline", overrides), section)[key] == value


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ("train.lrr=1", "train.lr"),
        ("lr=1", "Did you mean|Known"),
        ("train.lr=fast", "number"),
        ("train.epochs=[1]", "number"),
        ("train.lr", "has no value"),
        ("model.hidden=[64", "is not a value"),
        ("optimiser.lr=1", "does not have"),
        ("seeds=[-1]", "whole numbers"),
    ],
)
def test_set_refuses_what_the_file_does_not_have(baseline, overrides, words):
    with pytest.raises(UserError, match=words):
        config.load("baseline", overrides)


def test_seed_replaces_the_seeds(baseline):
    assert config.load("baseline", seed="0,2 5").seeds == (0, 2, 5)
    with pytest.raises(UserError):
        config.load("baseline", seed="1.5")


def test_a_path_is_as_good_as_a_name(baseline):
    (baseline / "mine.yaml").write_text(TEXT.replace("linear", "ridge"))
    assert config.load("mine.yaml").name == "ridge"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT + "optimizer: adam\n", "optimizer"),
        (TEXT.replace("seeds: [0]\n", ""), "seeds"),
        (TEXT.replace("seeds: [0]", "seeds: []"), "seeds"),
        (TEXT.replace("fit_on: [train]", "fit_on: train"), "fit_on"),
        ("train: {a: [}", "YAML"),
        ("", "no settings"),
    ],
)
def test_a_broken_file_is_named(project, text, words):
    (project / "configs" / "baseline.yaml").write_text(text)
    with pytest.raises(UserError, match=words):
        config.load()


def test_an_unknown_name_gets_the_nearest(baseline):
    with pytest.raises(UserError, match="'baseline'"):
        config.load("baselin")


def test_a_configuration_survives_a_sidecar(baseline):
    one = config.load()
    assert config.from_dict(one.as_dict()) == one


def test_variables_come_from_both_sides_and_the_command_line_wins():
    found = settings.read({"DEVICE": "cpu", "SEED": "1", "LIMIT": ""}, ["SEED=2", "VERIFY=1", "YES=0", "FILES=*a b*"])
    assert found == {
        "DATA": "real",
        "CONFIG": "baseline",
        "DEVICE": "cpu",
        "SEED": "2",
        "VERIFY": "1",
        "FILES": "*a b*",
    }


@pytest.mark.parametrize("word", ["SEDE=1", "seed=1", "DATA=reel", "VERIFY=maybe", "JOBS=0", "JOBS=many", "TORCH=gpu"])
def test_a_wrong_variable_is_refused(word):
    with pytest.raises(UserError):
        settings.read({}, [word])
