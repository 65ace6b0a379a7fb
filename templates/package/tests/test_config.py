"""A configuration says what it means, and refuses what it does not know."""

import json

import pytest
from conftest import ALLOWED

from _package_ import config, settings, yamlfile
from _package_.errors import UserError

TEXT = """\
name: linear
framework: any
seeds: [0]
fit_on: [train]
model: {hidden: [32], dropout: null, depth: 2, own: 3, batch_norm: false}
train: {lr: 1e-3, epochs: 5, batch_size: 8, shuffle_targets: false}
"""
WIDTH = {"type": "integer", "minimum": 1, "maximum": 100}
DECLARED = {
    "model": {
        "hidden": {"type": "array", "items": WIDTH, "maxItems": 3},
        "depth": {"anyOf": [WIDTH, {"type": "array", "items": WIDTH}]},
        "batch_norm": {"type": "boolean"},
    },
    "train": {
        "lr": {"type": "number", "exclusiveMinimum": 0},
        "epochs": {"type": "integer", "minimum": 0, "maximum": 1000},
        "batch_size": WIDTH,
        "shuffle_targets": {"type": "boolean"},
    },
}
RULE = {
    "if": {"properties": {"model": {"properties": {"batch_norm": {"const": True}}}}},
    "then": {"properties": {"train": {"properties": {"batch_size": {"minimum": 2, "description": "2 or more"}}}}},
}


@pytest.fixture
def baseline(project):
    schema = json.loads(json.dumps({**ALLOWED, "allOf": [RULE]}))
    for section, known in DECLARED.items():
        schema["properties"][section] |= {"properties": known, "required": list(known)}
    (project / "configs" / "schema.json").write_text(json.dumps(schema))
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
        ("train.epochs=010", "train", "epochs", 10),  # YAML 1.1 reads 8
        ("model.depth=[3, 4]", "model", "depth", [3, 4]),
        ("model.own=0.5", "model", "own", 0.5),  # which the schema does not know: another number is a number
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
        ("seeds=[0, 0]", "different"),
        ("seeds=[]", "at least 1"),
        ("seeds=[4294967296]", "4294967295"),
        ("seeds=[0.5]", "whole"),
        ("fit_on=[3]", "text"),
        ("name=linear", "made with"),
        ("framework=jax", "made with"),
        ("model={}", "does not have"),
        ("train.epochs=1.5", "a whole number from 0 to 1000"),
        ("train.epochs=5.0", "a whole number"),
        ("train.epochs=-1", "from 0 to 1000"),
        ("train.epochs=99999999999999999999", "from 0 to 1000"),
        ("train.epochs=true", "a whole number"),
        ("train.epochs=null", "a whole number"),
        ("train.epochs=1:30", "a whole number"),
        ("train.epochs=1 train.epochs=2", "twice"),
        ("train.lr=0", "a number above 0"),
        ("train.lr=.nan", "finite"),
        ("train.lr=.inf", "finite"),
        ("train.shuffle_targets=yes", "true or false"),
        ("train.shuffle_targets=1", "true or false"),
        ("model.hidden=[0]", "whole numbers from 1 to 100"),
        ("model.hidden=[1, 2, 3, 4]", "at most 3"),
        ("model.hidden=4", "a list"),
        ("model.hidden=&a [*a]", "is not a value"),
        ("model.depth=[]x", "is not a value|whole number"),
        ("model.own=text", "number"),
        ("model.own=2020-01-01", "number"),
        ("model.own=.nan", "finite"),
        ("model.batch_norm=true train.batch_size=1", "2 or more"),
    ],
)
def test_set_refuses_what_the_file_does_not_have(baseline, overrides, words):
    with pytest.raises(UserError, match=words):
        config.load("baseline", overrides)


def test_seed_replaces_the_seeds(baseline):
    assert config.load("baseline", seed="0,2 5").seeds == (0, 2, 5)


@pytest.mark.parametrize("seed", ["1.5", "-1", "0,0", "4294967296", "9" * 20, "9" * 5000, ",", "one", "²"])
def test_a_seed_that_cannot_be_is_refused(baseline, seed):
    with pytest.raises(UserError, match="seeds"):
        config.load("baseline", seed=seed)


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
        (TEXT + "seeds: [1]\n", "twice"),
        (TEXT.replace("name: linear", "name: ../../x"), "small letters|form"),
        (TEXT.replace("name: linear", "name: A b"), "small letters|form"),
        (TEXT.replace("epochs: 5, ", ""), "no train.epochs"),
        (TEXT.replace("epochs: 5", "epoch: 5"), "by 'epoch'"),
        (TEXT.replace("epochs: 5", "epochs: 2.5"), "whole number"),
        (TEXT.replace("own: 3", "own: " + "9" * 4000), "YAML"),
        (TEXT.replace("own: 3", "own: " + "9" * 40), "9.2e18"),
        (TEXT.replace("own: 3", "own: {1: 2}"), "as text"),
        ("- a\n", "no settings"),
        ("", "no settings"),
    ],
)
def test_a_broken_file_is_named(baseline, text, words):
    (baseline / "configs" / "baseline.yaml").write_text(text)
    with pytest.raises(UserError, match=words):
        config.load()


def test_an_unknown_name_gets_the_nearest(baseline):
    with pytest.raises(UserError, match="'baseline'"):
        config.load("baselin")


def test_a_configuration_survives_a_sidecar(baseline):
    one = config.load()
    assert config.from_dict(one.as_dict()) == one


def test_a_setting_of_your_own_is_kept_and_one_that_is_missing_is_named(baseline):
    values = yamlfile.parse(TEXT.replace("own: 3", "own: [[16, 3], [32, 3]]"))
    found = config.from_dict(values)
    assert found.model["own"] == [[16, 3], [32, 3]]
    with pytest.raises(UserError, match=r"no model\.width"):
        found.model["width"]


def test_yaml_is_written_as_it_is_read():
    value = {"a": 1e-05, "b": "010", "c": "yes", "d": "1e3", "e": True, "f": None, "g": [1, 2.5], "h": "0o17", "i": "ü"}
    assert yamlfile.parse(yamlfile.dump(value)) == value


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


@pytest.mark.parametrize(
    "word", ["SEDE=1", "seed=1", "DATA=reel", "VERIFY=maybe", "JOBS=0", "JOBS=many", "TORCH=gpu", "ROWS=" + "9" * 5000]
)
def test_a_wrong_variable_is_refused(word):
    with pytest.raises(UserError):
        settings.read({}, [word])


def test_every_switch_is_a_variable():
    assert {*settings.SWITCHES, *settings.CHOICES, *settings.DEFAULTS} <= settings.VARIABLES.keys()
    assert settings.read({}, ["REPLACE=1"])["REPLACE"] == "1"
