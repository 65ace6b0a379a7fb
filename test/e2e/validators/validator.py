"""What a validator is here: somebody else's program, the file it judges, and the canaries that it must reject first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BIN = Path(sys.prefix) / "bin"


@dataclass(frozen=True)
class Verdict:
    """ok: accepted. words: what the program said; the reason when it is not run (`skipped`)."""

    ok: bool
    words: str
    skipped: bool = False


@dataclass(frozen=True)
class Setting:
    """Where the contexts and caches lie, and a Python that has the project's dependencies (None: there is none)."""

    contexts: dict[str, Path]
    cache: Path
    python: Path | None


Run = Callable[[Path, Setting], Verdict]
Spoil = Callable[[Path], None]


@dataclass(frozen=True)
class Validator:
    """`run` judges a project; each of `canaries` makes a copy of it bad in one way that `run` must then reject."""

    name: str
    needs: str  # a file of the project, a glob; without a match there is nothing to judge
    run: Run
    canaries: tuple[Spoil, ...]
    needs_python: bool = False


def call(
    command: Sequence[str | Path], cwd: Path, env: dict[str, str] | None = None, timeout: int = 600
) -> subprocess.CompletedProcess[str]:
    """Runs a command offline; never raises for its exit code."""
    full = [sys.executable, str(HERE / "offline.py"), *map(str, command)]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **(env or {})}
    try:
        return subprocess.run(
            full, cwd=cwd, env=environment, timeout=timeout, capture_output=True, text=True, errors="replace"
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(full, 124, "", f"no answer within {timeout} s")


def judged(result: subprocess.CompletedProcess[str]) -> Verdict:
    """Accepted when the exit code is 0."""
    return Verdict(result.returncode == 0, (result.stdout + result.stderr).strip())


def command(*words: str) -> Run:
    """A validator that is one command run in the project's folder; {bin} is the venv's folder of programs."""
    return lambda project, _: judged(call([word.format(bin=BIN) for word in words], project))


# ---- ways to spoil a file


def edit(path: str, before: str, after: str) -> Spoil:
    """Replaces the first `before`; a canary that changes nothing would prove nothing, so that is an error."""

    def spoil(project: Path) -> None:
        file = next(iter(sorted(project.glob(path))))
        text = file.read_text(encoding="utf-8")
        if before not in text:
            raise RuntimeError(f"the canary cannot be made: {path} has no {before!r}")
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    return spoil


def change(path: str, edit_json: Callable[[Any], object]) -> Spoil:
    """Changes a JSON file in place."""

    def spoil(project: Path) -> None:
        file = project / path
        document = json.loads(file.read_text(encoding="utf-8"))
        edit_json(document)
        file.write_text(json.dumps(document, indent=2), encoding="utf-8")

    return spoil


def add(path: str, text: str) -> Spoil:
    """Appends to the first file that matches, or creates the file."""

    def spoil(project: Path) -> None:
        file = next(iter(sorted(project.glob(path))), project / path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as handle:
            handle.write(text)

    return spoil


def remove(path: str) -> Spoil:
    """Deletes the first file that matches."""

    def spoil(project: Path) -> None:
        next(iter(sorted(project.glob(path)))).unlink()

    return spoil


IGNORED = (
    ".venv",
    "node_modules",
    ".cache",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    "_build",
    "dist",
)


def copy(project: Path, target: Path) -> Path:
    """A copy without environments and caches."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(project, target, ignore=shutil.ignore_patterns(*IGNORED), symlinks=True))
