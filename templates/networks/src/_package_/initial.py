"""INIT and train.init: the weights that a training begins with, in place of random ones, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from _package_ import files, legacy, npz, reference
from _package_.config import Config, checked
from _package_.errors import UserError
from _package_.learner import Learner, Weights
from _package_.reference import REFERENCE
from _package_.stored import DAMAGED, one_line

READERS = {".safetensors": "safetensors", ".npz": "npz", ".pth": "pth", ".pt": "pth", ".bin": "pth", ".ckpt": "pth"}
OTHER = "Give the weights as safetensors or npz."
COUNTED = ".num_batches_tracked"  # by PyTorch alone, and of no consequence here


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the arrays of a file, for people and for the sidecar."""

    init: str  # the value of train.init
    file: str
    sha256: str
    loaded: tuple[str, ...]
    reshaped: tuple[str, ...]  # of those loaded, with both shapes
    skipped: tuple[str, ...]  # in the file, with the reason
    random: tuple[str, ...]  # in the network, and not in the file

    def text(self) -> str:
        """A line for each kind."""
        lines = [f"Initial weights: {self.file} ({self.init}), {len(self.loaded)} arrays loaded"]
        for name in ("reshaped", "skipped", "random"):
            found: tuple[str, ...] = getattr(self, name)
            lines += [f"  {name}: {'; '.join(found)}"] if found else []
        return "\n".join(lines)


def configured(config: Config, init: str) -> Config:
    """The configuration with `init` as train.init; published weights bring the settings of the model they are of.

    Downloads them where they are not here yet. UserError for what is not there or not known.
    """
    if not reference.names(init):
        path = Path(init).expanduser()
        if not path.is_file():
            raise UserError(f"INIT={init}: there is no such file.", f"Give a path, or {REFERENCE}[:<name>].")
        return replace(config, train={**config.train, "init": init})
    entry = reference.entry(init)
    reference.file(entry)
    wanted: dict[str, Mapping[str, Any]] = {section: entry.get(section, {}) for section in ("model", "train")}
    held = {"model": config.model, "train": config.train}
    changed = {
        f"{section}.{key}": value
        for section, values in wanted.items()
        for key, value in values.items()
        if held[section].get(key) != value
    }
    print(f"Published weights {entry['name']!r}: {entry['source']}, licence {entry.get('licence', 'not stated')}")
    for line in [entry.get("note"), f"Settings taken from them: {json.dumps(changed)}" if changed else None]:
        if line:
            print(f"  {line}")
    train = {**config.train, **wanted["train"], "init": f"{REFERENCE}:{entry['name']}"}
    return checked(replace(config, model={**config.model, **wanted["model"]}, train=train), "references/weights.json")


def begin(learner: Learner, config: Config) -> dict[str, Any] | None:
    """Gives the network the weights that train.init names, says what was done, and returns it for the sidecar.

    Published weights must fit as a whole; of a file, whatever has the same name and as many values is taken.
    """
    init = config.train.get("init")
    if not init:
        return None
    entry = reference.entry(init) if reference.names(init) else None
    path = Path(init).expanduser() if entry is None else reference.file(entry)
    found = read(path)
    names = entry.get("rename", {}) if entry else {}
    ours, report = matched(learner.weights(), {names.get(name, name): values for name, values in found.items()})
    said = Report(str(init), path.name, files.sha256(path), *report)
    if not said.loaded or (entry is not None and (said.reshaped or said.skipped or said.random)):
        raise UserError(
            f"{path.name} does not fit the network.\n{said.text()}",
            "Compare the model's settings and the data's features with those it was trained with.",
        )
    learner.load(ours)
    if learner.rank == 0:
        print(said.text(), flush=True)
    return asdict(said)


def matched(
    ours: Mapping[str, NDArray[Any]], found: Mapping[str, NDArray[Any]]
) -> tuple[Weights, tuple[tuple[str, ...], ...]]:
    """Our weights with those found put in, and the names loaded, reshaped, skipped and left random."""
    taken: Weights = dict(ours)
    loaded: list[str] = []
    reshaped: list[str] = []
    skipped: list[str] = []
    for name, values in found.items():
        if name not in ours:
            skipped += [] if name.endswith(COUNTED) else [f"{name} (the network has no such array)"]
            continue
        shapes = f"{values.shape} in the file, {ours[name].shape} in the network"
        if values.size != ours[name].size:
            skipped.append(f"{name} ({shapes})")
            continue
        if values.shape != ours[name].shape:
            reshaped.append(f"{name} ({shapes})")
        taken[name] = np.ascontiguousarray(values, ours[name].dtype).reshape(ours[name].shape)
        loaded.append(name)
    random = [name for name in ours if name not in loaded and not name.endswith(COUNTED)]
    return taken, (tuple(loaded), tuple(reshaped), tuple(skipped), tuple(random))


def read(path: Path) -> Weights:
    """The arrays of a file by name; no format can run code. UserError for another format and for a damaged file."""
    kind = READERS.get(path.suffix.lower())
    try:
        if kind == "safetensors":
            return safetensors.numpy.load_file(path)
        if kind == "npz":
            return npz.read(path, OTHER)
        if kind == "pth":
            return legacy.read(path)
    except DAMAGED as error:
        raise UserError(f"{path.name} cannot be read: {one_line(error)}", OTHER) from error
    raise UserError(f"{path.name} is of no known format.", f"Known endings: {', '.join(READERS)}.")
