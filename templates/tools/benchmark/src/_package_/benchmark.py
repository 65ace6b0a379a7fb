"""`make benchmark`: the trained model in every runtime that is installed here, its answers and its speed.

Times are those of this machine under its load at the time; the runtimes take turns, so that the load meets all alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime

from _package_ import (
    choice,
    exporting,
    files,
    onnxfile,
    parity,
    paths,
    provenance,
    runtime_figures,
    task,
    timing,
    trained,
)
from _package_.arrays import Arrays
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.parity import Forward
from _package_.runtimes import runtimes
from _package_.timing import Timing
from _package_.trained import Trained

FORMAT = "fair-ai/benchmark@1"
PROVIDERS = {  # of ONNX Runtime, by the names that we give them; TensorRT builds its engine when it is first asked
    "ONNX Runtime, CPU": "CPUExecutionProvider",
    "ONNX Runtime, CUDA": "CUDAExecutionProvider",
    "ONNX Runtime, TensorRT": "TensorrtExecutionProvider",
}
ROWS = 20_000  # at most, on which the answers are scored
PIECE = 1000  # of them at a time


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/benchmark.json, reports/benchmark.md and two figures, of the first seed's model."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    model = trained.asked_for(variables, config, kind, arrays)[0]
    repeats = number(variables.get("REPEATS", "10"))
    known = every_runtime(model, arrays, variables.get("DEVICE", "auto"))
    scores = {name: score(forward, model, arrays) for name, forward in known.items()}
    fed = next(parity.real(arrays, Feeder(arrays.schema, model.config, exporting.DTYPE), max(timing.SIZES)))
    times = timing.measure(known, fed, repeats)
    record = provenance.record("benchmark", variables, model.config, arrays, clock, trained_by=[model.run])
    report = {
        "format": FORMAT,
        "data_kind": kind,
        "model": model.stem.name,
        "run": record,
        "repeats": repeats,
        "scores": scores,
        "times": [one.as_dict() for one in times],
    }
    reports = paths.reports()
    files.replace_json(reports / "benchmark.json", report)
    text = table(model.stem.name, scores, times, record)
    files.replace(reports / "benchmark.md", text)
    drawn = runtime_figures.draw(model.stem.name, times, record["hardware"], paths.figures(), kind)
    print(text)
    names = ", ".join(dict.fromkeys(path.stem for path in drawn))
    print(f"reports/benchmark.json, reports/benchmark.md; in reports/figures: {names}")


def number(text: str) -> int:
    """REPEATS, at least 10: quartiles of fewer say little."""
    if not text.isdecimal() or int(text) < 10:
        raise UserError(f"REPEATS={text} is not a number from 10 up.", "Write REPEATS=10.")
    return int(text)


def every_runtime(model: Trained, arrays: Arrays, device: str) -> dict[str, Forward]:
    """The framework's own, and the exported file in each provider that ONNX Runtime has here."""
    framework = runtimes(model.stem, arrays.schema, model.config, device)
    found: dict[str, Forward] = {f"{model.config.framework}, {name}": one for name, one in framework.items()}
    file = exporting.path(model)
    if not file.is_file():
        print(f"{file.name} is not there: run `make export` to measure ONNX Runtime, too.")
        return found
    for name, provider in PROVIDERS.items():
        if provider in onnxruntime.get_available_providers():
            found[name] = onnxfile.Session(file, arrays.schema, dict.fromkeys([provider, "CPUExecutionProvider"]))
    return found


def score(forward: Forward, model: Trained, arrays: Arrays) -> dict[str, Any]:
    """The task's metrics of this runtime's answers on the last split, at most ROWS rows of it, see choice.py."""
    schema, feeder = arrays.schema, Feeder(arrays.schema, model.config, exporting.DTYPE)
    split = choice.last(schema)
    chosen = choice.rows(arrays, split, ROWS)
    pieces = np.array_split(chosen, -(-len(chosen) // PIECE))
    answers = [forward(feeder(choice.take(arrays, split, schema.feeds, piece))) for piece in pieces]
    prediction = parity.predicted(np.concatenate(answers), schema, model.config)
    target, weight = trained.truth(arrays, [split])
    found = task.metrics(schema, prediction, target[chosen], None if weight is None else weight[chosen])
    metrics = {name: {"value": one.value, "unit": one.unit} for name, one in found.items() if np.isfinite(one.value)}
    return {"split": split, "rows": len(chosen), "metrics": metrics}


def table(name: str, scores: Mapping[str, Any], times: Sequence[Timing], record: Mapping[str, Any]) -> str:
    """Markdown: the answers of each runtime, then time per row and rows per second by batch size, with quartiles."""
    machine, one = record["hardware"], next(iter(scores.values()))
    gpu = f", {', '.join(machine['gpu'])}" if machine["gpu"] else ""
    metrics = list(one["metrics"])
    sample = " **A synthetic sample: no result.**" if record["data_kind"] == "sample" else ""
    lines = [
        f"# {name} in every runtime",
        "",
        f"{machine['cpu']}, {machine['cores']} cores{gpu}; run {record['id']}.{sample}",
        "",
    ]
    lines += [
        f"Answers on {one['rows']} rows of the split {one['split']}:",
        "",
        "| runtime | " + " | ".join(metrics) + " |",
    ]
    lines += ["|---|" + "--:|" * len(metrics)]
    for runtime, said in scores.items():
        cells = [f"{said['metrics'][metric]['value']:.6g}" if metric in said["metrics"] else "–" for metric in metrics]
        lines.append(f"| {runtime} | " + " | ".join(cells) + " |")
    lines += [
        "",
        f"Median of {times[0].repeats} repeats (first and third quartile); processor: share of all cores in use.",
        "",
    ]
    lines += [
        "| runtime | rows in a batch | time per row [µs] | rows per second | processor | GPU |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for line in times:
        low, middle, high = (1e6 * value for value in line.per_row)
        use = "–" if line.gpu is None else f"{line.gpu:.0%}"
        cells = [line.runtime, str(line.size), f"{middle:.3g} ({low:.3g}–{high:.3g})", f"{1e6 / middle:.4g}"]
        lines.append("| " + " | ".join([*cells, f"{line.cpu:.0%}", use]) + " |")
    return "\n".join(lines) + "\n"
