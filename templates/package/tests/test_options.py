"""Options of the recipe: the manifest holds what a person has set, by hand or by OPTION, and each value is checked."""

import json
import os

import pytest

from _package_ import fetch, manifest, options, paths, settings
from _package_.errors import OptionError, UserError

TABLE = {
    "target": {"kind": "column", "words": "the column to predict", "default": None},
    "task": {"kind": "text", "words": "what it is for", "default": "regression", "fixed": True},
    "drop": {"kind": "columns", "words": "left out", "default": []},
    "val": {"kind": "share", "words": "share", "default": 0.15},
    "decimal": {"kind": "sign", "choices": [".", ","], "words": "the decimal sign", "default": None},
    "sheet": {"kind": "text", "words": "the sheet", "default": None},
}


@pytest.fixture
def table(project):
    """A project whose recipe takes the options above, and has one set: set_(…) sets others by hand."""
    (project / "references" / "options.json").write_text(json.dumps({"format": options.FORMAT, "options": TABLE}))

    def set_(given):
        dataset = {"title": "T", "files": []}
        said = {"format": manifest.FORMAT, "recipe": {"key": "own", "options": given}, "datasets": [dataset]}
        paths.manifest().write_text(json.dumps(said, indent=2) + "\n")

    set_({"target": "y"})
    return set_


def read():
    return manifest.load(paths.manifest()).options


def given():
    return json.loads(paths.manifest().read_text())["recipe"]["options"]


def set_by(text, **variables):
    return options.apply({"OPTION": text, **variables})


def test_what_is_not_set_has_its_default(table):
    assert read() == {
        "target": "y", "task": "regression", "drop": [], "val": 0.15, "decimal": None, "sheet": None
    }  # fmt: skip
    table({"decimal": "comma", "drop": "a", "val": None})
    assert (read()["decimal"], read()["drop"], read()["val"]) == (",", ["a"], 0.15)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"decimla": ","}, "no option 'decimla'"),
        ({"decimal": ";"}, "decimal takes"),
        ({"val": 1.5}, "val takes a number from 0, below 1, not 1.5"),
        ({"val": True}, "not yes"),
        ({"drop": [1]}, "drop takes names of columns"),
        ({"target": ["y"]}, "target takes the name of a column"),
    ],
)
def test_a_wrong_edit_of_the_manifest_is_named(table, wrong, says):
    table(wrong)
    with pytest.raises(UserError, match=says):
        read()


def test_option_sets_and_says_and_takes_out_again(table, capsys):
    set_by("decimal=, sheet='My data', drop=a drop='\"b, c\"'")
    assert given() == {"target": "y", "decimal": ",", "sheet": "My data", "drop": ["a", "b, c"]}
    assert "decimal comma \",\" (was none); sheet 'My data' (was none)" in capsys.readouterr().out
    set_by("decimal= sheet=x=y")
    assert given() == {"target": "y", "sheet": "x=y", "drop": ["a", "b, c"]}
    assert 'decimal none (was comma ",")' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("decimla=,", "no option 'decimla'", "Did you mean 'decimal'"),
        ("val=2", "val takes a number", "val: share"),
        ("sheet=a b", "'b' is no name=value", "quotes"),
        ("sheet='a", "quote is not closed", "OPTION="),
        ("task=regression", "cannot be changed", "another project"),
        ("decimal=, val=x", "val takes", "share"),
        ("decimal=, decimal=.", 'decimal is given twice: comma "," and point', "once"),
        ("decimal=, decimal=", "decimal is given twice", "once"),
    ],
)
def test_a_wrong_option_changes_nothing(table, text, says, remedy):
    before = paths.manifest().read_bytes()
    with pytest.raises(UserError, match=says) as refusal:
        set_by(text)
    assert remedy in refusal.value.remedy
    assert paths.manifest().read_bytes() == before


def test_a_dry_run_only_says_it(table, capsys):
    before = paths.manifest().read_bytes()
    set_by("val=0.3", DRY_RUN="1")
    assert "would be: val 0.3 (was none)" in capsys.readouterr().out
    assert paths.manifest().read_bytes() == before


@pytest.mark.parametrize("error", [OptionError, UserError])
def test_a_value_that_the_data_refuse_is_taken_back(table, monkeypatch, error):
    def refuse(*_):
        raise error("The option target names 'z'.", "")

    monkeypatch.setattr(fetch, "fetch", refuse)
    with pytest.raises(UserError):
        fetch.run(settings.read({}, ["OPTION=target=z"]))
    assert given() == {"target": "y" if error is OptionError else "z"}


def test_a_lock_that_was_newer_than_the_manifest_stays_newer(table):
    paths.lock().write_text("{}")
    os.utime(paths.manifest(), (1, 1))
    set_by("val=0.3")
    assert paths.lock().stat().st_mtime >= paths.manifest().stat().st_mtime


def test_a_recipe_that_declares_nothing_takes_everything(project, table):
    (project / "references" / "options.json").unlink()
    table({"anything": 5})
    assert read() == {"anything": 5}
    set_by("mine=x")
    assert given() == {"anything": 5, "mine": "x"}
