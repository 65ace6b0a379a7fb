"""The published Interaction Networks in one framework: their logits, and what a swapped or a kept edge does to them.

    PYTHONPATH=<assembled project>/src python test/templates/reference.py <framework> <folder>

<folder> holds reference_logits.npz: inputs as (events, features, entries), and the logits of each <name>.pth beside it.
test/templates/run.py calls this for each framework where ../shared is there.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import numpy as np
import safetensors.numpy

from _package_ import initial
from _package_.config import Config
from _package_.prediction import softmax
from _package_.runtimes import runtimes
from _package_.schema import Array, Schema
from _package_.train import learner

PARAMETERS = {"gnn_baseline_best": 25_554, "gnn_hidden32_best": 10_994}
LIMIT = 1e-5  # of max|Δ| / max|reference|, and of max|Δ softmax|


def schema(feeds):
    arrays = {name: Array("input", "cloud", "float32", values.shape[1:]) for name, values in feeds.items()}
    arrays["target"] = Array("target", "table", "int64", (), classes=("QCD", "Hbb"))
    return Schema("hbb", "real", "classification", arrays, {})


def configuration(weights, framework):
    """All sizes are in the shapes of the weights; the published networks have no masks."""
    sizes = {"hidden": len(weights["fr2.bias"]), "De": len(weights["fr3.bias"]), "Do": len(weights["fo3.bias"])}
    train = {"optimiser": "adam", "lr": 1e-4, "weight_decay": 0.0, "micro_batch": 8}
    train |= {"precision": "float32", "devices": 1, "threads": 1}
    return Config("in", framework, (0,), ("train",), {**sizes, "masked": False}, train)


def logits(weights, feeds, config, batch=7):
    """The answer of the project's own way to run the network, a few events at a time."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "in"
        stem.with_name("in.safetensors").write_bytes(safetensors.numpy.save(dict(weights), {"format": "pt"}))
        apply = runtimes(stem, schema(feeds), config, "cpu")["eager"]
        count = len(feeds["tracks"])
        return np.concatenate([apply({n: v[k : k + batch] for n, v in feeds.items()}) for k in range(0, count, batch)])


def swapped(weights):
    """The same network with the halves of the first layer exchanged: each pair's receiver is taken for its sender."""
    receiver, sender = np.split(weights["fr1.weight"], 2, axis=1)
    return {**weights, "fr1.weight": np.concatenate([sender, receiver], axis=1)}


def with_self_loops(stack):
    """Takes the diagonal out of whatever the model is built from: then each track sends to itself, too."""
    module = importlib.import_module("_package_.model")
    for library in {vars(module)[name] for name in ("np", "torch", "jnp") if name in vars(module)}:
        eye = library.eye
        stack.enter_context(mock.patch.object(library, "eye", lambda *a, _eye=eye, **k: 0 * _eye(*a, **k)))


def differences(found, wanted):
    """max|Δ| / max|reference| and max|Δ softmax|."""
    apart = np.abs(softmax(found.astype(float)) - softmax(wanted.astype(float))).max()
    return float(np.abs(found - wanted).max() / np.abs(wanted).max()), float(apart)


def main(framework: str, folder: Path) -> int:
    stored = np.load(folder / "reference_logits.npz")
    feeds = {name: np.ascontiguousarray(stored[name].transpose(0, 2, 1)) for name in ("tracks", "vertices")}
    failed = 0
    for name in sorted(set(stored.files) - set(feeds)):
        weights, wanted = initial.read(folder / f"{name}.pth"), stored[name]
        config = configuration(weights, framework)
        count = learner(schema(feeds), config, 0, "cpu").parameters
        right = differences(logits(weights, feeds, config), wanted)
        wrong = {"receiver swapped": differences(logits(swapped(weights), feeds, config), wanted)}
        with ExitStack() as stack:
            with_self_loops(stack)
            wrong["self loop kept"] = differences(logits(weights, feeds, config), wanted)
        good = max(right) <= LIMIT and min(one[0] for one in wrong.values()) > LIMIT
        good = good and count == PARAMETERS.get(name, count)
        failed += not good
        told = "; ".join(f"{what} {one[0]:.1e}, softmax {one[1]:.1e}" for what, one in {"": right, **wrong}.items())
        print(f"{'good' if good else 'BAD '} {framework} {name}: {count} parameters; differs by{told}")
    return 1 if failed or not len(stored.files) > len(feeds) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
