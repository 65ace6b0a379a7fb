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
from _package_.stored import DAMAGED, one_line

ANEW = "Train without RESUME=1."


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
        if said.keys() != {"run", "epoch", "best_epoch", "best_loss", "history"} or not isinstance(said["run"], dict):
            raise ValueError("it does not tell of a training")
    except (*DAMAGED, RecursionError) as error:
        raise UserError(f"{path.name} cannot be read: {one_line(error)}", ANEW) from error
    before, now = said.pop("run"), json.loads(json.dumps(run))
    changed = [key for key in now if before.get(key) != now[key]]
    if changed:
        key = changed[0]
        raise UserError(
            f"{path.name} belongs to another run: {key} was {before.get(key)!r}, is {now[key]!r}.",
            "Restore that setting, or train anew without RESUME=1.",
        )
    parts: dict[str, Weights] = {"best": {}, "weights": {}, "state": {}}
    try:
        for name, values in tensors.items():
            part, _, rest = name.partition(" ")
            parts[part][rest] = values
        progress = Progress(best=parts["best"], **said)
        _ = progress.losses, progress.epoch + progress.best_epoch, float(progress.best_loss)
        learner.load(parts["weights"])
        learner.restore(parts["state"])
    except Exception as error:  # each framework has its own words for a state that is not its
        raise UserError(f"{path.name} is not of this network: {one_line(error)}", ANEW) from error
    return progress
