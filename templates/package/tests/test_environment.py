"""What `make env` asks pip for."""

import pytest

from _package_ import environment

PROJECT = '[project]\ndependencies = ["numpy>=2", "torch>=2.5", "torchmetrics"]\n'


@pytest.fixture
def calls(project, monkeypatch):
    """The commands that would have been run, without pip's own path; no uv."""
    made = []
    (project / "pyproject.toml").write_text(PROJECT)
    monkeypatch.setattr(environment, "call", lambda words: made.append(words[1:]))
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    monkeypatch.delenv("FAIR_AI_MIRROR", raising=False)
    return made


def test_pytorchs_own_index_is_asked_for_torch_alone(calls):
    environment.env({"TORCH": "cpu"})
    alone, rest = calls[1:]
    quiet = ["--no-deps", "--disable-pip-version-check"]  # pip would ask that index for itself, too
    assert alone == ["-m", "pip", "install", *quiet, "--index-url", environment.CPU_INDEX, "torch>=2.5"]
    assert rest == ["-m", "pip", "install", "--editable", ".[dev,tools]"]


def test_the_mirror_stands_in_for_that_index_and_a_lock_holds_for_both(calls, project, monkeypatch):
    monkeypatch.setenv("FAIR_AI_MIRROR", "http://127.0.0.1:9/cache/")
    (project / "requirements.lock").write_text("torch==2.13.0\n")
    environment.env({"TORCH": "cpu"})
    for command in calls[1:]:
        assert command[command.index("--constraint") + 1] == "requirements.lock"
    assert "http://127.0.0.1:9/cache/download.pytorch.org/whl/cpu" in calls[1]


def test_otherwise_the_default_index_is_asked_for_everything(calls):
    environment.env({})
    assert calls == [["-m", "venv", ".venv"], ["-m", "pip", "install", "--editable", ".[dev,tools]"]]
