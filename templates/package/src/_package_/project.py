"""The environment around the work: install, lock, test, lint, documentation, clean. Standard library only."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from _package_ import paths, settings, unpack
from _package_.errors import UserError

OPTIONAL = {"conda-env": "environment.yml", "docs": "docs/conf.py", "notebooks": "notebooks"}  # target -> what it needs
CPU_INDEX = "https://download.pytorch.org/whl/cpu"  # PyTorch's own, as its installation page says
UV_NAMES = {  # uv reads its own variables; who has set pip's means both
    "PIP_CONSTRAINT": "UV_CONSTRAINT",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
}
BUILT = ("build", "dist", ".make", ".pytest_cache", ".ruff_cache", "docs/_build", "data/processed", "data/sample")
INSTALLERS = {"pip", "setuptools", "uv", "wheel"}


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


def env(variables: Mapping[str, str]) -> None:
    """Makes .venv and installs the project into it, by uv if it is there, else pip; obeys requirements.lock."""
    root = paths.root()
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    torch, uv = variables.get("TORCH"), shutil.which("uv")
    locked = ["--constraint", "requirements.lock"] if (root / "requirements.lock").is_file() else []
    wanted = ["--editable", ".[dev]", *locked]
    if uv:
        for name, ours in UV_NAMES.items():
            if name in os.environ:
                os.environ.setdefault(ours, os.environ[name])
        if not python.exists():
            call([uv, "venv", "--python", sys.executable, ".venv"])
        backend = {"cpu": ["--torch-backend", "cpu"], "cuda": ["--torch-backend", "auto"]}.get(torch or "", [])
        call([uv, "pip", "install", "--python", str(python), *backend, *wanted])
    else:
        if not python.exists():
            call([sys.executable, "-m", "venv", ".venv"])
        index = ["--extra-index-url", CPU_INDEX] if torch == "cpu" else []  # the default index has CUDA builds
        call([str(python), "-m", "pip", "install", *index, *wanted])
    print("The environment is ready in .venv; make uses it by itself.")


def conda_env(variables: Mapping[str, str]) -> None:
    """Makes or updates the conda environment of environment.yml."""
    del variables
    conda = next((found for name in ("mamba", "micromamba", "conda") if (found := shutil.which(name))), None)
    if conda is None:
        raise UserError("There is no conda, mamba or micromamba here.", "Install one of them, or run `make env`.")
    call([conda, "env", "update", "--file", "environment.yml"])


def lock(variables: Mapping[str, str]) -> None:
    """Writes requirements.lock: installed distributions but this one, by name and version without local label."""
    del variables
    found: dict[str, str] = {}
    for one in importlib.metadata.distributions():
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"] or "").lower()
        editable = json.loads(one.read_text("direct_url.json") or "{}").get("dir_info", {}).get("editable")
        if name and name not in INSTALLERS and not editable:
            found.setdefault(name, one.version.partition("+")[0])
    lines = [f"{name}=={found[name]}" for name in sorted(found)]
    version = ".".join(map(str, sys.version_info[:3]))
    path = paths.root() / "requirements.lock"
    path.write_text("\n".join([f"# Python {version} on {sys.platform}", *lines]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} packages")


def test_environment(variables: Mapping[str, str]) -> None:
    """Says which Python this is and whether everything that pyproject.toml declares is installed; UserError if not."""
    del variables
    import tomllib

    declared = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    print(f"Python {sys.version.split()[0]} ({sys.executable})")
    missing: list[str] = []
    for requirement in declared:
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        try:
            print(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise UserError(f"Not installed: {', '.join(missing)}.", "Run `make env`.")


def test(variables: Mapping[str, str]) -> None:
    del variables
    tool("pytest")


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
