"""One framework of parity.py, in the environment and on the layers that it was given: FOLDER FRAMEWORK ALL-FRAMEWORKS….

For each case: writes random weights as <case>.<framework>.safetensors, and the same with a matrix altered; then reads
those of each framework and writes what comes out as <case>.<writer>.by.<framework>.npz.
"""

from __future__ import annotations

import io
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import forms
import numpy as np
import planting
import safetensors.numpy
from numpy.typing import NDArray

from _package_ import export, files, layerwise, onnxfile, parity, runtimes, task, train
from _package_.batches import Batch
from _package_.config import Config
from _package_.feeds import Feeder, targets
from _package_.normalise import moments
from _package_.schema import Schema, Split

ROWS, CLASSES, PATIENCE = 24, 3, 1200.0  # seconds until the other frameworks have written
UNLEARNED = ("running_mean", "running_var")
OTHERWISE = ("num_batches_tracked", "bias_ih", "bias_hh")  # a count; biases that Keras adds up before it learns


def data(form: str | None) -> tuple[Schema, dict[str, Any]]:
    """Rows of random data with padding and missing neighbours, the same in every framework, and their schema."""
    rng = np.random.default_rng(3)
    layout = forms.layout(form, CLASSES) if form else planting.layout(CLASSES)
    rows = forms.rows(form, ROWS, rng, CLASSES) if form else planting.rows(ROWS, rng, CLASSES)
    for name, array in layout.items():
        if array.role == "edges":
            rows[name] = np.where(rng.random(rows[name].shape) < 0.3, -1, rows[name]).astype(np.int16)
    clouds = [array for array in layout.values() if array.mask]
    if len(clouds) > 1:  # an event need not have any secondary vertex
        rows[clouds[-1].mask][0] = 0
    statistics = {}
    for name, array in layout.items():
        if array.normalise == "standard":
            real = rows[array.mask].reshape(-1) > 0 if array.mask else slice(None)
            statistics[name] = {"train": moments(rows[name].reshape(-1, array.width)[real])}
    made = {name: replace(array, statistics=statistics.get(name, {})) for name, array in layout.items()}
    return Schema("parity", "sample", task.NAME, made, {"train": Split(ROWS, "seeded")}), rows


def config_of(case: dict[str, Any]) -> Config:
    """No chance, so that a step can be compared; and plain descent, which shows the gradient as it is."""
    still = {name: 0.0 for name in case["model"] if "dropout" in name}
    learned = {"threads": 1, "optimiser": "sgd", "weight_decay": 0.01, "precision": "float32", "devices": 1}
    return Config("parity", "any", (0,), ("train",), {**case["model"], **still}, {**case["train"], **learned})


def altered(weights: dict[str, Any]) -> dict[str, Any]:
    """The weights with one matrix, the last, a hundredth larger."""
    name = next(name for name in reversed(weights) if name.endswith("weight") and weights[name].ndim > 1)
    return {**weights, name: weights[name] * np.float32(1.01)}


def write(folder: Path, case: dict[str, Any], framework: str) -> None:
    schema, _ = data(case["form"])
    learner = train.learner(schema, config_of(case), 1, "cpu")
    rng = np.random.default_rng(list(f"{framework} {case['name']}".encode()))
    found = {}
    for name, value in learner.weights().items():
        if name.endswith("running_var"):
            found[name] = rng.uniform(0.5, 2, value.shape).astype(np.float32)
        elif value.dtype.kind == "f":
            found[name] = (value + 0.1 * rng.normal(size=value.shape)).astype(np.float32)
    learner.load(found | {name: value for name, value in learner.weights().items() if value.dtype.kind != "f"})
    found = learner.weights()
    stem = f"{case['name']}.{framework}"
    files.replace(folder / f"{stem}.altered.safetensors", safetensors.numpy.save(altered(found)))
    files.replace(folder / f"{stem}.safetensors", safetensors.numpy.save(found))


