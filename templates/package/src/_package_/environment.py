"""Where the project runs: install it, lock the versions, say what is missing. Standard library only."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping

from _package_ import paths
from _package_.errors import UserError
from _package_.fetching import mirror
from _package_.project import call

CPU_INDEX = "https://download.pytorch.org/whl/cpu"  # PyTorch's own, as its installation page says
UV_NAMES = {  # uv reads its own variables; who has set pip's means both
    "PIP_CONSTRAINT": "UV_CONSTRAINT",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
}
INSTALLERS = {"pip", "setuptools", "uv", "wheel"}


def env(variables: Mapping[str, str]) -> None:
    """Makes .venv and installs the project into it, by uv if it is there, else pip; obeys requirements.lock."""
    root = paths.root()
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    torch, uv = variables.get("TORCH"), shutil.which("uv")
    locked = ["--constraint", "requirements.lock"] if (root / "requirements.lock").is_file() else []
    wanted = ["--editable", ".[dev,tools]", *locked]
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
        if torch == "cpu":  # from its own index, which is asked for nothing else; the default one has CUDA builds
            index = ["--no-deps", "--disable-pip-version-check", "--index-url", mirror.mirrored(CPU_INDEX)]
            call([str(python), "-m", "pip", "install", *index, *locked, *named("torch")])
        call([str(python), "-m", "pip", "install", *wanted])
    print("The environment is ready in .venv; make uses it by itself.")


def named(name: str) -> list[str]:
    """The requirements of that name in pyproject.toml."""
    return [one for one in declared() if distribution(one) == name]


def distribution(requirement: str) -> str:
    """The name that a requirement begins with."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def declared() -> list[str]:
    """What pyproject.toml says that the project depends on."""
    import tomllib

    return tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]


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
    print(f"Python {sys.version.split()[0]} ({sys.executable})")
    missing: list[str] = []
    for requirement in declared():
        name = distribution(requirement)
        try:
            print(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise UserError(f"Not installed: {', '.join(missing)}.", "Run `make env`.")
