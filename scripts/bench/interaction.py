"""Times the Interaction Network of a generated project; prints JSON. PYTHONPATH holds the project's src/.

interaction.py dense <batch> <rounds>         (PyTorch) ours and the published dense formulation, in turn
interaction.py memory <ours or dense> <batch> (PyTorch) bytes that one step of training takes at the most
interaction.py alone <framework> <batch> <rounds>   ours, and the input pipeline without a model
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy

from _package_ import batches as batching
from _package_ import train
from _package_.arrays import Arrays, FolderWriter
from _package_.batches import Batches
from _package_.config import Config
from _package_.normalise import moments
from _package_.schema import Array, Field, Schema, Source, Split

MICRO = 8  # rows at a time, as in model.yml
JETS = {128: 256, 1024: 1024}  # batch -> jets of an epoch
CLOUDS = {"tracks": (60, 30), "vertices": (5, 14)}
TRAIN = {"optimiser": "adam", "lr": 1e-4, "weight_decay": 0.0, "schedule": "constant", "warmup": 0, "plateau": 8}
TRAIN |= {"patience": 0, "precision": "float32", "devices": 1, "normalise_inputs": False, "normalise_target": True}


def configuration(framework: str, batch: int, micro: int) -> Config:
    model = {"hidden": 60, "De": 20, "Do": 24, "masked": False}
    train = {**TRAIN, "epochs": 1, "batch_size": batch, "micro_batch": micro, "shuffle_targets": False, "threads": 0}
    return Config("in", framework, (0,), ("train",), model, train)


def made(folder: Path, rows: int) -> Arrays:
    """Processed arrays of standard normal numbers, of the shapes of CMS jets."""
    random, layout = np.random.default_rng(0), dict[str, Array]()
    for name, shape in CLOUDS.items():
        fields = tuple(Field(f"{name}{k}") for k in range(shape[1]))
        layout[name] = Array("input", "cloud", "float32", shape, "standard", fields, mask=f"{name}_mask")
        layout[f"{name}_mask"] = Array("mask", "table", "uint8", shape[:1])
    layout["target"] = Array("target", "table", "int64", (), classes=("QCD", "Hbb"))
    found: dict[str, Any] = {name: random.normal(size=(rows, *s)).astype("f4") for name, s in CLOUDS.items()}
    found |= {f"{name}_mask": np.ones((rows, s[0]), "u1") for name, s in CLOUDS.items()}
    found["target"] = random.integers(0, 2, rows)
    with FolderWriter(folder, layout) as writer:
        writer.append("train", found)
        values = {name: {"train": moments(found[name].reshape(-1, s[1]))} for name, s in CLOUDS.items()}
        filled = {name: replaced(array, values.get(name, {})) for name, array in layout.items()}
        source = (Source("made.npz", "0" * 64, 1),)
        Schema("made", "sample", "classification", filled, {"train": Split(rows, "all")}, source).save(
            writer.folder / "schema.json"
        )
    return Arrays(folder)


def replaced(array: Array, statistics: Any) -> Array:
    import dataclasses

    return dataclasses.replace(array, statistics=statistics)


def prepared(framework: str, batch: int, micro: int, arrays: Arrays) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """An epoch of training, and predictions of its jets a batch at a time, with the network that train.model makes."""
    config = configuration(framework, batch, micro)
    learner = train.learner(arrays.schema, config, 0, "cpu")
    data = list(Batches(arrays.schema, config, arrays, ["train"]).in_order(batch))[: JETS[batch] // batch]
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "in"
        stem.with_name("in.safetensors").write_bytes(safetensors.numpy.save(learner.weights(), {"format": "pt"}))
        predict = train.predictor(stem, arrays.schema, config, "cpu")
    rows = [{name: np.array(values) for name, values in one.feeds.items()} for one in data]
    return lambda: learner.epoch(iter(data), 1e-4, 0), lambda: np.concatenate([predict(one) for one in rows])


def timed(subjects: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The shortest time of each in s; all in turn within a round, after a warm-up."""
    best = dict.fromkeys(subjects, float("inf"))
    for number in range(rounds + 1):
        for name, subject in subjects.items():
            begun = time.perf_counter()
            subject()
            best[name] = min(best[name], time.perf_counter() - begun) if number else best[name]
    return best


def against_dense(batch: int, rounds: int, arrays: Arrays) -> dict[str, Any]:
    import dense

    mine, ours = prepared("pytorch", batch, MICRO, arrays), train.model
    train.model = dense.model
    theirs = prepared("pytorch", batch, 0, arrays)
    train.model = ours
    apart = float(np.abs(mine[1]() - theirs[1]()).max())  # of probabilities, with the same weights
    if apart > 1e-5:
        raise SystemExit(f"The two formulations differ by {apart}: they are not of the same network.")
    inference = timed({"ours": mine[1], "dense": theirs[1]}, rounds)
    return {"apart": apart, "inference": inference, "train": timed({"ours": mine[0], "dense": theirs[0]}, rounds)}


def memory(which: str, batch: int, arrays: Arrays) -> dict[str, int]:
    import dense
    import torch

    if which == "dense":
        train.model = dense.model
    epoch, _ = prepared("pytorch", batch, MICRO if which == "ours" else 0, arrays)
    torch.ones(8, 8) @ torch.ones(8, 8)
    before = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    epoch()
    return {"before": before, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def alone(framework: str, batch: int, rounds: int, arrays: Arrays) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for micro in (MICRO, 0):
        epoch, predict = prepared(framework, batch, micro, arrays)
        found[f"by {'few' if micro else 'all'}"] = timed({"train": epoch, "inference": predict}, rounds)

    def run_through(data: Batches) -> int:
        return sum(int(one.feeds["tracks"][-1, -1, -1] > 9) for one in data.at_random(batch, [0]))

    config = configuration(framework, batch, MICRO)
    memory = Batches(arrays.schema, config, arrays, ["train"])
    batching.IN_MEMORY = 0
    disk = Batches(arrays.schema, config, arrays, ["train"])
    passes = timed({"memory": lambda: run_through(memory), "disk": lambda: run_through(disk)}, rounds)
    found["pipeline"] = {name: arrays.rows(["train"]) / seconds for name, seconds in passes.items()}  # jets per s
    return found


def main(kind: str, *words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        arrays = made(Path(folder) / "processed", 4096)
        what, batch, *rest = words
        if kind == "dense":
            said = against_dense(int(what), int(batch), arrays)
        elif kind == "memory":
            said = memory(what, int(batch), arrays)
        else:
            said = alone(what, int(batch), int(rest[0]), arrays)
        print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
