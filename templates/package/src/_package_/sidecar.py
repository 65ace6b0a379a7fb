"""The sidecar of a trained model, <stem>.json: reads it and makes sure that the weights are those that it describes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import config as configuration
from _package_ import files
from _package_.config import Config
from _package_.errors import UserError

FORMAT = "fair-ai/sidecar@1"


def path(stem: Path) -> Path:
    return stem.with_name(stem.name + ".json")


def read(stem: Path, remedy: str) -> tuple[Mapping[str, Any], Config, str]:
    """The sidecar, the configuration and the digest of the data that it names; UserError with `remedy` where it or the
    weights are missing or damaged."""
    at = path(stem)
    if not at.is_file():
        raise UserError(f"There is no trained model {at.name}.", remedy)
    try:
        sidecar: dict[str, Any] = json.loads(at.read_text(encoding="utf-8"))
        used = configuration.from_dict(sidecar["run"]["config"], at.name)
        data: str = sidecar["run"]["data"]["schema_sha256"]
        weights, digest = at.with_name(sidecar["weights"]), sidecar["weights_sha256"]
    except UserError as error:
        raise UserError(f"{at.name} holds settings that cannot be: {error.message}", remedy) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{at.name} is not a {FORMAT} file: {error}", remedy) from error
    if not weights.is_file():
        raise UserError(f"The weights {weights.name} are missing.", remedy)
    if files.sha256(weights) != digest:
        raise UserError(f"{weights.name} is not the file that its sidecar describes.", remedy)
    return sidecar, used, data
