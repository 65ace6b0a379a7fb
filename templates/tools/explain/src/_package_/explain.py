"""`make explain`: what the trained model looks at, by taking it away, by gradients, and by what is active inside."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from _package_ import (
    attribution,
    choice,
    correlation,
    explain_figures,
    exporting,
    files,
    findings,
    gradients,
    masking,
    paths,
    provenance,
    task,
    trained,
)
from _package_.arrays import Arrays, row_bytes
from _package_.errors import UserError
from _package_.feeds import Feeder, Feeds
from _package_.masking import Judge
from _package_.runtimes import runtimes
from _package_.schema import Schema
from _package_.scores import target_field
from _package_.terminal import steered
from _package_.trained import Trained

FORMAT = "fair-ai/explain@1"
ROWS = 2000  # of the last split, at most; EXPLAIN_ROWS=20000 for smaller errors
MEAN_ROWS = 100_000  # of the training, at most, whose mean a masked value is
BYTES = 256 << 20


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/explain.json, reports/explain.md and figures, of the first seed's model."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    model = trained.asked_for(variables, config, kind, arrays)[0]
    device, schema = variables.get("DEVICE", "auto"), arrays.schema
    split, chosen, fed = rows_of(model, arrays, int(variables.get("EXPLAIN_ROWS", ROWS)))
    count = len(chosen)
    target, weight = trained.truth(arrays, [split])
    forward = runtimes(model.stem, schema, model.config, device)["eager"]
    judge = Judge(forward, schema, model.config, target[chosen], None if weight is None else weight[chosen])
    score = judge.score(judge.answers(fed))
    if not np.isfinite(score):
        raise UserError(
            f"{task.HEADLINE} is not defined on {count} rows of {split}.", "Try more rows: EXPLAIN_ROWS=20000."
        )
    losses = masking.losses(judge, fed, means(model, arrays), shown)
    losses, together = correlation.named(losses, judge, fed)
    column = 1 if schema.task == "classification" and schema.outputs == 2 else 0
    report: dict[str, Any] = {
        "format": FORMAT,
        "data_kind": kind,
        "model": model.stem.name,
        "split": split,
        "rows": count,
        "metric": task.HEADLINE,
        "score": score,
        "output": output(schema, column),
        "masked": [asdict(one) for one in losses],
        "together": together,
        **inside(model, schema, device, fed, column),
    }
    report["run"] = provenance.record("explain", variables, model.config, arrays, clock, trained_by=[model.run])
    drawn = explain_figures.draw(report, paths.figures(), kind)
    text = findings.markdown(report, [path.name for path in drawn if path.suffix == ".png"])
    files.replace_json(paths.reports() / "explain.json", report)
    files.replace(paths.reports() / "explain.md", text)
    print(text)


def rows_of(model: Trained, arrays: Arrays, limit: int) -> tuple[str, NDArray[np.int64], Feeds]:
    """The last split, some rows of it (see choice.py), and these as the model is fed them; no more than BYTES."""
    split, fed = choice.last(arrays.schema), {name: arrays.schema.arrays[name] for name in arrays.schema.feeds}
    chosen = choice.rows(arrays, split, max(1, min(limit, BYTES // row_bytes(fed))))
    feeder = Feeder(arrays.schema, model.config, exporting.DTYPE)
    return split, chosen, feeder(choice.take(arrays, split, list(fed), chosen))


def means(model: Trained, arrays: Arrays) -> Feeds:
    """The mean of each input, (entries,), over some rows of the training as the model is fed them.

    Where a mask says what is there, of that alone.
    """
    schema, split = arrays.schema, model.config.fit_on[0]
    fed = {name: schema.arrays[name] for name in schema.feeds}
    chosen = choice.rows(arrays, split, max(1, min(MEAN_ROWS, BYTES // row_bytes(fed))))
    feeds = Feeder(schema, model.config, exporting.DTYPE)(choice.take(arrays, split, list(fed), chosen))
    found: Feeds = {}
    for name, array in schema.inputs.items():
        values = feeds[name].reshape(-1, array.shape[-1])
        there = values if array.mask is None else values[feeds[array.mask].reshape(-1) > 0]
        found[name] = there.mean(0, dtype=np.float64)
    return found


def output(schema: Schema, column: int) -> str:
    """What the attributions are of."""
    if schema.task == "classification":
        return f"the logit of {(schema.target[1].classes or ())[column]}"
    if schema.task == "density":
        return "the reconstruction error"
    return f"the predicted {target_field(schema).name} (normalised)"


def inside(model: Trained, schema: Schema, device: str, fed: Feeds, column: int) -> dict[str, Any]:
    """Gradient × input, relevances and activity, each as far as the framework and the network have it."""
    asked = (model.stem, schema, model.config, device)
    slopes = gradients.gradients(*asked)
    found: dict[str, Any] = {"gradient": None, "relevance": None, "conservation": None, "activity": None}
    if slopes is not None:
        found["gradient"] = [asdict(one) for one in attribution.gradient_times_input(slopes, fed, schema, column)]
    if find_spec(f"{__package__}.layerwise"):
        layerwise = import_module(f"{__package__}.layerwise")
        forward = runtimes(*asked)["eager"]
        parts, missed = attribution.relevances(layerwise.relevance(*asked), forward, fed, schema, column)
        found["conservation"] = missed
        found["relevance"] = [asdict(one) for one in parts] if missed <= attribution.TOLERANCE else None
        found["activity"] = attribution.activity(layerwise.activity(*asked), fed) or None
    return found


def shown(parts: Iterator[Any]) -> Iterator[Any]:
    return iter(tqdm(parts, desc="features", file=steered(), disable=not sys.stderr.isatty()))
