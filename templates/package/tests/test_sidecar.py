"""Sidecars that were tampered with: two lines, whatever they hold, and no file elsewhere is touched."""

import json

import pytest

from _package_ import evaluate, paths, sidecar, standing, trained
from _package_.errors import UserError


def changed(said, key, value):
    *way, last = key.split(".")
    place = said
    for word in way:
        place = place[word]
    place[last] = value
    return said


WRONG = [
    ("weights", "../planted-seed0.bin"),
    ("weights", "/etc/passwd"),
    ("weights", "README.md"),
    ("weights", ["x"]),
    ("weights", ""),
    ("weights_sha256", 7),
    ("weights_sha256", "0" * 64),
    ("seeds", ["../../x"]),
    ("seeds", [-1]),
    ("seeds", 1e400),
    ("run", []),
    ("run.id", "../../x"),
    ("run.id", "\x1b[31mred"),
    ("run.config", ["model"]),
    ("run.config", None),
    ("run.data", "x"),
    ("run.git", "x"),
    ("run.hardware", 1),
    ("format", "fair-ai/sidecar@99"),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_every_key_is_checked_before_it_is_used(models, key, value):
    models()
    at = paths.models() / "planted-seed0.json"
    at.write_text(json.dumps(changed(json.loads(at.read_text()), key, value)))
    with pytest.raises(UserError) as error:
        evaluate.run({"SEED": "0"})
    assert len(str(error.value).splitlines()) == 2
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "7", "[" * 100_000, '{"a": 1}', "\x00", '{"weights": '])
def test_no_json_at_all(models, text):
    models()
    (paths.models() / "planted-seed0.json").write_text(text)
    with pytest.raises(UserError, match=r"planted-seed0\.json") as error:
        evaluate.run({"SEED": "0"})
    assert len(str(error.value).splitlines()) == 2


def test_a_model_of_version_0_1_is_refused_with_the_command_that_makes_it_anew(models):
    models()
    at, weights = paths.models() / "planted-seed0.json", paths.models() / "planted-seed0.skops"
    weights.write_bytes(b"PK")
    said = json.loads(at.read_text()) | {"weights": weights.name, "weights_sha256": "0" * 64}
    at.write_text(json.dumps(said))
    with pytest.raises(UserError, match=r"version 0\.1") as error:
        evaluate.run({"SEED": "0"})
    assert "make train" in error.value.remedy


def test_weights_of_another_model_are_refused(models):
    models(seeds=(0, 1))
    one, other = (paths.models() / f"planted-seed{seed}{trained.SUFFIX}" for seed in (0, 1))
    one.write_bytes(other.read_bytes())
    with pytest.raises(UserError, match="not the file"):
        evaluate.run({"SEED": "0"})


def test_a_run_is_no_path(models, project):
    models()
    at = paths.models() / "planted-seed0.json"
    at.write_text(json.dumps(changed(json.loads(at.read_text()), "run.id", "../../../away")))
    standing.move_away(paths.models() / "planted-seed0")
    assert (paths.models() / "replaced" / "planted-seed0-unknown" / "planted-seed0.json").is_file()
    assert sidecar.RUN.fullmatch("20251129T201500Z-0a1b2c3d")
