"""The sidecar of a trained model, <stem>.json: reads it and makes sure that the weights are those that it describes.

Model and sidecar may come from a stranger: what the commands use of it is checked here, before they do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import config as configuration
from _package_ import files
from _package_.config import Config
from _package_.errors import UserError

FORMAT = "fair-ai/sidecar@1"
OLD = ".skops"  # of version 0.1, for scikit-learn: such a file can run code
RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")  # an id of a run, which becomes part of names


def path(stem: Path) -> Path:
    return stem.with_name(stem.name + ".json")


def read(stem: Path, remedy: str, suffix: str = "") -> tuple[Mapping[str, Any], Config, str]:
    """The sidecar, the configuration and the digest of the data that it names; UserError with `remedy` where it or the
    weights are missing or damaged, or one of them belongs to another model."""
    at = path(stem)
    if not at.is_file():
        raise UserError(f"There is no trained model {at.name}.", remedy)
    try:
        sidecar = checked(json.loads(at.read_text(encoding="utf-8")), stem.name)
        used = configuration.from_dict(sidecar["run"]["config"], at.name)
        data: str = sidecar["run"]["data"]["schema_sha256"]
    except UserError as error:
        raise UserError(f"{at.name} holds settings that cannot be: {error.message}", remedy) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        words = f"{type(error).__name__} {error}" if isinstance(error, KeyError | RecursionError) else str(error)
        raise UserError(f"{at.name} is not a {FORMAT} file: {' '.join(words.split())[:200]}", remedy) from error
    weights = at.with_name(sidecar["weights"])
    if weights.suffix == OLD:
        raise UserError(f"{weights.name} is of version 0.1: such files can run code, and are not opened.", remedy)
    if not weights.name.endswith(suffix):
        raise UserError(f"{weights.name} is no file of {used.framework}, which writes {suffix}.", remedy)
    if not weights.is_file():
        raise UserError(f"The weights {weights.name} are missing.", remedy)
    if files.sha256(weights) != sidecar["weights_sha256"]:
        raise UserError(f"{weights.name} is not the file that its sidecar describes.", remedy)
    return sidecar, used, data


def checked(said: Any, name: str) -> dict[str, Any]:
    """The sidecar of the model `name`, in which every key that is used is there and of its kind; else ValueError."""
    wanted = {
        "format": said["format"] == FORMAT,
        "weights": re.fullmatch(rf"{re.escape(name)}\.[a-z]+", said["weights"]) is not None,
        "weights_sha256": isinstance(said["weights_sha256"], str),
        "seeds": bool(seeds(said["seeds"])),
        "fit": isinstance(said["fit"], dict),
        "run": isinstance(said["run"], dict),
        "run.id": RUN.fullmatch(said["run"]["id"]) is not None,
        "run.started": isinstance(said["run"]["started"], str),
        "run.config": isinstance(said["run"]["config"], dict),
        "run.data": isinstance(said["run"]["data"]["schema_sha256"], str),
        "run.git": isinstance(said["run"]["git"], dict | None),
        "run.versions": isinstance(said["run"]["versions"], dict),
        "run.hardware": isinstance(said["run"]["hardware"], dict),
    }
    for key, good in wanted.items():
        if not good:
            raise ValueError(f"{key} is not what it should be")
    return said


def seeds(said: Any) -> list[int]:
    """The seeds, which become part of the names of files; ValueError for what is no list of them."""
    if not isinstance(said, list) or not said or not all(type(seed) is int and seed >= 0 for seed in said):
        raise ValueError(f"seeds are {said!r}"[:80])
    return said
