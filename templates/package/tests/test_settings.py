"""Every setting of this project against values that it cannot have: each is refused in two lines, before anything."""

import copy
import json
from pathlib import Path

import pytest

from _package_ import config, overrides, rules, settings, yamlfile
from _package_.errors import UserError

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "configs" / "schema.json").read_text(encoding="utf-8"))
NAMES = [name for name in SCHEMA["properties"] if name not in rules.SECTIONS]
NAMES += [f"{section}.{name}" for section in rules.SECTIONS for name in SCHEMA["properties"][section]["properties"]]
FILES = sorted((ROOT / "configs").glob("*.yaml"))
NEVER = [
    "-1",
    "-0.5",
    ".nan",
    ".inf",
    "-.inf",
    "9" * 20,
    "1e300",
    "[[[]]]",
    "{a: 1}",
    "[-1]",
    "[0.5]",
    "[.nan]",
    "[a, a]",
]


def bad(name: str) -> list[str]:
    """Values, as YAML, that no setting may have, and those that this one may not by its kind: none of its kinds."""
    schema = rules.declared(name) or {}
    kinds = [one for one in schema.get("anyOf", [schema]) if isinstance(one.get("type", "enum"), str)]
    found = [refused(one) for one in kinds]
    fractions = any(one.get("items", {}).get("type") == "number" for one in kinds)
    never = [text for text in NEVER if not (fractions and text == "[0.5]")]
    return [*never, *(text for text in found[0] if all(text in others for others in found))] if found else never


def refused(schema: dict) -> list[str]:
    """What is not of the kind of this schema, or beyond its ends."""
    kind = schema.get("type", "enum")
    wrong = {"integer": ["1.5", "true", "word", "null"], "number": ["word", "true", "null"]}
    wrong |= {"boolean": ["1", "yes", "null"], "array": ["1.5", "true", "word", "null"], "enum": ["word", "1", "null"]}
    ends = {"minimum": -1, "exclusiveMinimum": 0, "maximum": 1, "exclusiveMaximum": 0}
    return [*wrong.get(kind, []), *(str(schema[end] + step) for end, step in ends.items() if end in schema)]


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_configuration_of_this_project_is_good(file):
    assert config.load(file.stem).as_dict() == config.from_dict(config.load(file.stem).as_dict()).as_dict()


@pytest.mark.parametrize("name", NAMES)
def test_a_value_that_cannot_be_is_refused(name):
    section, _, key = name.partition(".")
    good = config.load().as_dict()
    for text in bad(name):
        values = copy.deepcopy(good)
        (values[section] if key else values)[key or section] = yamlfile.parse(text)
        with pytest.raises(UserError) as caught:
            config.from_dict(values)
        assert len(str(caught.value).splitlines()) == 2, text
        assert caught.value.code == 2, text


@pytest.mark.parametrize("text", [f"{name}={value}" for name in NAMES for value in NEVER[:2]])
def test_set_refuses_it_likewise(text):
    with pytest.raises(UserError):
        config.load("baseline", text)


@pytest.mark.parametrize("name", ["name", "framework"])
def test_what_the_project_is_cannot_be_set(name):
    with pytest.raises(UserError):
        overrides.apply(config.load().as_dict(), f"{name}={config.load().as_dict()[name]}", "")


@pytest.mark.parametrize(
    "name", ["../../x", "a/b", ".x", "-x", "", "A", "a b", "x-sample", "x-seed0", "a\\b", "ä", "x" * 65]
)
def test_a_name_that_would_leave_its_folder_is_refused(name):
    with pytest.raises(UserError, match="small letters"):
        config.from_dict({**config.load().as_dict(), "name": name})


def test_a_variable_that_is_given_twice_is_refused():
    assert settings.read({}, ["SEED=1", "SEED=1"])["SEED"] == "1"
    with pytest.raises(UserError, match="OPTION is given twice: a=1 and b=2") as refusal:
        settings.read({}, ["OPTION=a=1", "OPTION=b=2"])
    assert 'OPTION="a=1 b=2"' in refusal.value.remedy
