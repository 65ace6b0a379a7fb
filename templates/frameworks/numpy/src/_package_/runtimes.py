"""How a rule can be run here: as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from _package_.affine import side_by_side
from _package_.config import Config
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import load


def runtimes(stem: Path, schema: Schema, config: Config, device: str) -> dict[str, Callable[[Feeds], NDArray[Any]]]:
    """By name: what the rule is fed, normalised, to normalised values (B, outputs)."""
    del config, device
    rule = load(stem)
    return {"eager": lambda feeds: rule(side_by_side(schema, feeds))}
