"""What an interrupted training needs to go on as if nothing had happened, written in one step.

Random numbers need no place here: those of an epoch follow from the seed and the epoch's number alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import safetensors
import safetensors.numpy

from _package_ import files
from _package_.errors import UserError
from _package_.learner import Learner, Weights


@dataclass(slots=True)
class Progress:
    """State after `epoch` epochs; `best` are the weights to be kept, of epoch `best_epoch`. Epochs count from 1."""

    epoch: int = 0
    best_epoch: int = 0
    best_loss: float = float("inf")
    best: Weights = field(default_factory=dict[str, Any])
    history: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def losses(self) -> list[float]:
        """What is watched: the validation loss of each epoch, else its training loss."""
        return [line.get("val_loss", line["train_loss"]) for line in self.history]


def save(path: Path, run: Mapping[str, Any], progress: Progress, learner: Learner) -> None:
    """`run` is what must be the same for the training to go on."""
    parts = {"best": progress.best, "weights": learner.weights(), "state": learner.state()}
    tensors = {f"{part} {name}": values for part, found in parts.items() for name, values in found.items()}
    said = {"run": run, "epoch": progress.epoch, "best_epoch": progress.best_epoch, "best_loss": progress.best_loss}
    files.replace(
        path, safetensors.numpy.save(tensors, {"progress": json.dumps({**said, "history": progress.history})})
    )


def load(path: Path, run: Mapping[str, Any], learner: Learner) -> Progress:
    """Restores the learner and returns where it stood. UserError if the checkpoint belongs to another run."""
    try:
        with safetensors.safe_open(path, "numpy") as file:
            said = json.loads(file.metadata()["progress"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
    except (OSError, KeyError, TypeError, ValueError, safetensors.SafetensorError) as error:
        raise UserError(f"{path.name} cannot be read: {error}", "Train without RESUME=1.") from error
    before, now = said.pop("run"), json.loads(json.dumps(run))
    changed = [key for key in now if before.get(key) != now[key]]
    if changed:
        key = changed[0]
        raise UserError(
            f"{path.name} belongs to another run: {key} was {before.get(key)!r}, is {now[key]!r}.",
            "Restore that setting, or train anew without RESUME=1.",
        )
    parts: dict[str, Weights] = {"best": {}, "weights": {}, "state": {}}
    for name, values in tensors.items():
        part, _, rest = name.partition(" ")
        parts[part][rest] = values
    learner.load(parts["weights"])
    learner.restore(parts["state"])
    return Progress(best=parts["best"], **said)
