"""Published weights, evaluated: their answers on given inputs, and their scores on the data."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import evaluate, npz, parity, paths
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.errors import UserError
from _package_.feeds import Feeds
from _package_.runtimes import runtimes
from _package_.schema import Schema
from _package_.scores import words
from _package_.train import train
from _package_.trained import Trained


def checked(config: Config, arrays: Arrays, device: str, logits: str | None) -> list[dict[str, Any]]:
    """One report for each entry of references/weights.json: what passed, what failed, scores by split.

    `logits` (LOGITS) is an .npz file with inputs by array name, and reference outputs by the weights' name. Without
    real data and without it there is nothing to say, and nothing is downloaded.
    """
    listed = paths.root() / "references" / "weights.json"
    real = arrays.schema.data_kind == "real"
    if not listed.is_file() or not (real or logits):
        return []
    return [
        one(entry, config, arrays, device, logits, real) for entry in json.loads(listed.read_text("utf-8"))["weights"]
    ]


def one(
    entry: dict[str, Any], config: Config, arrays: Arrays, device: str, logits: str | None, real: bool
) -> dict[str, Any]:
    """Loads the weights as `INIT=reference:<name>` does, without training, and asks them."""
    initial = import_module(f"{__package__}.initial")  # of networks alone, as are published weights
    used = initial.configured(config, f"reference:{entry['name']}")
    used = replace(used, train={**used.train, "epochs": 0}, seeds=(0,))
    folder = paths.models() / "reproduce"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        stem = folder / "published-seed0"
        fit = train(arrays.schema, used, arrays, stem, seed=0, device=device, resume=False)
        passed, failed = [f"{fit['parameters']} parameters"], list[str]()
        if logits:
            same, line = answers(
                stem, used, arrays.schema, device, Path(logits), (entry["name"], Path(entry["url"]).stem)
            )
            (passed if same else failed).append(line)
        scores = measured(Trained(stem, 0, used, {"run": {"id": "published"}}), arrays, device) if real else {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    about = {key: entry[key] for key in ("name", "source", "sha256")}
    return {**about, "passed": passed, "failed": failed, "scores": scores}


def answers(
    stem: Path, config: Config, schema: Schema, device: str, path: Path, names: tuple[str, ...]
) -> tuple[bool, str]:
    """Whether the weights answer as the file says, judged as parity.py does, and by how much they differ."""
    if not path.is_file():
        raise UserError(f"LOGITS={path}: there is no such file.", "Give the path of an .npz file.")
    held = npz.read(path, "Give LOGITS an .npz file of plain arrays.")
    called = next((key for key in names if key in held), None)
    if called is None:
        return True, f"{path.name} has no outputs of these weights"
    feeds = inputs(schema, held)
    forward = runtimes(stem, schema, config, device)["eager"]
    found = parity.compare(lambda _: held[called], forward, feeds, schema, "reference")
    return found.good, f"{path.name}: {found}"


def inputs(schema: Schema, held: dict[str, NDArray[Any]]) -> Feeds:
    """What a network is fed, from a file: axes of a row may stand the other way round; without masks all is real."""
    fed: Feeds = {}
    for name in schema.inputs:
        if name not in held:
            raise UserError(f"The reference file has no array {name!r}.", f"It has: {', '.join(held)}.")
        shape = schema.arrays[name].shape
        values = held[name] if held[name].shape[1:] == shape else np.swapaxes(held[name], 1, 2)
        if values.shape[1:] != shape:
            raise UserError(
                f"{name!r} has rows of {values.shape[1:]}, not {shape}.", "Give the arrays of this dataset."
            )
        fed[name] = np.ascontiguousarray(values, np.float32)
    rows = len(next(iter(fed.values())))
    for name in schema.feeds:
        if name not in fed:
            array = schema.arrays[name]
            default = np.ones if array.role == "mask" else np.zeros
            fed[name] = held.get(name, default((rows, *array.shape))).astype(
                np.float32 if array.role == "mask" else np.int32
            )
    return fed


def measured(model: Trained, arrays: Arrays, device: str) -> dict[str, str]:
    """The task's metrics by split, in words."""
    results, _ = evaluate.measure([model], arrays, device)
    return {
        result.split: ", ".join(
            f"{name} {words(score.value, None, 1, score.unit)}" for name, score in result.metrics.items()
        )
        for result in results
    }
