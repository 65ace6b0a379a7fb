"""The same training once more: are the weights the same to the bit?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import files, paths, provenance, trained
from _package_.arrays import Arrays
from _package_.train import train
from _package_.trained import Trained


def again(model: Trained, arrays: Arrays, device: str) -> dict[str, Any]:
    """Trains with the model's configuration and seed in models/reproduce/ and compares.

    With what `make train` left, where that was trained on this machine with these versions; else, or where that
    differs, with a second training from the same start. Bits are promised on one CPU with one number of threads.
    """
    folder = paths.models() / "reproduce"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        first = once(model, arrays, device, folder / "first")
        equal, how = same(model, first, arrays, device), "compared with the trained model"
        if not equal:
            second = once(model, arrays, device, folder / "second")
            equal, how = same(first, second, arrays, device), f"trained twice; the trained model differs, {why(model)}"
        return {"seed": model.seed, "equal": equal, "how": how}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def once(model: Trained, arrays: Arrays, device: str, stem: Path) -> Trained:
    """A new training from the same start."""
    fit = train(arrays.schema, model.config, arrays, stem, seed=model.seed, device=device, resume=False)
    digest = files.sha256(stem.with_name(fit["weights"]))
    return replace(model, stem=stem, sidecar={**model.sidecar, "weights": fit["weights"], "weights_sha256": digest})


def same(one: Trained, other: Trained, arrays: Arrays, device: str) -> bool:
    """Whether two files of weights are equal; of a rule in .npz, whose zip holds dates, whether all answers are."""
    if one.sidecar["weights_sha256"] == other.sidecar["weights_sha256"]:
        return True
    if one.sidecar["weights"].endswith(".safetensors"):
        return False
    splits = [name for name, split in arrays.schema.splits.items() if split.rows > 0]
    answers = [trained.predict(model, arrays, splits, device) for model in (one, other)]
    return np.array_equal(answers[0], answers[1])


def why(model: Trained) -> str:
    """In what the machine of the trained model was another one than this."""
    run, now = model.sidecar["run"], {"hardware": provenance.hardware(), "versions": provenance.versions()}
    hardware = [key for key, value in now["hardware"].items() if run["hardware"].get(key) != value]
    versions = [name for name, one in run["versions"].items() if now["versions"].get(name, one) != one]
    changed = [*hardware, *versions]
    return f"and was made with another {', '.join(changed)}" if changed else "though it names the same machine"
