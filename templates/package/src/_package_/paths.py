"""Where things stand in the project, seen from any folder inside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

DataKind = Literal["real", "sample"]


def root() -> Path:
    """The project's folder: around the working directory, else around this file, else the working directory."""
    here = Path.cwd()
    for start in (here, Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / "pyproject.toml").is_file() and (folder / "data" / "manifest.json").is_file():
                return folder
    return here


def data(kind: DataKind) -> Path:
    """data/, or data/sample/ for the synthetic sample: the two never share a file."""
    return root() / "data" if kind == "real" else root() / "data" / "sample"


def raw(kind: DataKind) -> Path:
    """Files as the archive (or the sample maker) wrote them."""
    return data(kind) / "raw"


def interim() -> Path:
    """Archives of data/raw/ as folders of their files."""
    return root() / "data" / "interim"


def processed(kind: DataKind) -> Path:
    """<split>/<array>.npy and schema.json."""
    return data(kind) / "processed"


def schema(kind: DataKind) -> Path:
    return processed(kind) / "schema.json"


def manifest() -> Path:
    """Which datasets and files the project uses."""
    return root() / "data" / "manifest.json"


def lock() -> Path:
    """sha256 and size of what was really fetched."""
    return root() / "data" / "manifest.lock.json"


def dictionary() -> Path:
    """What people say of the columns."""
    return root() / "references" / "data-dictionary.csv"


def local() -> Path:
    """Where local files lie on this computer."""
    return root() / "data" / "local.json"


def configs() -> Path:
    return root() / "configs"


def models() -> Path:
    return root() / "models"


def reports() -> Path:
    return root() / "reports"


def figures() -> Path:
    return reports() / "figures"
