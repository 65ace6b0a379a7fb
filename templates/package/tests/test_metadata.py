"""The records parse and say the same; the README names only targets and files that are there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from _package_ import __version__

ROOT = Path(__file__).resolve().parents[1]
CARDS = ("README.md", "CONTRIBUTING.md", "data/README.md", "models/README.md")


def read(name: str) -> Any:
    """A record as plain values, by the format that its name says."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".toml"):
        return tomllib.loads(text)
    return json.loads(text) if name.endswith((".json", ".jsonld")) else yaml.safe_load(text)


@pytest.mark.parametrize(
    "name",
    [
        ".fair-ai.yml",
        "CITATION.cff",
        "REUSE.toml",
        "codemeta.json",
        "configs/baseline.yaml",
        "configs/smoke.yaml",
        "data/croissant.json",
        "data/manifest.json",
        "models/fair4ml.jsonld",
        "pyproject.toml",
        "ro-crate-metadata.json",
    ],
)
def test_a_record_parses_and_says_something(name: str) -> None:
    assert read(name)


def test_title_and_version_are_the_same_everywhere() -> None:
    citation, codemeta, project = read("CITATION.cff"), read("codemeta.json"), read("pyproject.toml")["project"]
    assert citation["title"] == codemeta["name"]
    versions = {str(citation["version"]), codemeta["version"], __version__}
    assert versions == {project.get("version", __version__)}


def test_the_licence_is_the_same_everywhere() -> None:
    licence = read("pyproject.toml")["project"]["license"]
    citation = read("CITATION.cff")
    assert citation.get("license", licence) == licence
    assert licence in read("codemeta.json")["license"]
    assert (ROOT / "LICENSES" / f"{licence}.txt").is_file()


def test_the_authors_are_the_same_everywhere() -> None:
    cited = [
        one["name"] if "name" in one else f"{one.get('given-names', '')} {one['family-names']}".strip()
        for one in read("CITATION.cff")["authors"]
    ]
    assert [one["name"] for one in read("codemeta.json")["author"]] == cited
    assert [one["name"] for one in read("pyproject.toml")["project"]["authors"]] == cited


def test_no_orcid_is_mistyped() -> None:
    """The last character of an ORCID is a check digit (ISO 7064, mod 11-2)."""
    for one in read("CITATION.cff")["authors"]:
        digits = re.sub(r"^https://orcid\.org/|-", "", one.get("orcid", ""))
        if digits:
            total = 0
            for digit in digits[:-1]:
                total = (total + int(digit)) * 2
            assert "0123456789X"[(12 - total % 11) % 11] == digits[-1]


@pytest.mark.parametrize("name", CARDS)
def test_a_card_names_make_targets_that_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    heads = re.findall(r"^([A-Za-z][\w ./-]*):(?!=)", makefile, re.MULTILINE)
    known = {target for head in heads for target in head.split()}
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = re.findall(r"(?:^|`)make ((?:[a-z][\w-]*(?=[ `\n]) ?)+)", text, re.MULTILINE)
    named = {target for command in commands for target in command.split()}
    assert named
    assert named - known == set()


@pytest.mark.parametrize("name", CARDS)
def test_a_card_links_to_files_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:|<|#)([^)#\s]+)", text):
        assert (ROOT / name).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "models/README.md"])
def test_a_card_has_the_place_where_results_go(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert lines.count("<!-- results:start -->") == 1
    assert lines.index("<!-- results:start -->") < lines.index("<!-- results:end -->")
