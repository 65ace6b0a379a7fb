"""run.json: complete, repeatable by its command, and without a person's name or path."""

import getpass
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from _package_ import provenance

KEYS = "format id command started duration_s data_kind config seeds data git versions hardware threads"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def record(planted, settings):
    arrays, config = planted(), settings()
    return lambda **variables: provenance.record("train", variables, config, arrays, provenance.Clock())


def test_it_is_complete_and_json(record):
    found = json.loads(json.dumps(record(), allow_nan=False))
    assert sorted(found) == sorted(KEYS.split())
    assert found["versions"]["numpy"]
    assert found["hardware"]["cores"] >= 1
    assert found["data"]["sources"][0]["sha256"]
    assert found["data_kind"] == "real"


def test_two_runs_have_two_ids(record):
    assert record(SEED="1")["id"] != record(SEED="2")["id"]


def test_neither_home_nor_user_nor_absolute_path_enters(record, project, monkeypatch):
    found = json.dumps(record(CONFIG=str(project / "configs" / "baseline.yaml"), SET="train.lr=1 train.epochs=2"))
    assert "CONFIG=configs/baseline.yaml" in found
    assert "SET='train.lr=1 train.epochs=2'" in found
    assert str(project) not in found
    assert str(Path.home()) + "/" not in found
    assert f'"{getpass.getuser()}"' not in found
    assert "CONFIG=secret.yaml" in record(CONFIG="/home/someone/secret.yaml")["command"]


def test_without_git_the_commit_is_null(record, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert record()["git"] is None


@needs_git
def test_a_repository_that_merely_lies_above_is_not_ours(record, project):
    assert record()["git"] is None
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run([*run, "commit", "-q", "--allow-empty", "-m", "first"], cwd=project, check=True)
    assert record()["git"] is None


@needs_git
def test_only_what_a_result_depends_on_makes_a_run_dirty(record, project):
    (project / "README.md").write_text("old")
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    subprocess.run([*run, "commit", "-q", "-m", "first"], cwd=project, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True).stdout.strip()
    assert record()["git"] == {"commit": head, "dirty": False}
    (project / "README.md").write_text("new")
    assert record()["git"] == {"commit": head, "dirty": False}
    (project / "src").mkdir()
    (project / "src" / "model.py").write_text("new")
    assert record()["git"] == {"commit": head, "dirty": True}