def read(folder: Path, case: dict[str, Any], writer: str, framework: str, *, first: bool) -> None:
    schema, rows = data(case["form"])
    config, stem = config_of(case), folder / f"{case['name']}.{writer}"
    begun = time.monotonic()
    while not stem.with_name(stem.name + ".safetensors").exists():
        if time.monotonic() - begun > PATIENCE:
            raise TimeoutError(f"{writer} has not written {case['name']}")
        time.sleep(0.1)
    feeds = Feeder(schema, config)(rows)
    known = runtimes.runtimes(stem, schema, config, "cpu")
    # Compiling takes longest: once for each case will do.
    found = {f"raw {name}": run(feeds) for name, run in known.items() if name == "eager" or writer == framework}
    fed = {name: rows[name] for name in schema.feeds}
    found["prediction"] = train.predictor(stem, schema, config, "cpu")(fed)
    changed = stem.with_name(stem.name + ".altered")
    found["altered"] = runtimes.runtimes(changed, schema, config, "cpu")["eager"](feeds)
    if writer == framework and case["name"].endswith("smoke"):
        path = stem.with_name(stem.name + ".onnx")
        export.to_onnx(stem, schema, config, path)
        session = onnxfile.Session(path, schema)
        for count in parity.BATCHES:
            found[f"onnx {count}"] = session({name: repeated(values, count) for name, values in feeds.items()})
    if first:
        found |= explained(stem, schema, config, feeds)
        weights = safetensors.numpy.load_file(stem.with_name(stem.name + ".safetensors"))
        found |= learned(weights, schema, config, rows, feeds)
    files.replace(folder / f"{case['name']}.{writer}.by.{framework}.npz", packed(found))


def repeated(values: NDArray[Any], rows: int) -> NDArray[Any]:
    """So many rows, from the first on, and again from the first."""
    return np.take(values, np.arange(rows), axis=0, mode="wrap")


def explained(stem: Path, schema: Schema, config: Config, feeds: Any) -> dict[str, Any]:
    """Relevances of an output, what biases took of it, and how active each neuron is."""
    column = 0 if task.LOSS == "elbo" else schema.outputs - 1
    shares, taken = layerwise.relevance(stem, schema, config, "cpu")(feeds, column)
    active = layerwise.activity(stem, schema, config, "cpu")(feeds)
    found = {f"relevance {name}": values for name, values in shares.items()}
    found["taken"] = np.array([taken])
    return found | {f"activity {number}": values for number, values in enumerate(active)}


def learned(
    weights: dict[str, Any], schema: Schema, config: Config, rows: dict[str, Any], feeds: Any
) -> dict[str, Any]:
    """The loss, and what a step changes of the parameters and of the buffers."""
    learner = train.learner(schema, config, 0, "cpu")
    learner.load(weights)
    target = None if task.LOSS == "elbo" else targets(schema, config, rows[schema.target[0]])
    batch = Batch(feeds, target, None)
    found: dict[str, Any] = {"loss": np.array([learner.loss([batch])])}
    if task.LOSS == "elbo":  # which draws latent numbers
        return found
    learner.epoch([batch], 1.0, 0)
    moved = {name: value - weights[name] for name, value in sorted(learner.weights().items()) if name in weights}
    moved = {name: value.ravel() for name, value in moved.items() if not any(word in name for word in OTHERWISE)}
    for kind, wanted in (("step", False), ("buffers", True)):
        parts = [value for name, value in moved.items() if name.endswith(UNLEARNED) == wanted]
        if parts:
            found[kind] = np.concatenate(parts)
    return found


def packed(arrays: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def main() -> None:
    folder, framework, everyone = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    cases = json.loads((folder / "cases.json").read_text())
    for case in cases:
        write(folder, case, framework)
    for case in cases:
        for writer in everyone:
            read(folder, case, writer, framework, first=writer == everyone[0])


if __name__ == "__main__":
    main()
