"""What surrounds the work: help, tests, lint, documentation, notebooks, clean. Standard library only."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from _package_ import paths, private, settings, unpack
from _package_.errors import UserError

OPTIONAL = {"conda-env": "environment.yml", "docs": "docs/conf.py", "notebooks": "notebooks"}  # target -> what it needs
BUILT = ("build", "dist", ".make", ".pytest_cache", ".ruff_cache", "docs/_build", "data/processed", "data/sample")


def targets(known: Mapping[str, str]) -> list[str]:
    """The targets that this project has: those of options that were not chosen are missing."""
    return [name for name in known if name not in OPTIONAL or (paths.root() / OPTIONAL[name]).exists()]


def help_(variables: Mapping[str, str]) -> None:
    """Prints the Makefile's own comments (`target: … ## what it does`) and the variables."""
    del variables
    makefile = paths.root() / "Makefile"
    text = makefile.read_text(encoding="utf-8") if makefile.is_file() else ""
    rows = re.findall(r"^([a-z][a-z_-]*):.*?## (.+)$", text, re.MULTILINE)
    exported = re.search(r"^export ([A-Z_ ]+)$", text, re.MULTILINE)
    named = exported[1].split() if exported else list(settings.VARIABLES)
    width = max(len(name) for name, _ in [*rows, *settings.VARIABLES.items()])
    print(f"usage: make TARGET [NAME=value …], or without make: python -m {__package__} TARGET [NAME=value …]\n")
    print("\n".join(f"  {name:<{width}}  {what}" for name, what in rows))
    print("\nvariables, also from the environment:\n")
    print("\n".join(f"  {name:<{width}}  {what}" for name, what in settings.VARIABLES.items() if name in named))
    print("\nfrom the environment alone (proxies and the archives' tokens, too):\n")
    print("\n".join(f"  {name:<{width}}  {what}" for name, what in settings.ENVIRONMENT.items()))


def test(variables: Mapping[str, str]) -> None:
    """In up to four processes: each loads the framework anew, so that more save no time."""
    del variables
    tool("pytest", "-n", "auto", "--maxprocesses", "4")


def lint(variables: Mapping[str, str]) -> None:
    """ruff's rules and format, then pyright's types."""
    del variables
    tool("ruff", "check", ".")
    tool("ruff", "format", "--check", ".")
    tool("pyright", "--pythonpath", sys.executable)


def docs(variables: Mapping[str, str]) -> None:
    del variables
    tool("sphinx", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html")


def notebooks(variables: Mapping[str, str]) -> None:
    """Executes every notebook; the copies with their output go to reports/notebooks/."""
    del variables
    nbclient, nbformat = (importlib.import_module(found(name)) for name in ("nbclient", "nbformat"))
    found("ipykernel")
    os.environ["PYTHONPATH"] = python_path()
    executed = paths.reports() / "notebooks"
    executed.mkdir(parents=True, exist_ok=True)
    for path in sorted((paths.root() / "notebooks").glob("*.ipynb")):
        print(path.name, flush=True)
        notebook = nbformat.read(path, as_version=4)
        place = {"metadata": {"path": str(path.parent)}}
        quiet = ["--log-level=ERROR"]  # else the kernel warns at each start that it listens on this computer
        nbclient.NotebookClient(notebook, timeout=None, resources=place, extra_arguments=quiet).execute()
        nbformat.write(notebook, executed / path.name)


def clean(variables: Mapping[str, str]) -> None:
    """Removes caches and what can be made again; never data/raw, trained models or reports."""
    del variables
    root = paths.root()
    for name in BUILT:
        shutil.rmtree(root / name, ignore_errors=True)
    unpack.clean()
    for name in ("", "data", "data/processed", "models", "models/checkpoints", "reports", "reports/figures", "configs"):
        private.tidy(root / name / private.NAME)
    for folder in ("src", "tests", "docs", "notebooks"):
        for path in [*(root / folder).rglob("__pycache__"), *(root / folder).rglob("*.egg-info")]:
            shutil.rmtree(path, ignore_errors=True)


def tool(module: str, *arguments: str) -> None:
    """Runs a module of this Python."""
    call([sys.executable, "-m", found(module), *arguments])


def found(module: str) -> str:
    """The module's name; UserError when it is not installed."""
    if importlib.util.find_spec(module) is None:
        raise UserError(f"{module} is not installed.", "Run `make env`.")
    return module


def call(command: Sequence[str]) -> None:
    """Runs a program in the project's folder; its failure is ours, with its exit code."""
    known = {**os.environ, "PYTHONPATH": python_path()}
    done = subprocess.run(command, cwd=paths.root(), env=known, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def python_path() -> str:
    """PYTHONPATH by which any Python finds this package, installed or not."""
    source = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
