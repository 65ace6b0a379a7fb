"""The same weights give the same outputs in every framework: for each model that has several.

    .cache/python/bin/python test/templates/parity.py [NAME ...]     such as mlp-regression; all without one

Each framework runs in a process of its own (parity_child.py) on its own assembled layers. Each writes random weights,
and all of them read those of each. Raw outputs of every runtime must agree to BOUND of the largest, probabilities to
BOUND, for every form of data that the model takes, padding and missing neighbours included; so must the loss, and the
one ONNX file that each framework makes, at 1, 7 and 300 rows, and how active neurons are. Relevances must agree to
BOUNDS; so must, where no chance is in the training, the parameters and buffers after one step of gradient descent.
A weight that was altered on purpose must be seen, or the check itself has failed.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import layers
import numpy as np

WORK = layers.CACHE / "parity"
layers.CACHE = WORK  # of its own: run.py may be at work beside it
BOUND = 1e-5
BOUNDS = {"step": 1e-4, "relevance": 1e-3, "taken": 1e-3}  # a relevance is divided by what may be near zero
FORMS = {"table": None, "sequence": None, "cloud": "cloud", "clouds": "clouds", "graph": "graph", "image": "image"}


def merged(*sections: dict[str, Any]) -> dict[str, Any]:
    """Two levels: sections, and their settings."""
    found: dict[str, Any] = {"model": {}, "train": {}}
    for section in sections:
        for part in found:
            found[part] |= section.get(part, {})
    return found


def cases(model: dict[str, Any], task: str, networks: dict[str, Any]) -> list[dict[str, Any]]:
    """Every form of data of the task with the settings of smoke.yaml, the first also with those of baseline.yaml."""
    forms = [form for form in model["inputs"] if (form == "sequence") == (task == "forecast")]
    baseline = merged(networks["baseline"], model["baseline"])
    smoke = merged(baseline, model.get("smoke", {}))
    chosen = [(forms[0], "baseline", baseline), *((form, "smoke", smoke) for form in forms)]
    return [{"name": f"{form}-{name}", "form": FORMS[form], **values} for form, name, values in chosen]


def main() -> int:
    python = Path(sys.executable)
    found = layers.records(python)
    every = layers.several(found)
    failures = [name for name in sys.argv[1:] or every if not agree(python, found, *every[name])]
    return 1 if failures else 0


def agree(python: Path, found: dict[str, Any], model: dict[str, Any], task: str, frameworks: list[str]) -> bool:
    """Runs the frameworks on the same weights, and prints what differs; whether all is well."""
    name, wanted = f"{model['key']}-{task}", cases(model, task, found["networks"][0])
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "cases.json").write_text(json.dumps(wanted))
    beside = next((one["key"] for one in found["datasets"] if task in one["tasks"]), found["datasets"][0]["key"])
    children = {}
    for framework in frameworks:
        linked, _ = layers.assemble(layers.Combination(beside, task, model["key"], framework), found)
        paths = [str(linked / "src"), str(layers.TEMPLATES / "package" / "tests")]
        settings = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", TF_CPP_MIN_LOG_LEVEL="3", OMP_NUM_THREADS="1")
        settings["PYTHONPATH"] = os.pathsep.join(paths)
        with (folder / f"{framework}.log").open("w") as log:
            program = [python, Path(__file__).with_name("parity_child.py"), folder, framework, *frameworks]
            children[framework] = subprocess.Popen(program, env=settings, stdout=log, stderr=log)
    while any(child.poll() is None for child in children.values()):
        if any(child.poll() for child in children.values()):
            for child in children.values():
                child.kill()
        time.sleep(0.2)
    broken = [framework for framework, child in children.items() if child.wait() not in (0, -signal.SIGKILL)]
    for framework in broken:
        print(f"FAIL parity {name} {framework}\n{(folder / f'{framework}.log').read_text()[-3000:]}", flush=True)
    if any(child.returncode for child in children.values()):
        return False
    scale = 1.0 if task == "classification" else None  # probabilities are of the order of one
    worst, wrong = compared(folder, [case["name"] for case in wanted], frameworks, scale)
    for words in wrong:
        print(f"FAIL parity {name} {words}", flush=True)
    if not wrong:
        said = ", ".join(f"{kind} {value:.1e}" for kind, value in sorted(worst.items()))
        print(f"PASS parity {name} {'='.join(frameworks)} ({said})", flush=True)
    return not wrong


def compared(
    folder: Path, names: list[str], frameworks: list[str], scale: float | None
) -> tuple[dict[str, float], list[str]]:
    """The largest difference of each kind, and what lies beyond its bound; of predictions in units of `scale`."""
    worst: dict[str, float] = {}
    wrong: list[str] = []
    for case, writer, reader in itertools.product(names, frameworks, frameworks):
        wanted, found = (np.load(folder / f"{case}.{writer}.by.{one}.npz") for one in (writer, reader))
        told = f"{case}: {reader} with the weights of {writer}"
        if apart(found["altered"], wanted["raw eager"]) <= BOUND:
            wrong.append(f"{told} does not show that one of them was altered")
        for key in found.files:
            kind, raw = key.split(" ")[0], wanted["raw eager"]
            if kind == "altered":
                continue
            if kind == "onnx":  # other numbers of rows, on the scale of all
                like = np.take(raw, np.arange(int(key.split(" ")[1])), axis=0, mode="wrap")
                off = apart(found[key], like, np.abs(raw).max())
            else:
                off = apart(found[key], raw if kind == "raw" else wanted[key], scale if kind == "prediction" else None)
            worst[kind] = max(worst.get(kind, 0.0), off)
            if not off <= BOUNDS.get(kind, BOUND):
                wrong.append(f"{told}: {key} is off by {off:.1e}")
    return worst, wrong


def apart(found: Any, wanted: Any, scale: float | None = None) -> float:
    """The largest difference, in units of the largest number wanted; infinite for another shape and for NaN."""
    if found.shape != wanted.shape or not np.isfinite(found).all():
        return float("inf")
    return float(np.abs(found - wanted).max() / (scale or np.abs(wanted).max()))


if __name__ == "__main__":
    sys.exit(main())
