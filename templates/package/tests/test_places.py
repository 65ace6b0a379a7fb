"""Local files: their places stand in data/local.json alone, and where they are not known both ways out are named."""

import json

import pytest

from _package_ import places
from _package_.errors import UserError
from _package_.manifest import load


@pytest.fixture
def listed(tmp_path):
    file = {"path": "genes.csv", "size": 3, "checksum": None, "urls": [], "selected": True}
    dataset = {"title": "genes.csv", "archive": "local", "status": "resolved", "files": [file]}
    manifest = {"format": "fair-ai/manifest@1", "recipe": {"key": "table"}, "datasets": [dataset]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return load(tmp_path / "manifest.json")


def written(folder, place):
    path = folder / "local.json"
    path.write_text(json.dumps({"format": places.FORMAT, "files": {"genes.csv": place}}), encoding="utf-8")
    return path


def test_a_file_is_found_where_local_json_says(listed, tmp_path):
    source = tmp_path / "füßen x.csv"
    source.write_text("abc", encoding="utf-8")
    found = places.located(listed, written(tmp_path, source.as_uri()))
    assert found.files[0].urls == (source.as_uri(),)
    places.check(found.files)


@pytest.mark.parametrize("known", [True, False])
def test_where_no_file_is_both_remedies_are_named(listed, tmp_path, known):
    path = written(tmp_path, (tmp_path / "gone.csv").as_uri()) if known else tmp_path / "local.json"
    found = places.located(listed, path)
    with pytest.raises(UserError, match=r"genes\.csv") as refused:
        places.check(found.files)
    assert refused.value.code == 2
    assert "data/raw/genes.csv" in refused.value.remedy
    assert "update --data --dataset" in refused.value.remedy


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "fair-ai/local@1", "files": []}', "[" * 100_000])
def test_what_is_no_record_is_refused(listed, tmp_path, text):
    path = tmp_path / "local.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"local\.json"):
        places.located(listed, path)


def test_only_places_of_this_computer_are_taken(listed, tmp_path):
    assert places.located(listed, written(tmp_path, "https://example.org/x")).files[0].urls == ()
