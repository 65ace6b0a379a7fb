"""What an interrupted training needs to go on as if nothing had happened, written after every epoch in one step.

Random numbers need no place here: those of an epoch follow from the seed and the epoch's number alone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from _package_ import files
from _package_.errors import UserError


@dataclass(slots=True)
class Progress:
    """State after `epoch` epochs; `best` are the weights to be kept, of epoch `best_epoch`. Epochs count from 1."""

    epoch: int = 0
    best_epoch: int = 0
    best_loss: float = float("inf")
    best: dict[str, Any] = field(default_factory=dict[str, Any])
    history: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def save(path: Path, run: dict[str, Any], progress: Progress, **parts: Any) -> None:
    """`run` is what must be the same for the training to go on; `parts` have state_dict()."""
    held = {name: getattr(progress, name) for name in Progress.__slots__}
    buffer = io.BytesIO()
    torch.save({"run": run, "progress": held, **{name: part.state_dict() for name, part in parts.items()}}, buffer)
    files.replace(path, buffer.getvalue())


def load(path: Path, run: dict[str, Any], device: str, **parts: Any) -> Progress:
    """Restores `parts` and returns where they stood. UserError if the checkpoint belongs to another run."""
    try:
        held = torch.load(path, map_location=device, weights_only=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError(f"{path.name} cannot be read: {error}", "Train without RESUME=1.") from error
    changed = [key for key in run if held["run"].get(key) != run[key]]
    if changed:
        key = changed[0]
        raise UserError(
            f"{path.name} belongs to another run: {key} was {held['run'].get(key)!r}, is {run[key]!r}.",
            "Restore that setting, or train anew without RESUME=1.",
        )
    for name, part in parts.items():
        part.load_state_dict(held[name])
    return Progress(**held["progress"])
